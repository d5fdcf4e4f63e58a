"""What was put together before a call, and is given to it by a name."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import islice

from ...flow.fillings import held_by, own_class
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...query.expressions.parts import given_by
from ...query.functions.callers import given_for, taken
from ..site_kind import Site

_FEW = 4
"""So many values of an attribute are looked at."""
_TOGETHER = (ast.JoinedStr, ast.Attribute, ast.Dict, ast.List)
_WRITING = frozenset({"dumps", "join"})
_ADDRESSING = frozenset({"URL", "str", "urljoin"})
"""Calls that make an address of what they are given."""


def made_before(given: Sequence[ast.expr], scope: Scope) -> list[ast.expr]:
    """The texts, attributes and collections that stand behind local names which a call is given, or makes a text of,
    be it in a line before."""
    found: list[ast.expr] = []
    waiting = [each for value in given for each in _written_in(value)]
    for each in waiting:  # grows on the way
        bound = scope.bindings.get(each.id, ()) if isinstance(each, ast.Name) else ()
        value = bound[0].value if len(bound) == 1 else None
        if isinstance(value, ast.Call) and value not in found and name_of(value.func) in _WRITING:
            found += [value, *value.args]
            waiting += value.args
        elif isinstance(value, _TOGETHER) or (isinstance(value, ast.BinOp) and _is_joined(value)):
            found.append(value)
    return found


def kept_before(given: Sequence[ast.expr], module: Module, scope: Scope) -> list[ast.expr]:
    """What attributes of the own object hold that a call is given by themselves, or in a text."""
    parts: list[ast.AST] = []
    waiting = list[ast.expr](given)
    for each in waiting:  # grows on the way
        if each.__class__ is ast.JoinedStr:
            parts += [part.value for part in each.values if part.__class__ is ast.FormattedValue]
        elif each.__class__ is ast.BinOp:
            waiting += (each.left, each.right)
        elif each.__class__ is ast.Call and name_of(each.func) in _ADDRESSING:
            waiting += each.args
        elif each.__class__ is ast.Attribute:
            parts.append(each)
    if not parts:
        return []
    attributes = [part for part in parts if isinstance(part, ast.Attribute)]
    kept = (islice(held_by(part, module, scope), _FEW) for part in attributes if own_class(part, scope) is not None)
    return [held for each in kept for held, _ in each]


def handed_before(given: ast.expr, site: Site) -> Iterator[tuple[ast.expr, Scope]]:
    """What calls of the file give for a parameter, and what an own function gives that makes what a call is given."""
    module, scope = site.module, site.scope
    for each in _written_in(given):
        parameter = taken(each, module, scope)
        if parameter is not None:
            for value, home in given_for(parameter, module):
                yield value, home
                yield from ((made, home) for made in made_before([value], home))
        bound = scope.bindings.get(each.id, ()) if isinstance(each, ast.Name) else ()
        made = bound[0].value if len(bound) == 1 else each
        if isinstance(made, ast.Call):
            yield from given_by(made.func, module, scope)


def _written_in(value: ast.expr) -> Sequence[ast.expr]:
    """What a value is written of: itself, or what a call puts into a text."""
    return value.args if isinstance(value, ast.Call) and name_of(value.func) in _WRITING else (value,)


def _is_joined(value: ast.BinOp) -> bool:
    """Whether a text is put together by `+` or `%`."""
    return any(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in (value.left, value.right))
