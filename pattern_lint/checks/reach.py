"""Work that certain functions must not reach: blocking calls in async code, in constructors, in event handlers.

A finding stands at the call in the function that the card is about; where that call only leads to the work
through other functions of the project, the way there is listed as related places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec

from ..project.handlers import event_handlers, subscribed_in
from ..project.project import Project
from ..project.reach import Found, Reach
from ..source.module import Module
from ..source.scopes import Scope
from .blocking import subjects
from .blocking.hits import Finder, Sorter, described, may_be_synchronous, only_own
from .blocking.judge import Group, Judge
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

Work = Literal[
    "file",
    "temp-file",
    "staged-file",
    "file-data",
    "file-tree",
    "file-change",
    "file-loop",
    "sleep",
    "http",
    "process",
    "socket",
    "database",
    "input",
    "lock",
    "event-loop",
    "sdk",
]

_COMPONENTS = (
    "service",
    "worker",
    "repository",
    "adapter",
    "exchange",
    "strategy",
    "coordinator",
    "orchestrator",
    "manager",
    "client",
    "scheduler",
    "processor",
    "event-handler",
    "event-bus",
    "unit-of-work",
    "controller",
)


class Options(KindOptions, frozen=True):
    """Which functions a card is about, and which work they must not reach."""

    functions: Literal["async", "constructors", "event-handlers", "modules"] = "async"
    """With "modules", the card is about all code of some modules, and about what it does itself only."""
    work: tuple[Work, ...] = ()
    calls: dict[str, Work] = msgspec.field(default_factory=dict)
    """Further symbols that do work, such as `acme.Client().send`, or `acme.Client().*` for all its methods."""
    receivers: dict[str, Work] = msgspec.field(default_factory=dict)
    """Names of receivers (globs) whose un-awaited method calls count as work where their type is not known."""
    roles: tuple[str, ...] = _COMPONENTS
    """For constructors: the roles of classes that the card is about."""
    bases: tuple[str, ...] = ("BaseComponent",)
    """For constructors: names of bases that make a class one of them, whatever its role."""
    module_roles: tuple[str, ...] = ("service", "scheduler")
    """For modules: the roles of classes that make their module one that the card is about."""
    modules: tuple[str, ...] = ()
    """For modules: globs of further modules."""


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
        handlers = subscribed_in(module) if "event-handlers" in self._about else []
        handed = list(finder.handed()) if "modules" in self._about else []
        if not groups and not handlers and not handed:
            return None
        return {"groups": groups, "handlers": handlers, "handed": handed}

    def project(self, project: Project, facts: Mapping[str, Any], report: ProjectReport) -> None:
        groups: dict[str, list[Group]] = {}
        for path, fact in facts.items():
            for stored in fact["groups"]:
                group = self._settled(project, path, *stored)
                if group.hits:
                    groups.setdefault(group.function, []).append(group)
        hits = {function: [hit for group in found for hit in group.hits] for function, found in groups.items()}
        reach = Reach(project.definitions, project.resolver, project.calls, hits)
        for rule in self.rules:
            _judge(rule, project, Judge(rule, project, reach, report), reach, groups, facts, report)

    def _settled(
        self,
        project: Project,
        path: str,
        qualname: str,
        owner: str,
        is_async: bool,
        hits: list[Found],
        asks: list[tuple[str, tuple[str, ...], str, tuple[int, int, int, int]]],
    ) -> Group:
        """What a definition does, once the project tells what its receivers are."""
        name = project.files[path]["name"]
        found = list(hits)
        for symbol, suggested, what, span in asks:
            for work, called in self._answers(project, symbol, suggested, what):
                found.append((work, called, span))
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
            elif may_be_synchronous(receiver) and not project.modules.is_ours(receiver):
                yield from ((work, what) for work in only_own(suggested))


def _group(finder: Finder, scope: Scope) -> tuple[object, ...]:
    parent = scope.parent
    owner = parent.qualname if scope.kind == "function" and parent is not None and parent.kind == "class" else ""
    return (scope.qualname, owner, scope.is_async, list(finder.hits(scope)), finder.asks.get(scope, []))


def _judge(
    rule: Rule[Options],
    project: Project,
    judge: Judge,
    reach: Reach,
    groups: Mapping[str, list[Group]],
    facts: Mapping[str, Any],
    report: ProjectReport,
) -> None:
    """Judge the functions that one card is about."""
    match rule.options.functions:
        case "modules":
            handed = (symbol for fact in facts.values() for symbol in fact["handed"])
            elsewhere = subjects.run_elsewhere(project, handed, groups)
            by_path: dict[str, list[Group]] = {}
            for function, found in groups.items():
                if function not in elsewhere:
                    for group in found:
                        by_path.setdefault(group.path, []).append(group)
            for home in subjects.modules(project, rule):
                judge.module(home["path"], by_path.get(home["path"], ()))
        case "constructors":
            for function in subjects.constructors(project, rule):
                judge.function(function, groups.get(function, ()))
        case "event-handlers":
            handlers = event_handlers(project, (symbol for fact in facts.values() for symbol in fact["handlers"]))
            for function in subjects.handlers(project, rule, handlers):
                judge.function(function, groups.get(function, ()))
        case _:
            leading = reach.leading
            for function in subjects.async_functions(project, rule):
                if function in leading or function in groups:
                    judge.function(function, [group for group in groups.get(function, ()) if group.is_async])
                else:
                    judge.conforms(function)
