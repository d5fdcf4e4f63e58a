"""What a run is going to do: which project, which rules, which checks for which files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from ..config.tables import merged
from ..kinds import check_class
from ..kinds.kit import Check, KindOptions, Rule
from ..knowledge.lacking import NOTHING, Lacking, use_lacking
from ..knowledge.words import SHIPPED, Words, use
from ..lang.languages import PYTHON
from ..lang.python.paths import CATEGORIES, Category
from ..outcome import Fix, Level
from ..packs.loaded import known_roles
from ..project.roles import ROLE, Role
from .policy import Policy, Zone

if TYPE_CHECKING:
    from ..kinds.report import ModuleReport, ProjectReport
    from ..lang.python.module import Module
    from ..project.glimpses import Glimpse
    from ..project.project import Project
    from ..project.topics import Topic
    from .unshown import Wanted


Checks = tuple[tuple[str, Check[Any]], ...]
"""Checks by name of their kind."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A card that takes part in a run, with the options and the level that hold in it."""

    rule: Rule[Any]
    kind: str
    level: Level
    patterns: tuple[str, ...] = ()
    fix: Fix = "none"
    equivalents: tuple[str, ...] = ()
    """Codes and names of other linters: what accepts one of them accepts the card's findings."""

    @property
    def reads(self) -> frozenset[str]:
        """The languages of the files that the card looks at."""
        return check_class(self.kind).reads(self.rule.options)


def _no_cards(names: tuple[str, ...]) -> tuple[Planned, ...]:
    return ()


