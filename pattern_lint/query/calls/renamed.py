"""Calls on attributes that keep what a parameter of another name gave, by the name of that one: `self._r = redis`."""

from __future__ import annotations

import ast
from typing import TypeAlias

from ...lang.python.module import CallSite, Module
from ...lang.python.scopes import Scope
from ..naming.names import Asked

Renamed: TypeAlias = dict[str, list[tuple[CallSite, Asked, Asked]]]
"""Calls by their last names, each with what it names as it is written, and by the name of the parameter."""


def renamed(module: Module) -> Renamed:
    """The calls of a module on such attributes."""
    return module.once(_renamed)


def _renamed(module: Module) -> Renamed:
    kept = _kept(module)
    found: Renamed = {}
    for call in module.calls if kept else ():
        on = call.node.func.value if isinstance(call.node.func, ast.Attribute) else None
        if isinstance(on, ast.Attribute) and isinstance(on.value, ast.Name) and on.value.id == "self":
            given = kept.get((call.scope.owner, on.attr))
            if given is not None:
                asked = (Asked(call.symbol, call.name, on.attr), Asked(call.symbol, call.name, given))
                found.setdefault(call.name, []).append((call, *asked))
    return found


def _kept(module: Module) -> dict[tuple[Scope | None, str], str]:
    """The attributes that are set once, to a parameter of which nobody says what it is, with the name of that."""
    found: dict[tuple[Scope | None, str], str | None] = {}
    for node, scope in module.of(ast.Assign, ast.AnnAssign):
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
