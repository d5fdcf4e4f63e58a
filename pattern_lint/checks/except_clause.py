"""Except clauses and `contextlib.suppress`: what they may catch, and what becomes of the error."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, cast

from ..knowledge.exceptions import GROUPS, Group, ancestry, spelled
from ..project.errors import Errors
from ..project.project import Project
from ..source.caught import ErrorTuples, OwnNames, caught_types, error_tuples
from ..source.handling import Handling, Words, is_silent
from ..source.module import Module, Span
from ..source.scopes import Scope
from ..source.surroundings import guarded, is_telemetry, waits, works_on_files
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

Body: TypeAlias = Literal["any", "silent", "unhandled"]


class Options(KindOptions, frozen=True):
    """What an except clause must not be: what it catches, together with what it does."""

    bare: bool = False
    """Clauses without a type."""
    exactly: tuple[str, ...] = ()
    """These classes, not what derives from them."""
    below: tuple[str, ...] = ()
    """These classes and all that derives from them."""
    groups: tuple[Group, ...] = ()
    """Known errors by what they tell of."""
    project_errors: bool = False
    """Exceptions that the project defines."""
    error_roots: tuple[str, ...] = ("TradingError", "TradingBotError", "AppException", "PlatformError")
    """Names of classes that are the project's, wherever they come from."""
    suppress: bool = False
    """Also what `contextlib.suppress` is given."""
    body: Body = "any"
    """What the clause does: anything at all; nothing (silent); anything that loses the error (unhandled)."""
    allow: tuple[str, ...] = ()
    """Classes that are never reported, nor what derives from them."""
    allow_around_files: tuple[str, ...] = ()
    """Classes that are not reported where the guarded code works on files."""
    allow_telemetry: bool = False
    """Code that only records metrics or spans may lose its errors."""
    polls: tuple[str, ...] = ()
    """Globs of calls that wait for what need not come: there a timeout is no error."""
    handlers: tuple[str, ...] = ()
    """Globs of functions that deal with the error being handled, whether it is given to them or not."""
    exits: tuple[str, ...] = ()
    """Functions that do not return."""


_Outcome = Literal["conforms", "violates", "unknown"]


class _Place(NamedTuple):
    """What is known of a clause apart from the classes that it catches; asked for where a class makes it matter."""

    on_files: Callable[[], bool | None]
    waits: Callable[[], bool]


class _Deferred(NamedTuple):
    """A clause that only the join can judge, as plain data."""

    code: str
    span: Span
    owner: str
    types: tuple[str, ...]
    """Those that are the project's own, and "" for each that is not known."""
    on_files: bool | None
    waits: bool
    message: str
    lower: bool


class _Table:
    """One card: which classes it is about."""

    def __init__(self, rule: Rule[Options]) -> None:
        options = rule.options
        self.rule = rule
        self.options = options
        self.exactly = _spelled(options.exactly)
        self.below = _spelled([*options.below, *(symbol for group in options.groups for symbol in GROUPS[group])])
        self.error_roots = frozenset(options.error_roots)
        self.timeouts = frozenset(GROUPS["timeout"])
        self.allow = _spelled(options.allow)
        self.around_files = _spelled(options.allow_around_files)
        self.is_about_types = bool(self.exactly or self.below or options.project_errors)
        self.words = Words(options.handlers, frozenset(options.exits))

    def judge(self, symbol: str, ancestors: frozenset[str], place: _Place, *, ours: bool = False) -> _Outcome:
        """Whether a class may be caught at a place; ancestors hold the class itself."""
        lineage = ancestors | {symbol}
        if not self.allow.isdisjoint(lineage):
            return "conforms"
        if self.options.polls and not self.timeouts.isdisjoint(lineage) and place.waits():
            return "conforms"
        if not self.around_files.isdisjoint(lineage):
            on_files = place.on_files()
            if on_files is not False:
                return "conforms" if on_files else "unknown"
        if symbol in self.exactly or not self.below.isdisjoint(lineage):
            return "violates"
        if ours or symbol.rpartition(".")[2] in self.error_roots:
            return "violates" if self.options.project_errors else "conforms"
        return "conforms" if ancestors else "unknown"


class Kind(Check[Options]):
    """Looks at every except clause and every `suppress` once for all cards."""

    reads_project = True

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._tables = {rule.code: _Table(rule) for rule in rules}

    def module(self, module: Module, report: ModuleReport) -> object:
        deferred: list[_Deferred] = []
        for node, scope in module.of(ast.ExceptHandler):
            assert isinstance(node, ast.ExceptHandler)
            clause = _Clause(module, node, scope, [node.type] if node.type is not None else [])
            for table in self._tables.values():
                deferred += _check(clause, table, report)
        tables = [table for table in self._tables.values() if table.options.suppress]
        for call in module.calls if tables and b"suppress" in module.source else ():
            if call.symbol == "contextlib.suppress" and call.node.args:
                clause = _Clause(module, call.node, call.scope, call.node.args)
                for table in tables:
                    deferred += _check(clause, table, report)
        tuples = module.once(error_tuples)
        return (tuples, tuple(tuple(clause) for clause in deferred)) if tuples or deferred else None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        read = {path: cast("tuple[ErrorTuples, tuple[Any, ...]]", fact) for path, fact in facts.items()}
        errors = Errors(project, {path: tuples for path, (tuples, _) in read.items()})
        for path, (_, clauses) in read.items():
            for stored in clauses:
                self._settle(_Deferred._make(stored), path, errors, report)

    def _settle(self, clause: _Deferred, path: str, errors: Errors, report: ProjectReport) -> None:
        table = self._tables[clause.code]
        place = _Place(lambda: clause.on_files, lambda: clause.waits)
        outcomes = set()
        for symbol in clause.types:
            for member in errors.expand(symbol) if symbol else (None,):
                if member in (None, symbol) and errors.is_absent(symbol):
                    outcomes.add(table.judge(symbol, frozenset(), place, ours=True))
                elif member is None:
                    outcomes.add("unknown")
                else:
                    ours = errors.is_ours(member)
                    outcomes.add(table.judge(member, errors.ancestors(member), place, ours=ours))
        if "violates" in outcomes:
            report.violates(table.rule, path, clause.span, clause.message, owner=clause.owner, lower=clause.lower)
        elif "unknown" in outcomes:
            report.unknown(table.rule, path, clause.owner)
        else:
            report.conforms(table.rule, path, clause.owner)


