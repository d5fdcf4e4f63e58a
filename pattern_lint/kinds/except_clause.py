"""Except clauses and `contextlib.suppress`: what they may catch, and what becomes of the error."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, cast

from ..knowledge.error_names import is_named, is_root_error
from ..knowledge.exceptions import GROUPS, Group, ancestry, spelled
from ..lang.python.caught import ErrorTuples, OwnNames, caught_types, error_tuples
from ..lang.python.excuses import Case, Excuse, is_excused
from ..lang.python.handling import Handling, Words, is_silent
from ..lang.python.module import Module, Span
from ..lang.python.raising import never_returning
from ..lang.python.scopes import Scope
from ..lang.python.surroundings import calls_within, guarded, waits, works_on_files
from ..project.errors import Errors
from ..project.project import Project
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
    answers: tuple[str, ...] = ()
    """Globs of names of errors that are answers or steer, such as `*NotFound*`, like all that derives from them."""
    failures: tuple[str, ...] = ()
    """Globs of names by which errors of other distributions tell of the world outside, where nothing else is known of
    them; that an error has the name of its library counts, too."""
    excuses: tuple[Excuse, ...] = ()
    """Reasons for which an error may be lost. A bare clause has none but that it raises or is made good."""
    leave_silent: bool = False
    """Leaves except clauses that do nothing to another card."""
    polls: tuple[str, ...] = ()
    """Globs of calls that wait for what need not come: there a timeout is no error."""
    handlers: tuple[str, ...] = ()
    """Globs of functions that deal with the error being handled, whether it is given to them or not: over their last
    name, or their whole one."""
    exits: tuple[str, ...] = ()
    """Functions that do not return."""


_Outcome = Literal["conforms", "violates", "unknown"]
_EVERYTHING = frozenset({"builtins.Exception", "builtins.BaseException"})
_EXCUSES_OF_BARE: frozenset[Excuse] = frozenset({"made-good", "raises"})


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
    calls: tuple[str, ...]
    """The project's functions that the clause calls: it is in order if one of them always raises."""
    certain: bool
    """Whether only such a call can excuse it."""


