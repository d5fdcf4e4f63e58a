"""The classes that a module names, as a registry does: by symbols, by texts, or by what it looks for them with."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from ...lang.python.module import Module
from ...lang.python.walking import nodes_in

_STEPS = ("()", ".*", ".[]", "{")
"""What symbols hold that are of values, of which none is known."""
_DOTTED = re.compile(r"(?:[\w.-]+ *= *)?(?P<name>\w+(?:\.\w+)*[.:][A-Z]\w*)")
"""How a text names a class, be it as an entry point."""
_LOOKING = frozenset("__subclasses__ iter_modules walk_packages getmembers".split())
"""What finds classes without naming them."""
_IMPORTING = "import_module"
"""What finds those that texts name, where there are such texts, and may find others where there are none."""
_POINTING = frozenset({"entry_points", "iter_entry_points"})
"""What finds the entry points of whatever is installed."""
ENTRY_POINTS = "'entry points: *'"
"""The name that stands for all entry points."""


def is_of_value(symbol: str) -> bool:
    """Whether a symbol is of a value, of which no more is known."""
    return any(step in symbol for step in _STEPS)


def named_in(module: Module) -> Iterator[tuple[str, ast.AST]]:
    """What is named beside imports, with its places: classes and all that is imported; an empty name where the file
    looks for it by itself."""
    inner = {
        name: bindings[0].target or ""
        for scope in module.index.scopes
        for name, bindings in scope.bindings.items()
        if scope is not module.scope and bindings[0].kind == "import"
    }
    imported = {name for name, bindings in module.scope.bindings.items() if bindings[0].kind == "import"}
    importing: list[ast.AST] = []
    has_texts = False
    for node in nodes_in(module.tree):
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
            written = node.id if isinstance(node, ast.Name) else node.attr
            first = node if isinstance(node, ast.Name) else node.value
            is_imported = isinstance(first, ast.Name) and (first.id in imported or first.id in inner)
            may_be_meant = written[:1].isupper() or is_imported
            symbol = (module.symbol(node, module.scope) or _of_inner(node, inner)) if may_be_meant else ""
            if written in _LOOKING:
                yield "", node
            elif written in _POINTING:
                yield ENTRY_POINTS, node
            elif written == _IMPORTING:
                importing.append(node)
            elif symbol and not is_of_value(symbol):
                yield symbol, node
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = _DOTTED.fullmatch(node.value)
            if found is not None:
                has_texts = True
                yield found["name"].replace(":", "."), node
    yield from (("", node) for node in importing if not has_texts)


def _of_inner(node: ast.Name | ast.Attribute, imported: Mapping[str, str]) -> str:
    """What a name means that a function imports, or an attribute of a module that it imports."""
    if isinstance(node, ast.Name):
        return imported.get(node.id, "")
    module = imported.get(node.value.id, "") if isinstance(node.value, ast.Name) else ""
    return f"{module}.{node.attr}" if module else ""
