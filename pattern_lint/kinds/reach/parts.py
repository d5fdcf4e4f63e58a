"""Which calls of a function a card means: of places within functions, such as a `with`, those that stand there."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ...lang.python.module import CallSite, Module, Span, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...query.answers import Condition
from ...query.calls.calls import CallTable
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
    if runs_later(scope, through, module):
        return
    where = placed(options, Site(module, scope.node, scope))
    if not where.holds and not any(place.startswith(_WITHIN) for place in options.inside):
        return
    calls = module.once(_calls_by_function).get(scope, [])
    now = [call for call in calls if not runs_later(call.scope, through, module)]
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


def put_off(through: Mapping[str, Names], module: Module) -> dict[str, tuple[Span, ...]]:
    """By some keys, the places of the calls that run when one of some functions likes."""
    found = dict[str, tuple[Span, ...]]()
    for key, names in through.items():
        handed = module.once(_handed_to(names)) if names else None
        if handed:
            later = (call.node for call in module.calls if runs_later(call.scope, names, module))
            found[key] = tuple(map(module.header, later))
    return {key: spans for key, spans in found.items() if spans}


def runs_later(scope: Scope, through: Names, module: Module) -> bool:
    """Whether code stands in a lambda or an inner function that is given to one of some functions, and not called."""
    handed = module.once(_handed_to(through)) if through else frozenset()
    current: Scope | None = scope if handed else None
    while current is not None and current.kind in ("lambda", "function"):
        if current.node in handed:
            return True
        current = current.parent
    return False


@lru_cache(maxsize=64)
def _handed_to(through: Names) -> Callable[[Module], frozenset[ast.AST]]:
    table = CallTable([(True, name_set(through))])

    def functions(module: Module) -> frozenset[ast.AST]:
        """The lambdas and inner functions that are given to one of some functions."""
        given = ((call.scope, each) for _, call, _ in table.matches(module) for each in _given_to(call.node))
        return frozenset(node for scope, each in given for node in _inner_function(each, scope, module))

    return functions


def _given_to(call: ast.AST) -> Iterator[ast.expr]:
    """What a call is given, what a partial is made of included."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)] if isinstance(call, ast.Call) else []
    for each in given:
        yield each
        if isinstance(each, ast.Call) and name_of(each.func) == "partial":
            yield from each.args


def _inner_function(given: ast.expr, scope: Scope, module: Module) -> Iterator[ast.AST]:
    if isinstance(given, ast.Lambda):
        yield given
    elif isinstance(given, ast.Name) and (home := scope.home(given.id)) is not None and home.kind == "function":
        called = (call for call in module.named_calls.get(given.id, ()) if call.scope.home(given.id) is home)
        nodes = [binding.node for binding in home.bindings[given.id] if isinstance(binding.node, FunctionNode)]
        yield from nodes if not any(isinstance(getattr(call.node, "func", None), ast.Name) for call in called) else ()
