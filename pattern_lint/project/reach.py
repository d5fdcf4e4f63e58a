"""Which functions reach which sorts of work, directly or through the functions that they call.

A way to work may hang on what a function is given (`if write:`), and it may be taken once only, because what it makes
is kept. So a function has several ways to one sort of work: the likeliest of those that need nothing, of those
that run again and again, and some of those that need this or that of its parameters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from ..lang.python.module import Span
from .calls import Caller, executes, hands_off, is_kept
from .circumstances import Needs
from .facts import ASYNC, ONCE, PROPERTY, RAISED, SOMETIMES, CallFact, FunctionFact
from .passing import passed_on

if TYPE_CHECKING:
    from .project import Project

Found: TypeAlias = tuple[str, str, Span, int, Needs]
"""A call that does work: the sort of work, what is called, where, and under which circumstances."""

_MOST_WAYS = 6
"""So many ways of a function to one sort of work are followed."""


class Step(NamedTuple):
    """How a function reaches work: by a call at a place, of another function or of the work itself."""

    cost: int
    """How many calls the way has; calls that not every run makes count twice."""
    path: str
    span: Span
    """Where the function makes the call; together with the path it decides between ways that cost the same."""
    callee: str
    """The project function that is called, or empty where the call does the work."""
    called: str
    """What is called, as a reader would write it."""
    what: str
    """What does the work in the end."""
    once: bool
    """Whether a call on the way makes something that is kept."""
    needs: Needs
    """What the function's parameters have to be."""
    further: Step | None = None
    """How the callee goes on."""

    @property
    def rank(self) -> tuple[Any, ...]:
        """The order in which ways are looked at: it hangs on nothing but the way itself."""
        return self[:-1]

    def is_no_better_than(self, other: Step) -> bool:
        """Whether another way serves wherever this one does."""
        return other.cost <= self.cost and other.once <= self.once and set(other.needs) <= set(self.needs)


class Way(NamedTuple):
    """A call of a function that leads to work, with how it goes on for each sort of work, the likeliest first."""

    call: CallFact
    callee: str
    called: str
    steps: Mapping[str, Sequence[Step]]


class Reach:
    """For every function, the likeliest ways to each sort of work; async functions pass nothing on to their callers."""

    def __init__(
        self, project: Project, hits: Mapping[str, Sequence[Found]], readers: Mapping[str, Sequence[Caller]]
    ) -> None:
        self._project = project
        self._definitions = project.definitions
        self._readers = readers
        self._steps: dict[str, dict[str, list[Step]]] = {}
        self._callers: dict[str, list[Caller]] = {}
        self._ways: dict[str, list[tuple[CallFact, str]]] = {}
        self._numbers = count()
        self._pending: list[tuple[tuple[Any, ...], str, str, int, Step]] = []
        for function, found in hits.items():
            home = self._definitions.home(function)
            path = home["path"] if home is not None else ""
            for work, what, span, flags, needs in found if path else ():
                unlikely = bool(flags & SOMETIMES)
                once = bool(flags & ONCE)
                step = Step(1 + unlikely, path, span, "", what, what, once, needs)
                self._push(step, function, work)
        while self._pending:
            _, function, work, _, step = heappop(self._pending)
            self._settle(step, function, work)

    def ways(self, function: str) -> Iterator[Way]:
        """The calls of a function that lead to work, in the order in which they stand.

        In which of its own branches a call stands does not matter: that is there for the reader of the function to see.
        """
        own = ((call._replace(flags=0), callee) for call, callee in self._ways.get(function, ()))
        for call, callee in sorted(own, key=lambda way: (way[0][1:5], way[1])):
            steps = {
                work: sorted(made, key=_rank)
                for work, found in self._steps[callee].items()
                if (made := [step for way in found if (step := self._before(function, call, callee, way)) is not None])
            }
            if steps:
                yield Way(call, callee, self.name(callee, call.symbol), steps)

    @property
    def leading(self) -> frozenset[str]:
        """The functions that call one that reaches work."""
        return frozenset(self._ways)

    def chain(self, way: Way, step: Step) -> list[tuple[str, int, str]]:
        """The links behind a call, as related places."""
        places: list[tuple[str, int, str]] = []
        current, after = way.callee, step.further
        while after is not None:
            places.append((after.path, after.span[0], f"{self.name(current)} calls {after.called}"))
            current, after = after.callee, after.further
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

    def _settle(self, step: Step, function: str, work: str) -> None:
        """Keep a way unless one that is as good is there, and go on to the callers; the likeliest come first."""
        fact = self._definitions.function(function)
        if fact is None or fact.flags & ASYNC:
            return
        known = self._steps.setdefault(function, {}).setdefault(work, [])
        if len(known) >= _MOST_WAYS or any(step.is_no_better_than(other) for other in known):
            return
        known.append(step)
        for caller in self._callers_of(function):
            further = self._before(caller.function, caller.call, function, step, caller.path)
            if further is not None:
                self._push(further, caller.function, work)

    def _push(self, step: Step, function: str, work: str) -> None:
        heappush(self._pending, (step.rank, function, work, next(self._numbers), step))

    def _before(self, caller: str, call: CallFact, callee: str, after: Step, path: str = "") -> Step | None:
        """The way of a caller that goes on with a way of what it calls; None where what it gives forbids it."""
        passed = passed_on(self._definitions, caller, call, callee, after.needs)
        if passed is None:
            return None
        once = after.once or bool(call.flags & ONCE) or is_kept(callee, call, self._definitions)
        unlikely = bool(call.flags & SOMETIMES)
        return Step(
            after.cost + 1 + unlikely,
            path,
            span_of(call),
            callee,
            self.name(callee, call.symbol),
            after.what,
            once,
            passed,
            after,
        )

    def _callers_of(self, function: str) -> list[Caller]:
        """The calls that run a function on their own thread, those that only make an error left out."""
        if function not in self._callers:
            fact = self._definitions.function(function)
            found: list[Caller] = []
            if fact is not None and not self._is_passed_over(function, fact):
                found = [caller for caller in self._project.calls.callers(function) if executes(caller.call, fact)]
                found = [caller for caller in found if not caller.call.flags & RAISED]
                found += self._readers.get(function, ())
            for caller in found:
                self._ways.setdefault(caller.function, []).append((caller.call, function))
            self._callers[function] = found
        return self._callers[function]

    def _is_passed_over(self, function: str, fact: FunctionFact) -> bool:
        """Whether a function runs elsewhere, or only where an error is made."""
        if hands_off(fact, self._definitions, self._project.resolver):
            return True
        cls = function.rpartition(".")[0]
        return cls in self._definitions.classes and self._project.roles.natures.is_exception(cls)


def _rank(step: Step) -> tuple[Any, ...]:
    return step.rank


def span_of(call: CallFact) -> Span:
    return (call.line, call.column, call.end_line, call.end_column)
