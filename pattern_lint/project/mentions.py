"""What of the project the code of a registration names."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ..lang.python.module import Module
from ..lang.python.scopes import Scope

_LOOKING_UP = ("get", "resolve")


def mentioned(module: Module, nodes: Iterable[ast.AST], scope: Scope) -> Iterator[str]:
    """The symbols of the project, or of what cannot be told from it, that nodes name."""
    for outer in nodes:
        for node, home in _without_lookups(outer, module, scope):
            if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
                symbol = module.symbol(node, home)
                if symbol is not None and symbol.partition(".")[0] in module.roots:
                    yield symbol


def _without_lookups(node: ast.AST, module: Module, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    """A node and what lies in it, each with its scope; what is only looked up there is left out."""
    waiting, scope_of = [(node, scope)], module.index.scope_of
    while waiting:
        current, home = waiting.pop()
        yield current, home
        if isinstance(current, ast.Call) and _is_lookup(current.func):
            waiting.append((current.func, home))
        else:
            home = scope_of.get(current, home)
            waiting += [(child, home) for child in ast.iter_child_nodes(current)]


def _is_lookup(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and function.attr.startswith(_LOOKING_UP)
