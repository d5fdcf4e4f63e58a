"""Work that certain functions must not reach: blocking calls in async code, in constructors, in event handlers.

A finding stands at the call in the function that the card is about; where that call only leads to the work
through other functions of the project, the way there is listed as related places.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, Literal

import msgspec

from ..knowledge.blocking import LOCKS, work_of
from ..project.facts import ASYNC, FunctionFact
from ..project.handlers import event_handlers, subscribed_in
from ..project.project import Project
from ..project.reach import Hit, Reach
from ..source.module import CallSite, Module, Span
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

Work = Literal[
    "file",
    "file-tree",
    "file-change",
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

_SETUP = ("__init__", "__post_init__", "__new__")
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

    functions: Literal["async", "constructors", "event-handlers"] = "async"
    work: tuple[Work, ...] = ()
    calls: dict[str, Work] = msgspec.field(default_factory=dict)
    """Further symbols that do work, such as `acme.Client().send`, or `acme.Client().*` for all its methods."""
    receivers: dict[str, Work] = msgspec.field(default_factory=dict)
    """Names of receivers (globs) whose un-awaited method calls count as work where their type is not known."""
    roles: tuple[str, ...] = _COMPONENTS
    """For constructors: the roles of classes that the card is about."""
    bases: tuple[str, ...] = ("BaseComponent",)
    """For constructors: names of bases that make a class one of them, whatever its role."""


class Kind(Check[Options]):
    """Collects direct hits file by file, and follows calls in the join."""

    reads_project = True

    def __init__(self, rules: Iterable[Rule[Options]]) -> None:
        super().__init__(tuple(rules))
        self._extra: dict[str, str] = {}
        self._receivers: dict[str, str] = {}
        for rule in self.rules:
            self._extra |= rule.options.calls
            self._receivers |= rule.options.receivers

    def module(self, module: Module, report: ModuleReport) -> object:
        hits: dict[str, list[tuple[str, str, Span]]] = {}
        for call in module.calls:
            found = self._hit(module, call)
            if found is not None:
                hits.setdefault(call.scope.qualname, []).append((*found, module.span(call.node)))
        for node, scope in module.of(ast.With):
            assert isinstance(node, ast.With)
            for item in node.items:
                if scope.kind == "function" and module.symbol(item.context_expr, scope) in LOCKS:
                    what = f"{ast.unparse(item.context_expr)} (a thread's lock)"
                    hits.setdefault(scope.qualname, []).append(("lock", what, module.span(item.context_expr)))
        handlers = subscribed_in(module)
        return {"hits": hits, "handlers": handlers} if hits or handlers else None

    def _hit(self, module: Module, call: CallSite) -> tuple[str, str] | None:
        if call.scope.kind != "function":
            return None
        symbol = call.symbol
        work = self._work(symbol) if symbol is not None else self._by_receiver(call)
        if work is None or isinstance(module.index.parents.get(call.node), ast.Await):
            return None
        return work, described(symbol or ast.unparse(call.node.func))

    def _work(self, symbol: str) -> str | None:
        work = work_of(symbol)
        if work is not None or not self._extra:
            return work
        return self._extra.get(symbol) or self._extra.get(f"{symbol.rpartition('.')[0]}.*")

    def _by_receiver(self, call: CallSite) -> str | None:
        function = call.node.func
        if not self._receivers or not isinstance(function, ast.Attribute):
            return None
        receiver = function.value
        name = receiver.attr if isinstance(receiver, ast.Attribute) else getattr(receiver, "id", "")
        return next((work for glob, work in self._receivers.items() if fnmatchcase(name, glob)), None)

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        hits = dict(self._all_hits(project, facts))
        reach = Reach(project.definitions, project.resolver, project.calls, hits)
        handlers = event_handlers(project, (fact["handlers"] for fact in facts.values() if isinstance(fact, dict)))
        for rule in self.rules:
            judged = _Judge(rule, project, reach, hits, report)
            for function in _functions(rule, project, handlers):
                judged.judge(function)

    def _all_hits(self, project: Project, facts: Mapping[str, Any]) -> Iterator[tuple[str, list[Hit]]]:
        for path, fact in facts.items():
            for name, found in fact["hits"].items():
                yield f"{project.files[path]['name']}.{name}", [Hit(*hit) for hit in found]


def _functions(rule: Rule[Options], project: Project, handlers: frozenset[str]) -> Iterator[str]:
    """The functions that a card is about."""
    wanted = rule.options.functions
    for home in project.files.values():
        if home["category"] not in rule.options.where:
            continue
        for name, stored in home["functions"].items():
            symbol = f"{home['name']}.{name}"
            if wanted == "event-handlers":
                if symbol in handlers:
                    yield symbol
                continue
            fact = FunctionFact._make(stored)
            if wanted == "async":
                if fact.flags & ASYNC:
                    yield symbol
            elif fact.name in _SETUP and fact.owner and _is_component(rule, project, f"{home['name']}.{fact.owner}"):
                yield symbol


def _is_component(rule: Rule[Options], project: Project, cls: str) -> bool:
    return project.roles.has(cls, rule.options.roles) or project.holds(("base", cls, rule.options.bases))


class _Judge:
    """Judges functions for one card."""

    def __init__(
        self,
        rule: Rule[Options],
        project: Project,
        reach: Reach,
        hits: Mapping[str, list[Hit]],
        report: ProjectReport,
    ) -> None:
        self._rule = rule
        self._work = frozenset(rule.options.work)
        self._project = project
        self._reach = reach
        self._hits = hits
        self._report = report
        self._seen: set[str] = set()

    def judge(self, function: str) -> None:
        """Report a function's violations, or that it conforms."""
        if function in self._seen:
            return
        self._seen.add(function)
        fact = self._project.definitions.function(function)
        home = self._project.definitions.home(function)
        if fact is None or home is None:
            return
        owner = f"{home['name']}.{fact.owner}" if fact.owner else ""
        found = sorted({*self._direct(function), *self._indirect(function)})
        for span, message, related in found:
            self._report.violates(self._rule, home["path"], span, message, owner=owner, related=related)
        if not found:
            self._report.conforms(self._rule, home["path"], owner)

    def _direct(self, function: str) -> Iterator[tuple[Span, str, tuple[tuple[str, int, str], ...]]]:
        for hit in self._hits.get(function, ()):
            if hit.work in self._work:
                yield hit.span, f"{hit.what} blocks {self._victim(function)}", ()

    def _indirect(self, function: str) -> Iterator[tuple[Span, str, tuple[tuple[str, int, str], ...]]]:
        for call, callee in self._project.calls.callees(function):
            steps = self._reach.passes_on(call, callee)
            work = next((sort for sort in self._rule.options.work if sort in steps), None)
            if work is not None:
                chain = tuple(self._reach.chain(callee, work))
                name = callee.rpartition(".")[2] if not callee.endswith("__init__") else callee.split(".")[-2]
                message = f"{name}() reaches {steps[work].what}, which blocks {self._victim(function)}"
                yield (call.line, call.column, call.end_line, call.end_column), message, chain
            elif self._rule.options.functions == "event-handlers":
                self._follow(callee)

    def _follow(self, callee: str) -> None:
        """What a handler awaits is part of its handling."""
        fact = self._project.definitions.function(callee)
        home = self._project.definitions.home(callee)
        if fact is None or home is None or not fact.flags & ASYNC:
            return
        if home["category"] in self._rule.options.where:
            self.judge(callee)

    def _victim(self, function: str) -> str:
        name = function.rpartition(".")[2]
        if self._rule.options.functions == "constructors":
            return f"whoever constructs {function.split('.')[-2]}"
        if self._rule.options.functions == "event-handlers":
            return f"the event bus while {name} handles an event"
        return f"the event loop in async {name}"


def described(symbol: str) -> str:
    """A symbol as a reader would write it: `open()`, `Path.read_text()`, `requests.get()`."""
    plain = symbol.replace("()", "").removeprefix("builtins.")
    return f"{plain}()"
