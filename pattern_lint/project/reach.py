"""Which functions reach which sorts of work, directly or through the functions that they call."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from ..source.module import Span
from .calls import Caller, Calls, executes, hands_off
from .definitions import Definitions
from .facts import ASYNC, PROPERTY, CallFact
from .resolver import Resolver

Found: TypeAlias = tuple[str, str, Span]
"""A call that does work: the sort of work, what is called, and where."""


class Step(NamedTuple):
    """How a function reaches work: by a call at a place, of another function or of the work itself."""

    span: Span
    callee: str
    """The project function that is called, or empty where the call does the work."""
    called: str
    """What is called, as a reader would write it."""
    what: str
    """What does the work in the end."""
    length: int
    """How many calls the way has."""


class Way(NamedTuple):
    """A call of a function that leads to work, with how that function goes on for each sort of work."""

    call: CallFact
    callee: str
    called: str
    steps: Mapping[str, Step]


class Reach:
    """For every function, the shortest way to each sort of work; async functions pass nothing on to their callers."""

    def __init__(
        self,
        definitions: Definitions,
        resolver: Resolver,
        calls: Calls,
        hits: Mapping[str, Sequence[Found]],
        readers: Mapping[str, Sequence[Caller]],
    ) -> None:
        self._definitions = definitions
        self._resolver = resolver
        self._calls = calls
        self._readers = readers
        self._steps: dict[str, dict[str, Step]] = {}
        self._callers: dict[str, list[Caller]] = {}
        self._ways: dict[str, list[tuple[CallFact, str]]] = {}
        pending: deque[tuple[str, str]] = deque()
        for function, found in hits.items():
            for work, what, span in found:
                self._enter(function, work, Step(span, "", what, what, 1), pending)
        while pending:
            self._spread(*pending.popleft(), pending)

    def ways(self, function: str) -> Iterator[Way]:
        """The calls of a function that lead to work, in the order in which they were found out."""
        for call, callee in self._ways.get(function, ()):
            yield Way(call, callee, self.name(callee, call.symbol), self._steps[callee])

    @property
    def leading(self) -> frozenset[str]:
        """The functions that call one that reaches work."""
        return frozenset(self._ways)

    def chain(self, function: str, work: str) -> list[tuple[str, int, str]]:
        """The way from a function to the work, as related places."""
        places: list[tuple[str, int, str]] = []
        current = function
        while current:
            step = self._steps[current][work]
            home = self._definitions.home(current)
            if home is None:
                break
            places.append((home["path"], step.span[0], f"{self.name(current)} calls {step.called}"))
            current = step.callee
        return places

    def name(self, function: str, symbol: str = "") -> str:
        """A function as a reader would write a call of it; `symbol` is how it is called."""
        fact = self._definitions.function(function)
        if fact is None:
            return f"{function}()"
        if fact.name in ("__init__", "__post_init__", "__new__"):
            written = symbol.rpartition(".")[2]
            if written == fact.name:
                return f"super().{fact.name}()"
            return f"{written or fact.owner.rpartition('.')[2]}()"
        owner = fact.owner.rpartition(".")[2]
        if fact.flags & PROPERTY:
            return f"{owner}.{fact.name}"
        return f"{owner}.{fact.name}()" if owner else f"{fact.name}()"

    def _enter(self, function: str, work: str, step: Step, pending: deque[tuple[str, str]]) -> None:
        fact = self._definitions.function(function)
        if fact is None or fact.flags & ASYNC:
            return
        steps = self._steps.setdefault(function, {})
        if work not in steps:
            steps[work] = step
            pending.append((function, work))

    def _spread(self, function: str, work: str, pending: deque[tuple[str, str]]) -> None:
        step = self._steps[function][work]
        for caller in self._callers_of(function):
            called = self.name(function, caller.call.symbol)
            further = Step(span_of(caller.call), function, called, step.what, step.length + 1)
            self._enter(caller.function, work, further, pending)

    def _callers_of(self, function: str) -> list[Caller]:
        """The calls that run a function on their own thread."""
        if function not in self._callers:
            fact = self._definitions.function(function)
            found = []
            if fact is not None and not hands_off(fact, self._definitions, self._resolver):
                found = [caller for caller in self._calls.callers(function) if executes(caller.call, fact)]
                found += self._readers.get(function, ())
            for caller in found:
                self._ways.setdefault(caller.function, []).append((caller.call, function))
            self._callers[function] = found
        return self._callers[function]


def span_of(call: CallFact) -> Span:
    return (call.line, call.column, call.end_line, call.end_column)
