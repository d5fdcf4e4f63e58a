"""Where the time of a run goes, for those who ask: by file, by kind of checks, by card.

A run that is timed uses one process and no memory of earlier runs, so that everything is done, and done here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from time import process_time
from typing import TYPE_CHECKING, Any

from ..kinds import check_class
from ..kinds.kit import Check, Rule
from ..kinds.report import ModuleReport, ProjectReport, Sites
from .at_work import AT_WORK

if TYPE_CHECKING:
    from ..lang.python.module import Module
    from ..project.project import Project
    from ..project.topics import Topic
    from .plan import Checks


class Timings:
    """Seconds by file, kind and card; the join of all files is told of among the files."""

    def __init__(self) -> None:
        self.files: defaultdict[str, float] = defaultdict(float)
        self.kinds: defaultdict[str, float] = defaultdict(float)
        self.cards: defaultdict[str, float] = defaultdict(float)
        """What each card takes alone, before the join: cards of one kind share work, so together they take less."""
        self._alone = 0.0

    def watched(self, checks: Checks) -> Checks:
        """The checks, such that the time that they take is noted."""
        return tuple((kind, _Watched(kind, check, self)) for kind, check in checks)

    @contextmanager
    def of_files(self) -> Iterator[None]:
        """Note how long this process is at each file, apart from looking at cards one by one."""
        AT_WORK.listener = self._heard
        try:
            yield
        finally:
            AT_WORK.listener = None

    @contextmanager
    def on_kind(self, kind: str, rules: Iterable[Rule[Any]]) -> Iterator[None]:
        """A kind is at work, with these cards."""
        start = process_time()
        yield
        self.kinds[kind] += process_time() - start

    @contextmanager
    def on_card(self, code: str) -> Iterator[None]:
        """A card is looked at alone, which belongs to no file."""
        start = process_time()
        yield
        spent = process_time() - start
        self.cards[code] += spent
        self._alone += spent

    def _heard(self, what: str, seconds: float) -> None:
        self.files[what] += max(0.0, seconds - self._alone)
        self._alone = 0.0


class _Watched(Check[Any]):
    """Looks as another check does, and then with each of its cards alone, whose findings are dropped."""

    def __init__(self, kind: str, check: Check[Any], timings: Timings) -> None:
        super().__init__(check.rules)
        self._kind = kind
        self._check = check
        self._timings = timings
        self._single = [(rule.code, check_class(kind)([rule])) for rule in check.rules]

    def topics(self) -> Iterable[Topic]:
        return self._check.topics()

    def module(self, module: Module, report: ModuleReport) -> object:
        with self._timings.on_kind(self._kind, self.rules):
            told = self._check.module(module, report)
        for code, check in self._single:
            with self._timings.on_card(code):
                check.module(module, ModuleReport(module, Sites()))
        return told

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        with self._timings.on_kind(self._kind, self.rules):
            self._check.project(project, facts, report)
