"""What is listed in collections, and by which names functions read it."""

from __future__ import annotations

import ast
from collections.abc import Sequence, Set

from ...lang.python.module import Module, name_of


def listed_in(node: ast.AST) -> Sequence[ast.expr]:
    if isinstance(node, ast.Dict):
        return node.values
    return node.elts if isinstance(node, (ast.Tuple, ast.List)) else ()


def name_read(node: ast.AST) -> str:
    """The name that a node reads, of a module or of the own class."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def kept_in_tables(names: Set[str], attributes: Set[str], module: Module) -> dict[str, list[str]]:
    """What is meant of what a module and its classes keep in collections, by what these are called."""
    found: dict[str, list[str]] = {}
    for scope in (module.scope, *(each for each in module.index.scopes if each.kind == "class")):
        for name, bindings in scope.bindings.items():
            listed = [each for bound in bindings if bound.value is not None for each in listed_in(bound.value)]
            called = [name_of(each) for each in listed if isinstance(each, (ast.Name, ast.Attribute))]
            found.setdefault(name, []).extend(f"{each}()" for each in called if each in names or each in attributes)
    return {name: called for name, called in found.items() if called}
