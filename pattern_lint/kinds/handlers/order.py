"""The order of the except clauses of one try: which of them can never run."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ...lang.python.caught import caught_types
from ...lang.python.module import Module, Span
from ...lang.python.unparsed import unparsed
from ...project.conditions import holds
from ...project.errors import Errors
from ...project.project import Project
from ...query.answers import Condition
from ...query.wording import worded
from ..kit import Rule
from ..report import ProjectReport
from ..site_kind import Site, placed

_EVERYTHING = ["builtins.BaseException"]


class _Clause(NamedTuple):
    """An except clause as plain data; "" stands for a class that is not known."""

    span: Span
    written: str
    types: tuple[str, ...]


class _Try(NamedTuple):
    """A try with several clauses that a card is about; plain data."""

    code: str
    owner: str
    words: dict[str, str]
    clauses: tuple[Any, ...]
    when: tuple[Condition, ...]


def tries_of(module: Module, rules: Iterable[Rule[Any]], words: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
    """The tries of a module that have more than one clause, once for each card."""
    for node, scope in module.of(ast.Try, ast.TryStar):
        assert isinstance(node, (ast.Try, ast.TryStar))
        if len(node.handlers) == 1:
            continue
        clauses = []
        for handler in node.handlers:
            types = caught_types(module, handler.type, scope) if handler.type is not None else _EVERYTHING
            said = f"except {unparsed(handler.type) if handler.type is not None else ''}".rstrip()
            clauses.append((module.header(handler), said, tuple(symbol or "" for symbol in types)))
        owner, function = scope.owner, scope.function
        spoken = {**words, "function": function.name if function is not None else ""}
        for rule in rules:
            where = placed(rule.options, Site(module, node, scope))
            if where.holds:
                name = module.names.qualified(owner) if owner is not None else ""
                yield tuple(_Try(rule.code, name, spoken, tuple(clauses), where.when))


def judge_order(path: str, stored: tuple[Any, ...], rule: Rule[Any], project: Project, report: ProjectReport) -> None:
    """Compare each clause of a try with those before it."""
    each, errors = _Try._make(stored), project.clauses.errors
    if not all(holds(project, condition) for condition in each.when):
        return
    caught: dict[str, _Clause] = {}
    for number, clause in enumerate(map(_Clause._make, each.clauses)):
        types = [member for symbol in clause.types for member in (errors.expand(symbol) if symbol else (None,))]
        hiding = [_hiding(symbol, caught, errors) for symbol in types]
        first = next(filter(None, hiding), None)
        if first is not None and all(hiding):
            said = (
                f"`{clause.written}:` can never run, because `{first.written}:` on line {first.span[0]} catches it "
                f"first; put it before that clause, or remove it"
            )
            words = {**each.words, "clause": clause.written, "first": first.written}
            place, other, what = clause.span, first.span, "this clause catches it first"
            if rule.options.at == "first":
                place, other, what = first.span, clause.span, "this clause can never run"
            message = worded(rule.options.message, said, words)
            report.violates(rule, path, place, message, owner=each.owner, related=[(path, other[0], what)])
        elif number:
            (report.unknown if None in types else report.conforms)(rule, path, each.owner)
        for symbol in types:
            if symbol is not None:
                caught.setdefault(symbol, clause)


def _hiding(symbol: str | None, caught: Mapping[str, _Clause], errors: Errors) -> _Clause | None:
    """The earlier clause that catches a class."""
    lineage = errors.ancestors(symbol) | {symbol} if symbol is not None else ()
    return min((caught[each] for each in lineage if each in caught), key=lambda clause: clause.span, default=None)
