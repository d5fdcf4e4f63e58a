"""Migrations of a database as Alembic runs them: whether each can be undone, and whether all make one chain.

What a migration makes and what takes it back are two functions that name the same tables and columns in different
words, and a chain is made of what many files say of each other: that is why this is a kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Literal, NamedTuple

from ...lang.python.constants import constant, elements
from ...lang.python.module import Module, Span
from ...project.project import Project
from ...query.expressions.constants import constant_of
from ...query.wording import complaints, worded
from ..kit import Check, KindOptions, Rule
from ..report import ModuleReport, ProjectReport
from .undoing import faults_of_undoing

_ID = "revision"
_PARENTS = "down_revision"
_LABELS = "branch_labels"


class Options(KindOptions, frozen=True, kw_only=True):
    """What holds of migrations."""

    demand: Literal["reversible", "one-chain"]
    """That each can be undone: it has a downgrade that drops what it makes; or that they have one head, no revision
    twice, and none that follows on one which is not there. Example: `demand = "one-chain"`"""
    message: str = ""
    """What a finding says, with what was found in braces. Example: `message = "{said}; merge the heads"`"""

    words: ClassVar[tuple[str, ...]] = ("module",)

    def complaints(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the options beside their types."""
        yield from (("message", said) for said in complaints(self.message, self.words))


class Link(NamedTuple):
    """What a migration says of itself; plain data."""

    revision: str
    parents: tuple[str, ...] | None
    """What it follows on; None where that is not known."""
    place: Span
    parents_place: Span
    is_branch: bool
    """Whether it begins a branch that is to have a head of its own."""


class Kind(Check[Options]):
    """A site is a migration."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        bound = module.scope.bindings
        if _ID not in bound or (_PARENTS not in bound and module.category != "migration"):
            return None  # elsewhere, both names together tell that it is one
        for rule in self.rules:
            if rule.options.demand == "reversible":
                _judge_undoing(rule, module, report)
        link = _link(module)
        return tuple(link) if link is not None else None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        folders: dict[str, dict[str, Link]] = {}
        read: dict[str, Any] = dict(facts)
        for path, told in read.items():
            folders.setdefault(path.rpartition("/")[0], {})[path] = Link._make(told)
        for rule in self.rules:
            for links in _joined(folders.values()) if rule.options.demand == "one-chain" else ():
                _judge_chain(rule, links, project, report)


def _joined(folders: Iterable[dict[str, Link]]) -> Iterable[dict[str, Link]]:
    """The migrations of each folder, in one with those of the folders that hold what they follow on."""
    found = list(folders)
    homes = {link.revision: place for place, links in enumerate(found) for link in links.values()}
    into = list(range(len(found)))

    def last(place: int) -> int:
        while into[place] != place:
            place = into[place]
        return place

    for place, links in enumerate(found):
        own = {link.revision for link in links.values()}
        for parent in {parent for link in links.values() for parent in link.parents or ()} - own:
            into[last(place)] = last(homes.get(parent, place))
    joined: dict[int, dict[str, Link]] = {}
    for place, links in enumerate(found):
        joined.setdefault(last(place), {}).update(links)
    return joined.values()


def _judge_undoing(rule: Rule[Options], module: Module, report: ModuleReport) -> None:
    faults = faults_of_undoing(module)
    if faults is None:
        report.unknown(rule, module.scope)
    elif not faults:
        report.conforms(rule, module.scope)
    for place, said in faults or ():
        words = {"module": module.name}
        report.violates(rule, place, module.scope, worded(rule.options.message, said, words))


def _link(module: Module) -> Link | None:
    bound = {name: module.scope.bindings[name][-1] for name in (_ID, _PARENTS) if name in module.scope.bindings}
    value = bound[_ID].value
    revision = constant_of(constant(module, value, module.scope)) if value is not None else None
    if not isinstance(revision, str) or _PARENTS not in bound:
        return None
    labels = [each.value for each in module.scope.bindings.get(_LABELS, ()) if each.value is not None]
    is_branch = any(constant_of(constant(module, each, module.scope)) is not None for each in labels)
    places = [module.span(bound[name].node) for name in (_ID, _PARENTS)]
    return Link(revision, _parents(module), places[0], places[1], is_branch)


def _parents(module: Module) -> tuple[str, ...] | None:
    value = module.scope.bindings[_PARENTS][-1].value
    if value is None:
        return None
    value = constant(module, value, module.scope)
    several = elements(module, value, module.scope)
    found = [constant_of(constant(module, each, module.scope)) for each in ([value] if several is None else several)]
    if found == [None]:
        return ()
    return tuple(each for each in found if isinstance(each, str)) if all(isinstance(e, str) for e in found) else None


def _judge_chain(rule: Rule[Options], links: Mapping[str, Link], project: Project, report: ProjectReport) -> None:
    faults = list(_faults_of_chain(links))
    for path in links.keys() - {path for path, _, _ in faults}:
        report.conforms(rule, path)
    for path, place, said in faults:
        words = {"module": project.files[path]["name"]}
        report.violates(rule, path, place, worded(rule.options.message, said, words))


def _faults_of_chain(links: Mapping[str, Link]) -> Iterator[tuple[str, Span, str]]:
    """What is wrong with the migrations of a folder, each with its file and place."""
    by_id: dict[str, list[str]] = {}
    for path in sorted(links):
        by_id.setdefault(links[path].revision, []).append(path)
    for revision, paths in by_id.items():
        for path in paths if len(paths) > 1 else ():
            others = ", ".join(each.rpartition("/")[2] for each in paths if each != path)
            yield path, links[path].place, f"the revision {revision} is also that of {others}"
    known = [link.parents for link in links.values()]
    followed = {parent for parents in known for parent in parents or ()}
    for path, link in links.items():
        for parent in link.parents or ():
            if parent not in by_id:
                yield path, link.parents_place, f"no migration has the revision {parent}, on which this one follows"
    broken = _broken(links, by_id)
    heads = [path for path, link in links.items() if link.revision not in followed and path not in broken]
    if len({links[path].revision for path in heads}) > 1 and None not in known and not _branches(links):
        for path in heads:
            others = ", ".join(sorted({links[each].revision for each in heads} - {links[path].revision}))
            yield path, links[path].place, f"{links[path].revision} is a head beside {others}"


def _broken(links: Mapping[str, Link], by_id: Mapping[str, Sequence[str]]) -> set[str]:
    """The migrations that follow on nothing which is there: whether they are heads shows when it is."""
    broken: set[str] = set()
    pending = [path for path, link in links.items() if link.parents and by_id.keys().isdisjoint(link.parents)]
    children: dict[str, list[str]] = {}
    for path, link in links.items():
        for parent in link.parents or ():
            children.setdefault(parent, []).append(path)
    while pending:
        path = pending.pop()
        if path not in broken:
            broken.add(path)
            pending += children.get(links[path].revision, ())
    return broken


def _branches(links: Mapping[str, Link]) -> bool:
    return any(link.is_branch for link in links.values())