_Facts: TypeAlias = tuple[ErrorTuples, tuple[str, ...], tuple[Any, ...]]
"""What a file tells the join: constants that hold errors, functions that always raise, deferred clauses."""


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
        self.is_about_types = bool(self.exactly or self.below or options.project_errors or options.failures)
        self.words = Words(options.handlers, frozenset(options.exits))

    def judge(self, symbol: str, ancestors: frozenset[str], place: _Place, *, ours: bool = False) -> _Outcome:
        """Whether a class may be caught at a place; ancestors hold the class itself."""
        lineage = ancestors | {symbol}
        if not self.allow.isdisjoint(lineage) or any(is_named(each, self.options.answers) for each in lineage):
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
        if not ancestors and self._tells_failure(symbol) and symbol.partition(".")[0] not in sys.stdlib_module_names:
            return "violates"
        return "conforms" if ancestors else "unknown"

    def _tells_failure(self, symbol: str) -> bool:
        """Whether the name of an error says that something outside failed."""
        return bool(self.options.failures) and (is_named(symbol, self.options.failures) or is_root_error(symbol))


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
        tuples, raising = module.once(error_tuples), module.once(never_returning)
        found = (tuples, raising, tuple(tuple(clause) for clause in deferred))
        return found if any(found) else None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        read = {path: cast("_Facts", fact) for path, fact in facts.items()}
        errors = Errors(project, {path: tuples for path, (tuples, _, _) in read.items()})
        raising = frozenset(name for _, names, _ in read.values() for name in names)
        for path, (_, _, clauses) in read.items():
            for clause in map(_Deferred._make, clauses):
                if any(project.resolver.resolve(call) in raising for call in clause.calls):
                    report.conforms(self._tables[clause.code].rule, path, clause.owner)
                else:
                    self._settle(clause, path, errors, report)

    def _settle(self, clause: _Deferred, path: str, errors: Errors, report: ProjectReport) -> None:
        table = self._tables[clause.code]
        if clause.certain:
            report.violates(table.rule, path, clause.span, clause.message, owner=clause.owner, lower=clause.lower)
            return
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
        self.guarded = guarded(module, node)
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

    @property
    def catches_all(self) -> bool:
        """Whether it catches every error."""
        return self.bare or not _EVERYTHING.isdisjoint(self.foreign)

    def is_excused(self, table: _Table) -> bool:
        """Whether one of a card's excuses holds for losing what is caught."""
        excuses = [each for each in table.options.excuses if not self.bare or each in _EXCUSES_OF_BARE]
        statement = self.module.index.parents.get(self.node)
        if not excuses or not self.guarded or not isinstance(statement, ast.stmt):
            return False
        case = Case(self.module, self.node, statement, self.guarded, self.scope, table.words, self.catches_all)
        return is_excused(case, excuses)

    def own_calls(self) -> Iterator[str]:
        """The project's functions that the clause calls."""
        for call, _ in calls_within(self.node.body if isinstance(self.node, ast.ExceptHandler) else ()):
            symbol = self.module.symbol(call.func, self.scope)
            if symbol is not None and symbol.partition(".")[0] in self.module.roots:
                yield symbol

    def place(self, table: _Table) -> _Place:
        module, scope, body = self.module, self.scope, self.guarded
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
    calls = tuple(clause.own_calls()) if table.options.body == "unhandled" else ()
    if outcome == "violates" and not calls:
        report.violates(table.rule, clause.node, clause.scope, message, lower=lower)
        return []
    scope = clause.scope.owner
    owner = clause.module.names.qualified(scope) if scope is not None else ""
    span, place = clause.module.header(clause.node), clause.place(table)
    in_doubt = clause.has_unknown or any(table.judge(s, ancestry(s), place) == "unknown" for s in clause.foreign)
    types = (*clause.ours, "") if in_doubt else tuple(clause.ours)
    certain, on_files, waiting = outcome == "violates", place.on_files(), place.waits()
    return [
        _Deferred(table.rule.code, span, owner, types, on_files, waiting, message, lower, calls, certain),
    ]


def _is_concerned(clause: _Clause, table: _Table) -> bool:
    """Whether the clause is one of those that a card is about, as far as that is seen without resolving types."""
    options = table.options
    if not (options.bare if clause.bare else table.is_about_types):
        return False
    if not isinstance(clause.node, ast.ExceptHandler):
        return options.body != "unhandled"
    if options.body != "silent" and not options.leave_silent:
        return True
    return is_silent(clause.module, clause.node.body, clause.scope) is (options.body == "silent")


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
    if clause.is_excused(table):
        return None
    if body == "unhandled" and isinstance(clause.node, ast.ExceptHandler):
        return _loss(clause, clause.node, table)
    if clause.bare and body == "any":
        last = clause.node.body[-1] if isinstance(clause.node, ast.ExceptHandler) else None
        raises = isinstance(last, ast.Raise) and last.exc is None
        return "a bare `except:` catches SystemExit and KeyboardInterrupt, too; name the errors it deals with", raises
    if body == "any":
        return f"{clause.shown} is not to be caught here; let it pass", False
    return f"{clause.shown} drops the error without a trace; handle it, log it or let it pass", False


def _loss(clause: _Clause, node: ast.ExceptHandler, table: _Table) -> tuple[str, bool] | None:
    handling = Handling(clause.module, node, clause.scope, table.words)
    if handling.keeps_error():
        return None
    what = clause.shown
    if handling.logs:
        return f"{what} logs without the error; add it to the message, or exc_info=True", handling.gives_value
    if handling.gives_value:
        return f"{what} answers with a value and loses the error; log it, or raise an error of the project", True
    return f"{what} loses the error; log it with the error, hand it to a handler, or raise", False


def _spelled(symbols: Sequence[str]) -> frozenset[str]:
    return frozenset(spelled(symbol) or symbol for symbol in symbols)
