"""Which functions of the project handle the messages of a stream because another module registers them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from ..knowledge.words import listed
from ..query.functions.callers import HANDED, all_decorated, all_given, functions_given
from ..query.places.stream_handlers import TAKING_LAST, TOPIC, Registered, registered
from .facts import ASYNC, FunctionFact
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

STREAM_HANDLERS = Topic("stream-handlers", registered)
GIVEN_FUNCTIONS = Topic("given-functions", functions_given)
_ASKED = ("is_", "has_", "should_", "can_", "validate")
_TOLD = ("builtins.bool", "builtins.str", "builtins.int")
"""What those give who only tell something about a message."""
_HANDLING = re.compile(r"_?(handle|on|process|consume)(_|$)")
_LAST = (TOPIC,)
_HANDLED = frozenset("message msg envelope event payload record data value body".split())
"""How that is called which a handler takes before its topic."""
Steps: TypeAlias = "tuple[str, ...] | None"


class StreamHandlers:
    """Knows in which chains functions are registered."""

    def __init__(self, project: Project) -> None:
        self._chains: dict[str, list[Steps]] = {}
        for told in project.topic(STREAM_HANDLERS).values():
            for function, steps in _functions(project, told):
                for each in (function, *_handed_on(project, function)):
                    self._chains.setdefault(each, []).append(steps)
        for function in _named_so(project):
            for each in _handed_on(project, function):
                self._chains.setdefault(each, []).append(None)
        unchained: Steps = None if self._chains else ()
        for function in _looking_so(project):
            for each in (function, *_handed_on(project, function)):
                self._chains.setdefault(each, [unchained])

    def is_registered(self, function: str, without: Sequence[str]) -> bool | None:
        """Whether a function is registered, in a chain without some steps; None where its chain does not show."""
        chains = self._chains.get(function, [])
        if not chains or not without:
            return bool(chains)
        lacks = [None if steps is None else set(without).isdisjoint(steps) for steps in chains]
        return True if True in lacks else None if None in lacks else False


def _functions(project: Project, told: Iterable[Registered]) -> Iterator[tuple[str, Steps]]:
    """The functions that are registered, by a call or a decorator, and those by which heirs replace a method."""
    for symbol, steps in told:
        if symbol.startswith(HANDED):
            yield from _functions(project, [(function, steps) for function in project.handed.get(symbol, ())])
            continue
        found = project.resolver.resolve(symbol)
        fact = project.definitions.function(found) if found is not None else None
        if found is None or fact is None:
            continue
        yield found, steps
        owner, _, name = found.rpartition(".")
        yield from ((f"{heir}.{name}", steps) for heir in (project.heirs_of(owner) if fact.owner else ()))


def _named_so(project: Project) -> Iterator[str]:
    """The methods that handle messages by their names alone, whoever registers them."""
    for name in listed("stream-handler-names"):
        for owner in project.definitions.with_method.get(name, ()):
            fact = project.definitions.function(f"{owner}.{name}")
            if fact is not None and TOPIC in fact.parameters:
                yield f"{owner}.{name}"


def _looking_so(project: Project) -> Iterator[str]:
    """The functions that handle messages by what they are called and take: `handle_fill(self, message, topic)`."""
    parameters, flags = FunctionFact._fields.index("parameters"), FunctionFact._fields.index("flags")
    for fact in project.files.values():
        for name, stored in fact["functions"].items():
            if stored[parameters][-1:] == _LAST and stored[flags] & ASYNC:
                taken = [each for each in stored[parameters] if each not in ("self", "cls")]
                is_called_so = _HANDLING.match(name.rpartition(".")[2]) is not None
                if is_called_so and len(taken) == len(_LAST) + 1 and taken[0] in _HANDLED:
                    yield f"{fact['name']}.{name}"


def _handed_on(project: Project, handler: str) -> Iterator[str]:
    """The methods of its own object to which a handler hands the message, and those by which heirs replace them; what
    only tells something about the message is none."""
    family = project.resolver.linear(handler.rpartition(".")[0])
    for _, callee in project.calls.callees(handler):
        owner, _, name = callee.rpartition(".")
        fact = project.definitions.function(callee) if owner in family else None
        is_asked = name.lstrip("_").startswith(_ASKED) or (fact is not None and fact.returns.startswith(_TOLD))
        if fact is not None and not is_asked and not TAKING_LAST.isdisjoint(fact.parameters[-1:]):
            yield callee
            yield from (f"{heir}.{name}" for heir in project.heirs_of(owner))


def handed_functions(project: Project) -> dict[str, list[str]]:
    """The functions that each function of the project decorates first, and those that it is given, by what says so."""
    found: dict[str, list[str]] = {}
    for symbol, fact in project.definitions.decorated():
        decorator = _run_by(project, fact.decorators[-1])
        if decorator is not None:
            found.setdefault(all_decorated(decorator), []).append(symbol)
    for told in project.topic(GIVEN_FUNCTIONS).values():
        for called, place, symbol in told:
            function = _run_by(project, called)
            if function is not None:
                found.setdefault(all_given(function, place), []).append(symbol)
    return found


def _run_by(project: Project, called: str) -> str | None:
    """The function that a call runs; of an object that is its method for that."""
    found = project.resolver.resolve(called)
    return project.resolver.resolve(f"{found}.__call__") if found is not None and found.endswith("()") else found
