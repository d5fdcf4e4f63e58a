"""Clauses after which a loop has nothing to wait for, since they put right what failed."""

from __future__ import annotations

import ast

from ...lang.python.walking import nodes_in

MENDING = (
    *("*invalidate*", "*reconnect*", "*refresh*", "*renew*", "*reauth*", "*login*", "*log_in*"),
    *("*recreate*", "*restart*", "*synchroniz*"),
)
"""Calls that put right what failed, so that there is nothing to wait for."""


def learns_from_error(loop: ast.AST) -> bool:
    """Whether a clause takes from its error what is tried otherwise the next time: `wanted += error.missing`,
    `error.record.save()`."""
    clauses = (each for each in nodes_in(loop) if isinstance(each, ast.ExceptHandler))
    return any(_is_part_of(clause.name, _taken(statement)) for clause in clauses for statement in clause.body)


def _taken(statement: ast.stmt) -> ast.expr | None:
    """What a statement adds to something, or what it calls a method of."""
    if isinstance(statement, ast.AugAssign):
        return statement.value
    called = statement.value.func if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) else None
    return called.value if isinstance(called, ast.Attribute) else None


def _is_part_of(name: str | None, node: ast.expr | None) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name