class _Clause:
    """An except clause or a call of `suppress`, with what it catches."""

    def __init__(
        self, module: Module, node: ast.ExceptHandler | ast.Call, scope: Scope, types: Sequence[ast.expr]
    ) -> None:
        self.module = module
        own = module.once(OwnNames)
        self.node = node
        self.scope = scope
        self.bare = not types
        self._written = types
        found = [symbol for kind in types for symbol in caught_types(module, kind, scope)]
        named = [(symbol, spelled(symbol)) for symbol in found if symbol is not None]
        self.ours = [symbol for symbol, known in named if known is None and symbol in own]
        self.foreign = [known or symbol for symbol, known in named if known is not None or symbol not in own]
        self.has_unknown = None in found

    @property
    def shown(self) -> str:
        """The clause as it is written."""
        if self.bare:
            return "a bare `except:`"
        types = ", ".join(ast.unparse(kind) for kind in self._written)
        return f"`except {types}`" if isinstance(self.node, ast.ExceptHandler) else f"`suppress({types})`"

    def place(self, table: _Table) -> _Place:
        module, scope, body = self.module, self.scope, guarded(self.module, self.node)
        return _Place(
            lambda: works_on_files(module, body, scope) if table.around_files else None,
            lambda: waits(module, body, scope, table.options.polls),
        )


def _check(clause: _Clause, table: _Table, report: ModuleReport) -> list[_Deferred]:
    """Report a clause for one card, or hand it to the join where that alone knows what is caught."""
    outcome = _outcome(clause, table) if _is_concerned(clause, table) else "conforms"
    if outcome == "conforms":
        report.conforms(table.rule, clause.scope)
        return []
    if outcome == "unknown":
        report.unknown(table.rule, clause.scope)
        return []
    fault = _fault(clause, table)
    if fault is None:
        report.conforms(table.rule, clause.scope)
        return []
    message, lower = fault
    if outcome == "violates":
        report.violates(table.rule, clause.node, clause.scope, message, lower=lower)
        return []
    scope = clause.scope.owner
    owner = clause.module.names.qualified(scope) if scope is not None else ""
    span, place = clause.module.header(clause.node), clause.place(table)
    in_doubt = clause.has_unknown or any(table.judge(s, ancestry(s), place) == "unknown" for s in clause.foreign)
    types = (*clause.ours, "") if in_doubt else tuple(clause.ours)
    return [_Deferred(table.rule.code, span, owner, types, place.on_files(), place.waits(), message, lower)]


def _is_concerned(clause: _Clause, table: _Table) -> bool:
    """Whether the clause is one of those that a card is about, as far as that is seen without resolving types."""
    if not (table.options.bare if clause.bare else table.is_about_types):
        return False
    if table.options.body == "silent" and isinstance(clause.node, ast.ExceptHandler):
        return is_silent(clause.module, clause.node.body, clause.scope)
    return table.options.body != "unhandled" or isinstance(clause.node, ast.ExceptHandler)


def _outcome(clause: _Clause, table: _Table) -> _Outcome | Literal["deferred"]:
    """What the classes that a clause catches make of it."""
    if clause.bare:
        return "violates"
    place = clause.place(table)
    outcomes = {table.judge(symbol, ancestry(symbol), place) for symbol in clause.foreign}
    if "violates" in outcomes:
        return "violates"
    if clause.ours:
        return "deferred"
    return "unknown" if clause.has_unknown or "unknown" in outcomes else "conforms"


def _fault(clause: _Clause, table: _Table) -> tuple[str, bool] | None:
    """What is wrong with a clause that catches what it must not, and whether it weighs less; None if nothing is."""
    body = table.options.body
    if body == "unhandled" and isinstance(clause.node, ast.ExceptHandler):
        return _loss(clause, clause.node, table)
    if clause.bare and body == "any":
        return "a bare `except:` catches SystemExit and KeyboardInterrupt, too; name the errors it deals with", False
    if body == "any":
        return f"{clause.shown} is not to be caught here; let it pass", False
    return f"{clause.shown} drops the error without a trace; handle it, log it or let it pass", False


def _loss(clause: _Clause, node: ast.ExceptHandler, table: _Table) -> tuple[str, bool] | None:
    handling = Handling(clause.module, node, clause.scope, table.words)
    if handling.keeps_error():
        return None
    if table.options.allow_telemetry and is_telemetry(clause.module, guarded(clause.module, node), clause.scope):
        return None
    what = clause.shown
    if handling.logs:
        return f"{what} logs without the error; add it to the message, or exc_info=True", handling.gives_value
    if handling.gives_value:
        return f"{what} answers with a value and loses the error; log it, or raise an error of the project", True
    return f"{what} loses the error; log it with the error, hand it to a handler, or raise", False


def _spelled(symbols: Sequence[str]) -> frozenset[str]:
    return frozenset(spelled(symbol) or symbol for symbol in symbols)
