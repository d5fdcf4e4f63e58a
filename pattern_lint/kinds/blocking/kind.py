"""Work that certain functions must not reach: blocking calls in async code, in constructors, in event handlers.

A finding stands at the call in the function that the card is about; where that call only leads to the work
through other functions of the project, the way there is listed as related places.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Literal, NamedTuple

import msgspec

from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...project.facts import ASYNC
from ...project.handlers import event_handlers, subscribed_in, tables_in
from ...project.project import Project
from ...project.reach import Found, Reach
from ..kit import Check, KindOptions, Rule
from ..report import ModuleReport, ProjectReport
from . import subjects
from .advice import Advice, drives_coroutines, packages_of
from .elsewhere import run_elsewhere
from .hits import Ask, Finder, described, may_be_synchronous, only_own
from .judge import Group, Judge, let_by_many
from .properties import readers, readings
from .sorter import Sorter

Work = Literal[
    "file",
    "temp-file",
    "staged-file",
    "file-data",
    "file-tree",
    "file-change",
    "file-loop",
    "sleep",
    "short-sleep",
    "http",
    "process",
    "spawn",
    "socket",
    "database",
    "input",
    "lock",
    "thread",
    "event-loop",
    "sdk",
]


class Options(KindOptions, frozen=True):
    """Which functions a card is about, and which work they must not reach."""

    functions: Literal["async", "constructors", "event-handlers", "modules"] = "async"
    """With "modules", the card is about all code of some modules, and about what it does itself only."""
    work: tuple[Work, ...] = ()
    calls: dict[str, Work] = msgspec.field(default_factory=dict)
    """Further symbols that do work, such as `acme.Client().send`, or `acme.Client().*` for all its methods."""
    receivers: dict[str, Work] = msgspec.field(default_factory=dict)
    """Names of receivers (globs) whose un-awaited method calls count as work where their type is not known."""
    roles: tuple[str, ...] = ("@component-roles",)
    """For constructors: the roles of classes that the card is about."""
    bases: tuple[str, ...] = ("@component-bases",)
    """For constructors: names of bases that make a class one of them, whatever its role."""
    names: tuple[str, ...] = ("*Store", "*Gateway", "*Provider", "*Engine")
    """For constructors: globs of names of classes that the card is about as well, unless they are mere data."""
    module_roles: tuple[str, ...] = ("service", "scheduler")
    """For modules: the roles of classes that make their module one that the card is about."""
    modules: tuple[str, ...] = ()
    """For modules: globs of further modules."""
    longest: int = 0
    """The number of calls beyond which a way to work is too long to count; 0 for any. Calls in branches that not every
    run takes count twice."""
    once: bool = True
    """Whether ways count that are gone once only, because what they make is kept."""
    commands: bool = True
    """Whether async functions count that are commands of a command line, or the lifespan of a server, which share their
    loop with nothing; and the files of a `main()`, and what asks at the terminal on no other way than from there."""
    branches: bool = True
    """Whether work counts that a function does for some of its arguments only."""
    settings: bool = True
    """Whether file work counts by which a program reads or keeps its settings: what is called on the way is named for
    them, as `load_config` is."""
    by_bases: bool = True
    """For constructors: whether work counts that the constructor of a base does, where the card is about that, too."""


class Kind(Check[Options]):
    """Collects direct hits file by file, and follows calls in the join."""

    reads_project = True

    def __init__(self, rules: Iterable[Rule[Options]]) -> None:
        super().__init__(tuple(rules))
        self._sorter = Sorter(
            {symbol for rule in self.rules for symbol in rule.options.calls},
            {glob for rule in self.rules for glob in rule.options.receivers},
        )
        self._about = frozenset(rule.options.functions for rule in self.rules)

    def module(self, module: Module, report: ModuleReport) -> object:
        finder = Finder(module, self._sorter)
        finder.run()
        groups = [_group(finder, scope) for scope in dict.fromkeys((*finder.found, *finder.asks))]
        handlers = subscribed_in(module, finder.subscribing) if "event-handlers" in self._about else []
        tables = tables_in(module) if "event-handlers" in self._about else []
        handed = list(finder.handed()) if "modules" in self._about else []
        packages, drives = packages_of(module), drives_coroutines(module)
        if not (groups or handlers or tables or handed or packages or drives):
            return None
        read = list(readings(module)) if finder.found else []
        return {
            "groups": groups,
            "handlers": handlers,
            "tables": tables,
            "handed": handed,
            "read": read,
            "packages": packages,
            "drives": drives,
        }

    def project(self, project: Project, facts: Mapping[str, Any], report: ProjectReport) -> None:
        groups: dict[str, list[Group]] = {}
        for path, fact in facts.items():
            for stored in fact["groups"]:
                group = self._settled(project, path, *stored)
                if group.hits:
                    groups.setdefault(group.function, []).append(group)
        hits = {function: [hit for group in found for hit in group.hits] for function, found in groups.items()}
        read = readers(project, {path: fact["read"] for path, fact in facts.items()})
        reach = Reach(project, hits, read)
        handed = frozenset(symbol for fact in facts.values() for symbol in fact["handed"])
        subscribed = [pair for fact in facts.values() for pair in fact["handlers"]]
        tables = [entry for fact in facts.values() for entry in fact["tables"]]
        handlers = event_handlers(project, subscribed, tables) if "event-handlers" in self._about else ()
        drives = any(fact["drives"] for fact in facts.values())
        advice = Advice(project, {path: fact["packages"] for path, fact in facts.items()}, drives=drives)
        run = _Run(project, reach, advice, groups, handed, frozenset(handlers), {}, report)
        for rule in self.rules:
            run.judge(rule)

    def _settled(
        self,
        project: Project,
        path: str,
        qualname: str,
        owner: str,
        is_async: bool,
        hits: list[Found],
        asks: list[Ask],
    ) -> Group:
        """What a definition does, once the project tells what its receivers are."""
        name = project.files[path]["name"]
        found = list(hits)
        for symbol, suggested, what, span, flags, needs in asks:
            for work, called in self._answers(project, symbol, suggested, what):
                found.append((work, called, span, flags, needs))
        return Group(f"{name}.{qualname}", path, f"{name}.{owner}" if owner else "", is_async, found)

    def _answers(
        self, project: Project, symbol: str, suggested: tuple[str, ...], what: str
    ) -> Iterator[tuple[str, str]]:
        resolved = project.resolver.resolve(symbol)
        works = self._sorter.works(resolved) if resolved is not None else ()
        if works and resolved is not None:
            called = what if resolved.endswith("__enter__") else described(resolved)
            yield from ((work, called) for work in works)
        elif suggested:
            receiver = project.resolver.resolve(symbol.rpartition(".")[0])
            if receiver is None:
                yield from ((work, what) for work in suggested)
            elif _is_synchronous(project, receiver):
                yield from ((work, what) for work in only_own(suggested))


def _is_synchronous(project: Project, instance: str) -> bool:
    """Whether an instance is of a class without async methods, or of an external one that may be without them."""
    cls = instance.removesuffix("()")
    if cls not in project.definitions.classes:
        return may_be_synchronous(instance) and not project.modules.is_ours(instance)
    methods = [
        project.definitions.function(f"{ancestor}.{name}")
        for ancestor in project.resolver.linear(cls)
        if ancestor in project.definitions.classes
        for name in project.definitions.classes[ancestor].methods
    ]
    return not any(method is not None and method.flags & ASYNC for method in methods)


def _group(finder: Finder, scope: Scope) -> tuple[object, ...]:
    parent = scope.parent
    owner = parent.qualname if scope.kind == "function" and parent is not None and parent.kind == "class" else ""
    return (scope.qualname, owner, scope.is_async, list(finder.hits(scope)), finder.asks.get(scope, []))


class _Run(NamedTuple):
    """What all cards of the kind need to know of a project."""

    project: Project
    reach: Reach
    advice: Advice
    groups: Mapping[str, list[Group]]
    handed: frozenset[str]
    handlers: frozenset[str]
    async_functions: dict[tuple[str, ...], list[subjects.Subject]]
    """The async functions in some kinds of files, for all cards that look there."""
    report: ProjectReport

    def judge(self, rule: Rule[Options]) -> None:
        """Judge what one card is about."""
        judge = Judge(rule, self.project, self.reach, self.advice, self.report)
        match rule.options.functions:
            case "modules":
                self._modules(rule, judge)
            case "constructors":
                self._functions(rule, judge, subjects.constructors(self.project, rule))
            case "event-handlers":
                self._functions(rule, judge, subjects.handlers(self.project, rule, self.handlers))
            case _:
                self._async(rule, judge)

    def _functions(self, rule: Rule[Options], judge: Judge, functions: Iterable[str]) -> None:
        found = list(functions)
        if not rule.options.by_bases:
            told = frozenset(each for each in found if judge.finds(each, self.groups.get(each, ())))
            judge.let_by_heirs = let_by_many(judge, told).intersection(found) - told
            judge.told = told | judge.let_by_heirs
        for function in found:
            judge.function(function, self.groups.get(function, ()))

    def _async(self, rule: Rule[Options], judge: Judge) -> None:
        leading = self.reach.leading
        where = rule.options.where
        if where not in self.async_functions:
            self.async_functions[where] = subjects.async_functions(self.project, where)
        for function, path, owner in self.async_functions[where]:
            if not rule.options.commands and subjects.is_command(self.project, function, path):
                continue
            if function in leading or function in self.groups:
                found = [group for group in self.groups.get(function, ()) if group.is_async]
                spared: Collection[str] = ()
                if not rule.options.commands:
                    works = {hit[0] for group in found for hit in group.hits}
                    works.update(work for way in self.reach.ways(function) for work in way.steps)
                    spared = subjects.spared(self.project, function, works)
                judge.function(function, found, partial(subjects.may_be_driven, self.project, self.advice), spared)
            else:
                self.report.conforms(rule, path, owner)

    def _modules(self, rule: Rule[Options], judge: Judge) -> None:
        subjects_of_rule = list(subjects.modules(self.project, rule))
        homes: dict[str, list[Group]] = {home["path"]: [] for home in subjects_of_rule}
        found = [group for groups in self.groups.values() for group in groups if group.path in homes]
        elsewhere = run_elsewhere(self.project, self.handed, [group.function for group in found])
        for group in found:
            if group.function not in elsewhere:
                homes[group.path].append(group)
        loops = subjects.Loops(self.project, self.advice)
        for home in subjects_of_rule:
            groups = homes[home["path"]]
            if not loops.never_run(home, [group.function for group in groups]):
                judge.module(home["path"], groups)
