"""Rows that functions give to others: in whose query they were read, and by which functions a value may have come."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...query.origins.statements import Query, origins_of, queries_of, query_behind


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
