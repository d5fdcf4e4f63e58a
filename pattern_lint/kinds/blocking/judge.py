"""Turns what functions do and reach into verdicts, in words that say what to do instead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...knowledge.blocking import blocking
from ...lang.python.module import Span
from ...project.circumstances import NO_STREAM, Needs
from ...project.facts import ASYNC
from ...project.project import Project
from ...project.reach import Found, Reach, Step, Way, span_of
from ..report import ProjectReport
from .advice import Advice
from .sorter import own_call, own_receiver

if TYPE_CHECKING:
    from ..kit import Rule
    from .kind import Options

OF_FILES = frozenset({"file", "temp-file", "staged-file", "file-data", "file-change", "file-tree"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_FEW = 2
"""Of so many heirs each is told what it lets its base do."""
_LATER = "do it in a method such as open() or connect() that is called when it is needed, or in a class method"


class Verdict(NamedTuple):
    """A place that violates the card."""

    span: Span
    message: str
    chain: tuple[tuple[str, int, str], ...]


class Group(NamedTuple):
    """What one definition of a function does; several definitions may share a name."""

    function: str
    path: str
    owner: str
    is_async: bool
    hits: Sequence[Found]


class Judge:
    """Judges functions for one card."""

    def __init__(
        self, rule: Rule[Options], project: Project, reach: Reach, advice: Advice, report: ProjectReport
    ) -> None:
        self._rule = rule
        self._advice = advice
        self._project = project
        self._reach = reach
        self._report = report
        options = rule.options
        self.told: frozenset[str] = frozenset()
        """The constructors that are reported themselves, so that it need not be said of those that call one as that of
        a base."""
        self.let_by_heirs: frozenset[str] = frozenset()
        """The constructors of bases that do for some arguments what several heirs let them do always."""
        self._sorts: dict[str, str] = dict.fromkeys(options.work, "")
        for symbol, work in options.calls.items():
            self._sorts[own_call(symbol)] = work
        for glob, work in options.receivers.items():
            self._sorts[own_receiver(glob)] = work

    def function(
        self,
        function: str,
        groups: Iterable[Group],
        is_open: Callable[[str, str], bool] = lambda *_: False,
        spared: Collection[str] = (),
    ) -> None:
        """Report what a function violates, or that it conforms; it may do neither where something else may run it, and
        may do what it is spared."""
        home = self._project.definitions.home(function)
        fact = self._project.definitions.function(function)
        if home is None or fact is None:
            return
        owner = f"{home['name']}.{fact.owner}" if fact.owner else ""
        verdicts = self.finds(function, groups, spared)
        if verdicts and is_open(function, home["path"]):
            self._report.unknown(self._rule, home["path"], owner)
        else:
            _report_all(self._rule, self._report, home["path"], owner, verdicts)

    def finds(self, function: str, groups: Iterable[Group], spared: Collection[str] = ()) -> tuple[Verdict, ...]:
        """What a function violates."""
        hits = [hit for group in groups for hit in group.hits if hit[0] not in spared]
        return (*self._direct(function, hits), *self._indirect(function, spared))

    def bases(self, constructor: str) -> Iterator[str]:
        """The constructors of bases by which one comes to what the card is about."""
        for way in self._reach.ways(constructor):
            steps = (step for work in self._sorts for step in way.steps.get(work, ()))
            if _is_of_base(constructor, way.callee, self._project) and any(self._counts(each) for each in steps):
                yield way.callee

    def module(self, path: str, groups: Iterable[Group]) -> None:
        """Report what the functions of a module do themselves, or that the module conforms."""
        found = [(group.owner, verdict) for group in groups for verdict in self._direct(group.function, group.hits)]
        for owner, verdict in sorted(found, key=lambda entry: entry[1]):
            self._report.violates(self._rule, path, verdict.span, verdict.message, owner=owner)
        if not found:
            self._report.conforms(self._rule, path)

    def _direct(self, function: str, hits: Iterable[Found]) -> Iterator[Verdict]:
        for work, what, span, _, needs in hits:
            if work in self._sorts and self._counts_branch(needs, function):
                yield Verdict(
                    span,
                    f"{what} blocks {_victim(function, self._rule.options.functions)}; {self._instead(function, work)}",
                    (),
                )

    def _indirect(self, function: str, spared: Collection[str]) -> Iterator[Verdict]:
        leaves_out = not self._rule.options.settings
        own = function if self._rule.options.functions == "constructors" else ""
        for way in self._reach.ways(function):
            reached = [
                (step.cost, place, work, step)
                for place, work in enumerate(self._sorts)
                for step in way.steps.get(work, ())
                if work not in spared
                and self._counts(step, function)
                and not (leaves_out and work in OF_FILES and _is_of_settings(own, way, step))
            ]
            if reached and not (way.callee in self.told and _is_of_base(function, way.callee, self._project)):
                _, _, work, step = min(reached, key=lambda entry: (*entry[:2], entry[3].rank))
                yield self._led_to(function, way, work, step)

    def _counts(self, step: Step, function: str = "") -> bool:
        """Whether the card is about work that is reached in this way."""
        options = self._rule.options
        if step.once and not options.once:
            return False
        if options.longest and step.cost > options.longest:
            return False
        return self._counts_branch(step.needs, function)

    def _counts_branch(self, needs: Needs, function: str) -> bool:
        """Whether the card is about what a function does for some of its arguments only; a path is what is usual."""
        if self._rule.options.branches or function in self.let_by_heirs:
            return True
        return all(need.startswith(NO_STREAM) for need in needs)

    def _led_to(self, function: str, way: Way, work: str, step: Step) -> Verdict:
        harm = f"{way.called} reaches {step.what}, which blocks {_victim(function, self._rule.options.functions)}"
        message = f"{harm}; {self._instead(function, work)}"
        return Verdict(span_of(way.call), message, tuple(self._reach.chain(way, step)))

    def _instead(self, function: str, work: str) -> str:
        sort = self._sorts[work] or work
        home = self._project.definitions.home(function)
        fact = self._project.definitions.function(function)
        if self._rule.options.functions == "constructors" and sort != "event-loop":
            return "do it in an async initialize()" if self._advice.awaits(function.rpartition(".")[0]) else _LATER
        if sort == "lock" and fact is not None and not fact.flags & ASYNC:
            return "hand the event to a queue instead"
        return self._advice.instead(home["path"] if home is not None else "", sort)


def let_by_many(judge: Judge, constructors: Iterable[str]) -> frozenset[str]:
    """The constructors of bases by which several constructors come to what a card is about."""
    found = Counter(base for function in constructors for base in set(judge.bases(function)))
    return frozenset(base for base, count in found.items() if count > _FEW)


def _report_all(rule: Rule[Options], report: ProjectReport, path: str, owner: str, verdicts: Sequence[Verdict]) -> None:
    told: set[Span] = set()
    for verdict in sorted(verdicts):
        if verdict.span not in told:
            told.add(verdict.span)
            report.violates(rule, path, verdict.span, verdict.message, owner=owner, chain=verdict.chain)
    if not told:
        report.conforms(rule, path, owner)


def _is_of_settings(own: str, way: Way, step: Step) -> bool:
    """Whether a program reads or keeps its settings by a way, as what is called on it tells, or the constructor that
    goes it."""
    known, after = blocking(), step.further
    words = known.settings_words | known.constant_words if own else known.settings_words
    called = [own, way.callee]
    while after is not None:
        called.append(after.callee)
        after = after.further
    return any(not words.isdisjoint(_words_of(_told(each))) for each in called)


def _told(function: str) -> str:
    """The name that says what a function is for: of a constructor that of its class, and not from what it makes it."""
    cls, _, name = function.rpartition(".")
    told = cls.rpartition(".")[2] if name.startswith("__") else name
    return told.partition("_from_")[0]


def _words_of(name: str) -> list[str]:
    """The words of a name, however they are joined."""
    return [word.lower() for word in _WORD.findall(name)]


def _is_of_base(function: str, callee: str, project: Project) -> bool:
    """Whether what a constructor calls is that of a base."""
    cls, _, name = callee.rpartition(".")
    return name == "__init__" and cls in project.resolver.linear(function.rpartition(".")[0])


def _victim(function: str, functions: str) -> str:
    """Whom work blocks that one of some functions does."""
    name = function.rpartition(".")[2]
    match functions:
        case "constructors":
            return f"whoever constructs {function.split('.')[-2]}"
        case "event-handlers":
            return f"the event bus while {name} handles an event"
        case "modules":
            return f"the caller of {name}" if name else "the import of the module"
        case _:
            return f"the event loop in async {name}"
