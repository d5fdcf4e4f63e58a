"""The order of the except clauses of one try: which of them can never run."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from ..lang.python.caught import ErrorTuples, caught_types, error_tuples
from ..lang.python.module import Module, Span
from ..project.errors import Errors
from ..project.project import Project
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

_EVERYTHING = "builtins.BaseException"


class Options(KindOptions, frozen=True):
    """The kind has no options of its own."""


class _Clause(NamedTuple):
    """An except clause as plain data; "" stands for a class that is not known."""

    span: Span
    written: str
    types: tuple[str, ...]


class Kind(Check[Options]):
    """Looks at every try with more than one clause, once the whole hierarchy is known."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        found = []
        for node, scope in module.of(ast.Try, ast.TryStar):
            assert isinstance(node, ast.Try | ast.TryStar)
            if len(node.handlers) > 1:
                owner = scope.owner
                clauses = []
                for handler in node.handlers:
                    types = caught_types(module, handler.type, scope) if handler.type else [_EVERYTHING]
                    written = ast.unparse(handler.type) if handler.type else ""
                    names = tuple(symbol or "" for symbol in types)
                    clauses.append((module.header(handler), f"except {written}".rstrip(), names))
                found.append((module.names.qualified(owner) if owner is not None else "", tuple(clauses)))
        tuples = module.once(error_tuples)
        return (tuples, tuple(found)) if tuples or found else None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        read = {path: cast("tuple[ErrorTuples, tuple[Any, ...]]", fact) for path, fact in facts.items()}
        errors = Errors(project, {path: tuples for path, (tuples, _) in read.items()})
        for path, (_, tries) in read.items():
            where = project.files[path]["category"]
            rules = [rule for rule in self.rules if where in rule.options.where]
            for owner, stored in tries:
                _judge(path, owner, [_Clause._make(clause) for clause in stored], errors, rules, report)


def _judge(
    path: str,
    owner: str,
    clauses: list[_Clause],
    errors: Errors,
    rules: list[Rule[Options]],
    report: ProjectReport,
) -> None:
    """Compare each clause with those before it."""
    caught: dict[str, _Clause] = {}
    for place, clause in enumerate(clauses):
        types = [member for symbol in clause.types for member in (errors.expand(symbol) if symbol else (None,))]
        hiding = [_hiding(symbol, caught, errors) for symbol in types]
        first = next(filter(None, hiding), None)
        for rule in rules if place else ():
            if first is not None and all(hiding):
                message = (
                    f"`{clause.written}:` can never run, because `{first.written}:` on line {first.span[0]} catches it "
                    f"first; put it before that clause, or remove it"
                )
                related = [(path, first.span[0], "this clause catches it first")]
                report.violates(rule, path, clause.span, message, owner=owner, related=related)
            elif None in types:
                report.unknown(rule, path, owner)
            else:
                report.conforms(rule, path, owner)
        for symbol in types:
            if symbol is not None:
                caught.setdefault(symbol, clause)


def _hiding(symbol: str | None, caught: Mapping[str, _Clause], errors: Errors) -> _Clause | None:
    """The earlier clause that catches a class."""
    if symbol is None:
        return None
    lineage = errors.ancestors(symbol) | {symbol}
    found = [clause for known, clause in caught.items() if known in lineage]
    return min(found, key=lambda clause: clause.span, default=None)
