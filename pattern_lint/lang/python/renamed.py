"""Attributes that keep what a parameter of another name gave: `self._r = redis`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from itertools import chain

from .index import Indexed
from .scopes import Scope

Renamed = dict[tuple[Scope | None, str], str]
"""The name of the parameter, by the class and the attribute."""


def renamed_parameters(nodes: Mapping[type[ast.AST], Iterable[Indexed]]) -> Renamed:
    """The attributes that are set once, to a parameter of which nobody says what it is."""
    found: dict[tuple[Scope | None, str], str | None] = {}
    for node, scope in chain(nodes.get(ast.Assign, ()), nodes.get(ast.AnnAssign, ())):
        assert isinstance(node, (ast.Assign, ast.AnnAssign))
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
        if not (isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self"):
            continue
        name = node.value.id if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) else ""
        bound = scope.bindings.get(name, ())
        is_open = len(bound) == 1 and bound[0].kind == "param" and bound[0].annotation is None
        place = scope.owner, target.attr
        is_other = is_open and place not in found and name.strip("_") != target.attr.strip("_")
        found[place] = name if is_other else None
    return {place: name for place, name in found.items() if name is not None}
