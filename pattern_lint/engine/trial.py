"""What one card would say of a project, whether it is on there or not: for those who write it, and want to know soon.

The facts of files do not depend on cards, so they are remembered apart from all cards. What is left to be done are the
files that the card may be about, as far as its kind can tell from what the files tell (`Check.may_concern`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, cast

import msgspec.structs

from ..config.settings import Config
from ..kinds.site_kind import SiteOptions
from ..knowledge.lacking import RENAMED, Lacking
from ..knowledge.words import names_of
from ..lang.python.paths import Category
from ..outcome import LEVELS, VERDICTS, Outcome, Verdict
from ..packs.loaded import packs
from ..project.called import CALLED
from ..project.imports import IMPORTS
from ..project.kin import own_names
from ..project.project import Project
from ..project.topics import Told, Topic
from ..query.places.astray import astray, nowhere
from ..reading import content_of
from ..resources import rules_folder
from .api import seen_from_here
from .cache import Cache
from .decisions import Conditions, Decisions
from .execute import Work, check_files, default_jobs
from .files import File
from .home import NoHomeError, home_of
from .join import join
from .key import facts_key, package_roots
from .map import FileResult, loaded
from .plan import Plan, build_checks
from .planning import choose, roles_of
from .request import Request
from .session import Progress, Task, run
from .targets import Target
from .unshown import renamed_in

Announce = Callable[[int], Progress]


class Trial(NamedTuple):
    """What a card says of a project, seen from the working folder."""

    outcome: Outcome
    looked_at: int
    """How many files had to be looked at again."""
    hints: tuple[str, ...] = ()
    """What may be wrong with the places of the card."""


@dataclass(frozen=True)
class _Telling(Plan):
    """A plan without cards: files only tell their facts, those of some topics among them."""

    told: tuple[Topic, ...] = ()

    def topics(self, category: Category, path: str) -> tuple[Topic, ...]:
        return self.told


def try_card(target: Target, request: Request, code: str, home: Path, announce: Announce) -> Trial:
    """What the card in a file, its home, would say of a project."""
    roots = package_roots(target.files, target.config.project_packages if target.config_file else ())
    plan = _plan(target, request, code, home, roots)
    plan.put_in_force()
    told = _told(target, request, plan, announce) if not any(plan.surveys()) else None
    files = target.take_in(plan.languages) if plan.languages else target.files
    plan = replace(plan, lacking=_renaming(plan, told.values())) if told is not None else plan
    plan.put_in_force()
    if told is None:
        task = Task(target.root, "", files, lambda: plan, {})
        outcome, looked_at = run(task, request.jobs, cached=False, announce=announce), len(files)
    else:
        concerns = _Concerns(plan, told.values())
        todo = [file for file in files if file.path not in told or concerns.may_be(told[file.path])]
        facts = {path: result.facts for path, result in told.items() if result.facts is not None}
        work = Work(plan, {}, keeps=False, facts=facts)
        done = check_files(work, todo, request.jobs or default_jobs(), announce(len(todo)))
        told |= {result.path: result.told for result in done}
        outcome, looked_at = join(plan, [result for _, result in sorted(told.items())]), len(todo)
    outcome.findings = [finding for finding in outcome.findings if finding.code == code]
    return Trial(seen_from_here(target, outcome), looked_at, tuple(_hints(plan, target)))


def _hints(plan: Plan, target: Target) -> Iterator[str]:
    for planned in plan.rules:
        options = planned.rule.options
        if isinstance(options, SiteOptions):
            paths = [file.path for file in target.files]
            yield from (*astray(options.places(), paths), *nowhere(options.inside, paths))


def _plan(target: Target, request: Request, code: str, home: Path, roots: frozenset[str]) -> Plan:
    config = target.config
    choice = choose(_with_card(config, home), request._replace(select=(code,), ignore=()))
    return Plan(
        target.root,
        lambda: choice.rules,
        package_roots=roots,
        roles=roles_of(config),
        packages=config.project_packages,
        isolated=request.isolated,
        load_words=lambda: choice.words,
        load_policy=lambda: choice.policy,
    )


def _with_card(config: Config, home: Path) -> Config:
    """A configuration in which a card is on, also one that no folder of it has."""
    levels = {name: level for name, level in config.levels.items() if level in LEVELS}
    known = (rules_folder(), *(pack.folder for pack in packs()), *config.card_folders)
    is_known = any(home.is_relative_to(folder) for folder in known)
    cards = config.cards if is_known else (*config.cards, str(home))
    return msgspec.structs.replace(config, ignore=(), levels=levels, cards=cards)


def _told(target: Target, request: Request, plan: Plan, announce: Announce) -> dict[str, FileResult] | None:
    """What the files tell, apart from any card; None where nothing can be remembered."""
    asked = (topic for _, check in build_checks(plan.rules) for topic in check.topics())
    topics = tuple(dict.fromkeys([CALLED, IMPORTS, *asked]))
    telling = partial(_Telling, target.root, tuple, plan.package_roots, told=topics, load_words=lambda: plan.words)
    key = facts_key(target, plan.package_roots, [topic.name for topic in topics])
    task = Task(target.root, key, target.files, telling, {}, request.cache_folder)
    try:
        home = home_of(target.root, request.cache_folder)
    except NoHomeError:  # then all is looked at
        return None
    run(task, request.jobs, announce=announce)
    cache = Cache(home, target.root, key)
    blobs = ((file.path, _blob(cache, file)) for file in target.files)
    return {path: loaded(blob) for path, blob in blobs if blob is not None}


def _renaming(plan: Plan, told: Iterable[FileResult]) -> Lacking:
    """What modules hand on under other names than those that cards know."""
    wanted, found = renamed_in(plan), defaultdict[str, set[str]](set)
    for facts in (result.facts for result in told if result.facts is not None):
        for alias, symbol in facts["exports"].items():
            name = symbol.rpartition(".")[2]
            name = made if (made := name.removesuffix("()")) in names_of("kept-decorators") else name
            if name != alias and f"{RENAMED}{name}" in wanted:
                found[f"{RENAMED}{name}"].add(alias)
    return Lacking(own_names=own_names({what: frozenset(aliases) for what, aliases in found.items()}))


def _blob(cache: Cache, file: File) -> bytes | None:
    entry = cache.fresh(file, "")
    return cache.blob(entry) if entry is not None else None


class _Concerns:
    """Tells which files the cards of a plan may have anything to say of."""

    def __init__(self, plan: Plan, told: Iterable[FileResult]) -> None:
        self._plan = plan
        facts = [result.facts for result in told if result.facts is not None]
        self._decisions = Decisions(Project(facts, plan.roles))

    def may_be(self, told: FileResult) -> bool:
        """Whether a file may be one of them."""
        facts = told.facts
        if facts is None:
            return False
        known = Told(facts, self._plan.package_roots, partial(content_of, self._plan.root / told.path), self._holds)
        return any(
            check.may_concern(known) for _, check in self._plan.checks(cast(Category, facts["category"]), told.path)
        )

    def _holds(self, conditions: Conditions) -> bool:
        return self._decisions.holds(conditions)


def sums(outcome: Outcome) -> dict[Verdict, int]:
    """How many sites have each verdict."""
    counts = [tally.counts for tally in outcome.tallies.values()]
    return {verdict: sum(count[place] for count in counts) for place, verdict in enumerate(VERDICTS)}
