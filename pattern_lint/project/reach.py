"""Which functions reach which sorts of work, directly or through the functions that they call."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .calls import Calls, executes, hands_off
from .definitions import Definitions
from .facts import ASYNC, CallFact
from .resolver import Resolver


class Hit(NamedTuple):
    """A call that does work of some sort: what it calls, and where."""

    work: str
    what: str
    span: tuple[int, int, int, int]


class Step(NamedTuple):
    """How a function reaches work: by a call at a place, of another function or of the work itself."""

    span: tuple[int, int, int, int]
    callee: str
    """The project function that is called, or empty where the call does the work."""
    what: str
    """What does the work in the end."""


class Reach:
    """For every function, the shortest way to each sort of work; async functions pass nothing on to their callers."""

    def __init__(
        self, definitions: Definitions, resolver: Resolver, calls: Calls, hits: Mapping[str, Sequence[Hit]]
    ) -> None:
        self._definitions = definitions
        self._resolver = resolver
        self._calls = calls
        self._steps: dict[str, dict[str, Step]] = {}
        pending: deque[tuple[str, str]] = deque()
        for function, found in hits.items():
            for hit in found:
                self._enter(function, hit.work, Step(hit.span, "", hit.what), pending)
        while pending:
            self._spread(*pending.popleft(), pending)

    def _enter(self, function: str, work: str, step: Step, pending: deque[tuple[str, str]]) -> None:
        steps = self._steps.setdefault(function, {})
        if work not in steps:
            steps[work] = step
            fact = self._definitions.function(function)
            if fact is not None and not fact.flags & ASYNC:
                pending.append((function, work))

    def _spread(self, function: str, work: str, pending: deque[tuple[str, str]]) -> None:
        callee = self._definitions.function(function)
        if callee is None or hands_off(callee, self._definitions, self._resolver):
            return
        what = self._steps[function][work].what
        for caller in self._calls.callers(function):
            if executes(caller.call, callee):
                self._enter(caller.function, work, Step(span_of(caller.call), function, what), pending)

    def passes_on(self, call: CallFact, function: str) -> Mapping[str, Step]:
        """The sorts of work that a call of a function leads to, with the function's own next step."""
        fact = self._definitions.function(function)
        if fact is None or not executes(call, fact) or hands_off(fact, self._definitions, self._resolver):
            return {}
        return self._steps.get(function, {})

    def chain(self, function: str, work: str) -> list[tuple[str, int, str]]:
        """The way from a function to the work, as related places."""
        places: list[tuple[str, int, str]] = []
        current = function
        while current:
            step = self._steps[current][work]
            home = self._definitions.home(current)
            if home is None:
                break
            name = current[len(home["name"]) + 1 :]
            called = step.callee.rpartition(".")[2] if step.callee else step.what
            places.append((home["path"], step.span[0], f"{name} calls {called}"))
            current = step.callee
        return places


def span_of(call: CallFact) -> tuple[int, int, int, int]:
    return (call.line, call.column, call.end_line, call.end_column)
