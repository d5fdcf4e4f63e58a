"""Whether something tries a call again: around it, in its function, in its session, or in what leads there."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import lru_cache

from ..lang.python.module import CallSite, Module, name_of
from ..lang.python.scopes import Scope
from . import shown
from .answers import NO, YES, Answer, answer, on_condition, opposite, some
from .calls import asked_of
from .defined import is_decorated
from .names import Names, name_set, spelled
from .running import calls_itself, is_of_others, is_tried_again


def is_guarded(node: ast.AST, scope: Scope, module: Module, guards: Names, sessions: Names = ()) -> Answer:
    """Whether one of some decorators and calls guards what stands somewhere, as far as the project shows it."""
    names, around = name_set(guards), list(_around(scope))
    call = module.once(_by_node).get(node)
    if (call is not None and is_tried_again(call, module)) or module.once(_makes(sessions)):
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
        wanted, named = name_set(names), module.named_calls
        is_open = wanted.open_roots is None or not wanted.open_roots.isdisjoint(module.once(_called_roots))
        lasts = named.keys() if is_open else wanted.closed.shown(shown.called, module)
        calls = (call for last in lasts for call in named[last] if isinstance(call, CallSite))
        return any(wanted.match(asked_of(call), module.roots) == YES for call in calls)

    return look


@lru_cache(maxsize=64)
def _handed_to(names: Names) -> Callable[[Module], frozenset[str]]:
    """The functions of a module that are given to calls of one of some names, by the last names."""

    def look(module: Module) -> frozenset[str]:
        wanted = name_set(names)
        return frozenset(
            name
            for name, calls in module.once(_given).items()
            if any(wanted.match(asked_of(call), module.roots).holds is not False for call in calls)
        )

    return look


def _called_roots(module: Module) -> frozenset[str]:
    """The first names of all that is called."""
    return frozenset([symbol[: symbol.find(".")] for symbol in module.called_symbols if symbol is not None])


def _given(module: Module) -> dict[str, list[CallSite]]:
    """The functions of a module that calls are given, by their names, with these calls."""
    functions = {scope.name for scope in module.index.functions}
    found: dict[str, list[CallSite]] = {}
    for call in module.calls:
        for given in (*call.node.args, *[keyword.value for keyword in call.node.keywords]):
            name = name_of(given)
            if name in functions:
                found.setdefault(name, []).append(call)
    return found
