"""Which calls of a function a card means: of places within functions, such as a `with`, those that stand there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...lang.python.module import CallSite, Module, Span
from ...lang.python.scopes import Scope
from ...query.answers import Condition
from ...query.calls.calls import asked_of
from ...query.naming.names import Names, name_set
from ..site_kind import Site, SiteOptions, placed

_WITHIN = ("with:", "catching:", "handling:", "loop", "try", "handler", "finally", "branch")
"""How places begin that are smaller than a function."""


class Part(NamedTuple):
    """A part of a function: what must be true of the project for it to be one, and the calls that are not in it."""

    when: tuple[Condition, ...]
    others: tuple[Span, ...]


def parts_of(options: SiteOptions, through: Names, scope: Scope, module: Module) -> Iterator[Part]:
    """The parts of a function that a card is about."""
    where = placed(options, Site(module, scope.node, scope))
    if not where.holds and not any(place.startswith(_WITHIN) for place in options.inside):
        return
    calls = module.once(_calls_by_function).get(scope, [])
    now = [call for call in calls if not (through and _runs_later(call, through, module))]
    if where.holds:
        yield _part(where.when, calls, now, module)
        return
    found = [(call, placed(options, Site(module, call.node, call.scope))) for call in now]
    for when in dict.fromkeys(held.when for _, held in found if held.holds):
        yield _part(when, calls, [call for call, held in found if held.holds and held.when == when], module)


def _part(when: tuple[Condition, ...], calls: list[CallSite], meant: list[CallSite], module: Module) -> Part:
    nodes = {call.node for call in meant}
    return Part(when, tuple(module.header(call.node) for call in calls if call.node not in nodes))


def _calls_by_function(module: Module) -> dict[Scope, list[CallSite]]:
    """The calls of each function, those of its lambdas among them."""
    found: dict[Scope, list[CallSite]] = {}
    for call in module.calls:
        if call.scope.function is not None:
            found.setdefault(call.scope.function, []).append(call)
    return found


def _runs_later(call: CallSite, through: Names, module: Module) -> bool:
    """Whether a call stands in a lambda that is given to one of some functions."""
    scope, parents = call.scope, module.index.parents
    while scope.kind == "lambda" and scope.parent is not None:
        given_to = parents.get(scope.node)
        given_to = parents.get(given_to) if isinstance(given_to, ast.keyword) else given_to
        for each in module.calls if isinstance(given_to, ast.Call) else ():
            if each.node is given_to and name_set(through).match(asked_of(each), module.roots).holds:
                return True
        scope = scope.parent
    return False
