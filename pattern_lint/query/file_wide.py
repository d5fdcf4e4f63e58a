"""What a file says of all that is in it: what it imports, and how its tests are marked."""

from __future__ import annotations

import ast

from ..lang.python.module import Module
from ..lang.python.walking import nodes_in


def imported(module: Module) -> frozenset[str]:
    """The names of what a file imports, from its own package aside."""
    found: set[str] = set()
    for node, _ in module.of(ast.Import, ast.ImportFrom):
        assert isinstance(node, ast.Import | ast.ImportFrom)
        above = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        if isinstance(node, ast.Import) or node.level == 0:
            found.update(f"{above}{alias.name}" for alias in node.names)
    return frozenset(found)


def marks(module: Module) -> frozenset[str]:
    """The marks of pytest that all tests of a file have."""
    values = [each.value for each in module.scope.bindings.get("pytestmark", ()) if each.value is not None]
    return frozenset(each.attr for value in values for each in nodes_in(value) if isinstance(each, ast.Attribute))
