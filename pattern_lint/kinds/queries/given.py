"""Rows that functions give to others: in whose query they were read, and by which functions a value may have come."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Set
from itertools import islice

from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.symbols import element
from ...project.contracts import carried_out_by
from ...project.instances import has_role
from ...project.project import Project
from ...query.origins.statements import Query, origins_of, queries_of, query_behind

_COPYING = ("list", "tuple", "set", "sorted", "reversed", "next", "min", "max", "islice")
"""What gives the same rows in another collection, or one of them."""
_CHOOSING = (ast.ListComp, ast.SetComp, ast.GeneratorExp)
_ROWS = ("model",)
"""The role of classes whose objects are rows."""
_MOST_STEPS = 6
_MOST_HEIRS = 50


def rows_given(module: Module) -> tuple[tuple[str, Query, Scope], ...]:
    """The functions of a module that give rows, each with a query that these come from."""
    return tuple(_given(module)) if module.once(queries_of) else ()


def _given(module: Module) -> Iterator[tuple[str, Query, Scope]]:
    for scope, values in module.returned.items():
        for value in values:
            query = query_behind(value, module, scope)
            if query is not None and query.sort == "select":
                yield module.names.qualified(scope), query, scope


def sources_of(row: ast.expr, module: Module, scope: Scope) -> Iterator[str]:
    """The functions of the project that may give a row."""
    for part, home in origins_of(row, module, scope):
        symbol = module.symbol(part.func, home) if isinstance(part, ast.Call) else None
        if symbol is not None and symbol.partition(".")[0] in module.roots:
            yield symbol


class Givers:
    """The functions that symbols mean, found out once for each: of a method that is left to heirs, theirs as well."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, symbol: str) -> tuple[str, ...]:
        if symbol not in self._known:
            function = (self._project.resolver.resolve(symbol) or symbol).replace("().", ".")
            self._known[symbol] = tuple(islice(carried_out_by(self._project, function), _MOST_HEIRS))
        return self._known[symbol]

    def of_any(self, symbols: Iterable[str]) -> Iterator[str]:
        return (each for symbol in symbols for each in self.of(symbol))

    def among(self, symbols: Iterable[str], wanted: Set[str]) -> Iterator[str]:
        """The wanted functions of which some functions give the rows: themselves, or others whose rows they hand on."""
        for function in self.of_any(symbols):
            yield from [function] if function in wanted else self._handed_on(function, wanted)

    def _handed_on(self, function: str, wanted: Set[str]) -> Set[str]:
        """The wanted functions that one calls, where it gives what they give, or says that it gives rows of a table."""
        fact = self._project.definitions.function(function)
        callees = {each for _, each in self._project.calls.callees(function)} if fact is not None else set()
        called = callees & wanted
        if fact is None or not called:
            return frozenset()
        are_many = fact.returns.endswith("}()")
        held = element(fact.returns, ".*") if are_many else fact.returns
        given = held.removesuffix(".*").removesuffix("()")
        is_of_table = has_role(self._project, self._project.resolver.resolve(given) or "", _ROWS)
        is_theirs = is_of_table and (are_many or callees == called)
        return called if is_theirs else called.intersection(self.of(given))


def relation_read(row: ast.expr, module: Module, scope: Scope) -> tuple[ast.Attribute, Scope] | None:
    """The attribute of another row that gives a row: as in `shift.slots[0]`, or in a loop over them."""
    for _ in range(_MOST_STEPS):
        if isinstance(row, ast.Attribute):
            is_row = isinstance(row.value, ast.Name) and row.value.id not in ("self", "cls")
            return (row, scope) if is_row else None
        if isinstance(row, ast.Subscript):
            row = row.value
        elif isinstance(row, ast.Call) and name_of(row.func) in _COPYING and row.args:
            row = row.args[0]
        elif isinstance(row, _CHOOSING) and len(row.generators) == 1 and _is_same(row.elt, row.generators[0].target):
            row = row.generators[0].iter
        else:
            _, bound = (isinstance(row, ast.Name) and module.names.reached(row.id, row, scope)) or (scope, [])
            value = bound[0].value if len(bound) == 1 else None
            if value is None:
                return None
            row = value
    return None


def _is_same(given: ast.expr, target: ast.expr) -> bool:
    """Whether a comprehension gives what it goes over, as it is."""
    return isinstance(given, ast.Name) and isinstance(target, ast.Name) and given.id == target.id