@dataclass(frozen=True)
class Plan:
    """Everything that a run needs to know before it looks at files; the same plan gives the same findings."""

    root: Path
    load: Callable[[], tuple[Planned, ...]]
    """Gives the rules; called only when something has to be checked, because reading cards takes time."""
    package_roots: frozenset[str] = frozenset()
    """The top-level names under which the project's own code is imported."""
    roles: Mapping[str, Role] = field(default_factory=known_roles)
    packages: tuple[str, ...] = ()
    """Names that the configuration says are the project's own."""
    isolated: bool = False
    """Whether what the project configured, for whatever tool, does not count."""
    texts: Mapping[str, bytes] | None = None
    """All files there are, where the project is in memory."""
    named: Callable[[tuple[str, ...]], tuple[Planned, ...]] = _no_cards
    """Gives cards by code or name, whether they take part or not."""
    unshown: frozenset[Glimpse] = frozenset()
    """Signs and roles that no file shows: the cards that need them, or are about them, are not asked anything."""
    lacking: Lacking = NOTHING
    """What the project surely lacks, so that nobody need ask for it."""
    load_words: Callable[[], Words] = lambda: SHIPPED
    """Gives the lists of names that hold; called when the rules are."""
    watched: Callable[[Checks], Checks] = tuple
    """Gives checks in the place of others, for who wants to know what they do."""
    load_policy: Callable[[], Policy] = Policy
    """Gives what the configuration says about parts of the project; called when the rules are."""
    wanted: Wanted | None = None
    """What its cards look for in the files, where that is known already."""

    @cached_property
    def rules(self) -> tuple[Planned, ...]:
        return self.load()

    @cached_property
    def by_code(self) -> dict[str, Planned]:
        return {planned.rule.code: planned for planned in self.rules}

    @cached_property
    def policy(self) -> Policy:
        return self.load_policy()

    @cached_property
    def words(self) -> Words:
        return self.load_words()

    def put_in_force(self) -> None:
        """Let the lists of names hold, and what is known to be lacking."""
        use(self.words)
        use_lacking(self.lacking)

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages besides Python that cards read."""
        return frozenset(self._by_language) - {PYTHON}

    @cached_property
    def _by_language(self) -> dict[str, list[Planned]]:
        """The rules that look at files in a language."""
        found: dict[str, list[Planned]] = {}
        for planned in self.rules:
            for language in planned.reads:
                found.setdefault(language, []).append(planned)
        return found

    @cached_property
    def _built(self) -> dict[tuple[Category, tuple[str, ...], str], Checks]:
        return {}

    def checks(self, category: Category, path: str, language: str = PYTHON) -> Checks:
        """The checks for a file, by name of their kind; built once for all files of one kind, zone and language."""
        zone = self.policy.zone(path)
        key = (category, zone.key, language)
        if key not in self._built:
            rules = (self.in_zone(planned, zone) for planned in self._by_language.get(language, ()))
            here = (rule for rule in rules if category in rule.rule.options.where)
            self._built[key] = self.watched(build_checks(self._speaking(here)))
        return self._built[key]

    def get_ready(self, path: str) -> None:
        """Build the checks for files of all sorts that lie where one does."""
        self.put_in_force()
        for category in CATEGORIES:
            self.checks(category, path)

    def _speaking(self, rules: Iterable[Planned]) -> Iterator[Planned]:
        """The rules that have anything to say in this project."""
        unshown = self.unshown
        return (planned for planned in rules if all(not group <= unshown for group in needed(planned)))

    def topics(self, category: Category, path: str) -> tuple[Topic, ...]:
        """The topics of facts that a file has to tell of."""
        key = (category, self.policy.zone(path).key)
        if key not in self._topics:
            asked = [topic for _, check in self.checks(category, path) for topic in check.topics()]
            others = (check for each in CATEGORIES for _, check in self.checks(each, path) if each != category)
            asked += [topic for check in others for topic in check.topics() if topic.everywhere]
            self._topics[key] = tuple(dict.fromkeys(asked))
        return self._topics[key]

    @cached_property
    def _topics(self) -> dict[tuple[Category, tuple[str, ...]], tuple[Topic, ...]]:
        return {}

    def in_zone(self, planned: Planned, zone: Zone) -> Planned:
        """The rule with the options that hold for the files of a zone."""
        extra = zone.options.get(planned.rule.code)
        if extra is None:
            return planned
        return replace(planned, rule=replace(planned.rule, options=with_options(planned.rule.options, extra)))

    def surveys(self, zone: Zone | None = None) -> Iterator[tuple[str, Check[Any]]]:
        """The checks that look at many files at once before the map, with the options that hold in a zone."""
        for kind in sorted({planned.kind for planned in self.rules}):
            if check_class(kind).surveys:
                own = (planned for planned in self.rules if planned.kind == kind)
                yield from build_checks(own if zone is None else (self.in_zone(planned, zone) for planned in own))

    def project_checks(self, zones: Iterable[Zone]) -> Iterator[ProjectCheck]:
        """The checks that look at the joined project: with the options that hold in general, and in each zone."""
        for kind, check in self._of_project(self.rules):
            yield ProjectCheck(kind, check, None)
        for zone in {zone.key: zone for zone in zones if zone.options}.values():
            own = [self.in_zone(planned, zone) for planned in self.rules if planned.rule.code in zone.options]
            for kind, check in self._of_project(own):
                yield ProjectCheck(kind, check, zone)

    def _of_project(self, rules: Iterable[Planned]) -> Checks:
        joining = (planned for planned in rules if check_class(planned.kind).reads_project)
        return self.watched(build_checks(self._speaking(joining)))


def needed(planned: Planned) -> Iterator[frozenset[Glimpse]]:
    """Groups of signs and roles: a card has nothing to say where a project shows nothing of one of the groups."""
    options = planned.rule.options
    yield from (frozenset({sign}) for sign in options.needs)
    yield from (frozenset(map(ROLE.__add__, roles)) for roles in options.selecting_roles())
    yield from options.selecting_projects()


class ProjectCheck(NamedTuple):
    """A check of the joined project; what it says counts in the files of its zone, or where no zone differs."""

    kind: str
    check: Check[Any]
    zone: Zone | None

    def decides(self, code: str, zone: Zone) -> bool:
        """Whether this check, and none with other options, decides about a card in the files of a zone."""
        return code not in zone.options if self.zone is None else zone.key == self.zone.key


def with_options(options: KindOptions, extra: Mapping[str, object]) -> KindOptions:
    """The options with others over them, which have been found right before."""
    return msgspec.convert(merged(msgspec.to_builtins(options), extra), type(options))


def build_checks(rules: Iterable[Planned]) -> Checks:
    """One check for each kind that the rules name."""
    by_kind: dict[str, list[Rule[Any]]] = {}
    for planned in rules:
        by_kind.setdefault(planned.kind, []).append(planned.rule)
    return tuple((kind, _built(kind, rules)) for kind, rules in sorted(by_kind.items()))


def _built(kind: str, rules: Sequence[Rule[Any]]) -> Check[Any]:
    try:
        return check_class(kind)(rules)
    except Exception as error:
        return _Crashed(rules, error)


class _Crashed(Check[Any]):
    """Stands for a check that could not be built, so that its cards are looked at one by one like any that crash."""

    reads_project = True

    def __init__(self, rules: Sequence[Rule[Any]], error: Exception) -> None:
        super().__init__(rules)
        self._error = error

    def module(self, module: Module, report: ModuleReport) -> object:
        raise self._error

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        raise self._error
