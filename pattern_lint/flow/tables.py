"""Functions that a table holds, and that are called by a key."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..lang.python.ways import choices
from .fillings import held_by

_TAKING = ("get", "pop")
"""Methods of a dict that give what it holds under a key."""


def called_by_key(function: ast.expr, module: Module, scope: Scope) -> Iterator[str]:
    """The symbols of all that a dict of the file holds, of which a call runs what is under a key: `table[key](…)`,
    `table.get(key)(…)`, or by way of a variable."""
    for taken, home in choices(function, module, scope):
        table = _table_of(taken)
        for held, there in held_by(table, module, home) if table is not None else ():
            values = held.values if isinstance(held, ast.Dict) else []
            yield from (symbol for each in values if (symbol := module.symbol(each, there)) is not None)


def _table_of(taken: ast.expr) -> ast.expr | None:
    """What something is taken from by a key."""
    if isinstance(taken, ast.Subscript):
        return taken.value
    asked = taken.func if isinstance(taken, ast.Call) else None
    return asked.value if isinstance(asked, ast.Attribute) and asked.attr in _TAKING else None
