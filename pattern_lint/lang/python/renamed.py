"""Attributes that keep what has another name: a parameter, or what a container was asked for by its name."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TypeAlias

from .expressions import asked_of_container, is_none
from .index import Indexed
from .scopes import Scope

_Place: TypeAlias = tuple[Scope | None, str]
Renamed: TypeAlias = dict[_Place, str]
"""The other name, by the class and the attribute."""
_NEXT_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def renamed_parameters(nodes: Mapping[type[ast.AST], Iterable[Indexed]]) -> Renamed:
    """The attributes that are set once beside None, to a parameter of which nobody says what it is, or to what a
    container holds under a name."""
    kept = dict(_kept(nodes.get(ast.Assign, ())))
    if not kept:
        return {}
    settings = chain(nodes.get(ast.Assign, ()), nodes.get(ast.AnnAssign, ()))
    times = Counter(_place(node, scope) for node, scope in settings if not is_none(getattr(node, "value", None)))
    return {place: name for place, name in kept.items() if times[place] == 1}


def _kept(assignments: Iterable[Indexed]) -> Iterator[tuple[_Place, str]]:
    """The attributes that keep what has another name, as far as one assignment tells."""
    for node, scope in assignments:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            if not isinstance(node.targets[0], ast.Attribute) or len(node.value.args) != 1:
                continue
            asked = asked_of_container(node.value)
            named = asked.value if isinstance(asked, ast.Constant) else None
            place = _place(node, scope) if isinstance(named, str) else None
            if place is not None and isinstance(named, str):
                yield place, _NEXT_WORD.sub("_", named).lower()
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
            bound = scope.bindings.get(node.value.id, ())
            if len(bound) == 1 and bound[0].kind == "param" and bound[0].annotation is None:
                place = _place(node, scope)
                if place is not None and node.value.id.strip("_") != place[1].strip("_"):
                    yield place, node.value.id


def _place(node: ast.AST, scope: Scope) -> _Place | None:
    """The class and the attribute that an assignment sets."""
    target: ast.expr | None = None
    if isinstance(node, ast.Assign):
        target = node.targets[0]
    elif isinstance(node, ast.AnnAssign):
        target = node.target
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self":
        return scope.owner, target.attr
    return None
