"""What methods of generic classes promise, of which only heirs say what it is.

`~0` is the first variable of the class, in the order in which heirs give it: `class People(Repository[Person])`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import cache

from .annotations import annotation_symbol
from .module import Module
from .scopes import Scope

VARIABLE = "~"
OPEN = frozenset({"typing.TypeVar()"})
"""What names of variables stand for."""


def own_variables(node: ast.ClassDef) -> list[str]:
    """The variables that a class makes itself: `class Repository[T]`."""
    return [each.name for each in getattr(node, "type_params", ())]


def given_to_bases(node: ast.ClassDef) -> list[ast.expr]:
    """What the bases of a class are given as their parameters."""
    given = [base.slice for base in node.bases if isinstance(base, ast.Subscript)]
    return [part for each in given for part in getattr(each, "elts", [each])]


def promised_by(module: Module, node: ast.expr, scope: Scope, owner: Scope) -> str | None:
    """The instance that an annotation of a method promises, be it one of a variable of its class."""
    places = module.once(_variables)(owner)
    if not places:
        return module.names.annotation(node, scope)

    def meant(part: ast.expr) -> str | None:
        place = places.get(part.id) if isinstance(part, ast.Name) else None
        return f"{VARIABLE}{place}" if place is not None else module.names.symbol(part, scope)

    return annotation_symbol(node, meant, module.names.qualified(owner))


def _variables(module: Module) -> Callable[[Scope], dict[str, int]]:
    """The variables of the generic classes of a module, by their names."""

    @cache
    def of(owner: Scope) -> dict[str, int]:
        node, around = owner.node, owner.parent
        if not isinstance(node, ast.ClassDef) or around is None:
            return {}
        own = own_variables(node)
        if own:
            return {name: place for place, name in enumerate(own)}
        return {
            each.id: place
            for place, each in enumerate(given_to_bases(node))
            if isinstance(each, ast.Name) and module.names.symbol(each, around) in OPEN
        }

    return of
