"""Functions of which somebody calls a method, as one that empties a cache."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ...lang.python.module import Module
from ...lang.python.walking import nodes_in
from ...project.project import Project


def asked_on(method: str, module: Module) -> Iterator[str]:
    """On what a module calls a method; where that does not show, it may be any function that the module knows."""
    symbols = [call.symbol for call in module.named_calls[method]]
    yield from filter(None, symbols)
    if any(symbol is None or ".*" in symbol or symbol.startswith("builtins.") for symbol in symbols):
        yield from (f"{module.names.qualified(scope)}.{method}" for scope in module.index.functions)
        bound = {
            name: f"{each.target}."
            for name, bindings in module.scope.bindings.items()
            for each in bindings
            if each.kind == "import"
        }
        yield from (f"{target}{method}" for target in bound.values())
        for node in nodes_in(module.tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in bound:
                yield f"{bound[node.value.id]}{node.attr}.{method}"


def functions_asked(called: Iterable[str], method: str, project: Project) -> frozenset[str]:
    """The functions of which a method is called."""
    ends = f".{method}"
    names = [symbol.removesuffix(ends) for symbol in called if method and symbol.endswith(ends)]
    return frozenset((project.resolver.resolve(name) or name).replace("().", ".") for name in names)
