"""Whether something tries a call again: around it, in its function, in its session, or in what leads there."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import lru_cache

from ..lang.python.module import CallSite, Module, name_of
from ..lang.python.scopes import Scope
from .answers import NO, YES, Answer, answer, on_condition, opposite, some
from .calls import asked_of
from .defined import is_decorated
from .names import Names, name_set, spelled
from .running import calls_itself, is_of_others, is_tried_again


def is_guarded(node: ast.AST, scope: Scope, module: Module, guards: Names, sessions: Names = ()) -> Answer:
    """Whether one of some decorators and calls guards what stands somewhere, as far as the project shows it."""
    names, around = name_set(guards), list(_around(scope))
    call = module.once(_by_node).get(node)
    if call is not None and is_tried_again(call, module):
        return YES
    if (call is None or _is_of_instance(call)) and module.once(_makes(sessions)):
        return YES
    known = module.once(_guards(guards))
    own = []
    for each in around:
        if each not in known:
            tried = [held for _, held in calls_itself(names, each, module)]
            known[each] = some([is_decorated(guards, each, module), *tried])
        own.append(known[each])
    own += [answer(each.name in module.once(_handed_to(guards))) for each in around]
    own += [opposite(is_of_others(call, module))] if call is not None else []
    if not around:
        return some(own) if own else NO
    asked = (module.names.qualified(around[-1]), _spellings(guards))
    return some([*own, on_condition(("guarded", *asked))])


@lru_cache(maxsize=64)
def _spellings(names: Names) -> Names:
    return tuple(map(spelled, names))


def _around(scope: Scope) -> Iterator[Scope]:
    """The functions that a call stands in, the innermost first."""
    current: Scope | None = scope.function
    while current is not None:
        yield current
        current = current.parent.function if current.parent is not None else None


def _is_of_instance(call: CallSite) -> bool:
    """Whether a call may go through a session, which functions of a library (`requests.get`) do not."""
    return call.symbol is None or "()" in call.symbol


def _by_node(module: Module) -> dict[ast.AST, CallSite]:
    return {call.node: call for call in module.calls}


@lru_cache(maxsize=64)
def _guards(names: Names) -> Callable[[Module], dict[Scope, Answer]]:
    """What is known of the functions of a module: whether one of some names decorates them, or is called in them."""
    return lambda module: {}


@lru_cache(maxsize=64)
def _makes(names: Names) -> Callable[[Module], bool]:
    """Whether a module calls one of some names."""

    def look(module: Module) -> bool:
        wanted = name_set(names)
        return any(wanted.match(asked_of(call), module.roots) == YES for call in module.calls)

    return look


@lru_cache(maxsize=64)
def _handed_to(names: Names) -> Callable[[Module], frozenset[str]]:
    """What is given to calls of one of some names, by the last names."""

    def look(module: Module) -> frozenset[str]:
        wanted = name_set(names)
        return frozenset(
            name_of(given)
            for call in module.calls
            if wanted.match(asked_of(call), module.roots).holds is not False
            for given in _given(call)
        )

    return look


def _given(call: CallSite) -> Iterator[ast.expr]:
    for given in (*call.node.args, *(keyword.value for keyword in call.node.keywords)):
        if isinstance(given, ast.Name | ast.Attribute):
            yield given
