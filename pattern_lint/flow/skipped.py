"""Calls that may be left out where what stands before them in a condition decides: `force or is_checked(order)`."""

from __future__ import annotations

import ast
from itertools import pairwise

from ..lang.python.module import Module

_LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)


def may_be_skipped(node: ast.AST, at: ast.AST, module: Module) -> bool | None:
    """Whether a call in a condition may have been left out when one behind it runs; None where that hangs on what the
    condition has to do with it."""
    around = [node, *module.ancestors(node)]
    told: set[bool] = set()
    """How the condition must have come out for the call to have been made."""
    for inner, outer in pairwise(around):
        if isinstance(outer, ast.IfExp) and inner is not outer.test:
            return None
        if isinstance(outer, ast.BoolOp):
            told |= {isinstance(outer.op, ast.And)} if inner is not outer.values[0] or told else set()
        elif isinstance(outer, ast.UnaryOp) and isinstance(outer.op, ast.Not):
            told = {not each for each in told}
        elif isinstance(outer, ast.stmt):
            return bool(told) and _is_skipped_in(outer, inner, at, told, module)
    return False


def _is_skipped_in(statement: ast.stmt, test: ast.AST, at: ast.AST, told: set[bool], module: Module) -> bool | None:
    """The same of the condition of a statement that tells whether the call was made."""
    if not isinstance(statement, (ast.If, ast.While)) or statement.test is not test:
        return None
    behind = {at, *module.ancestors(at)}
    is_in_body, is_in_else = (not behind.isdisjoint(block) for block in (statement.body, statement.orelse))
    leaves = isinstance(statement, ast.If) and isinstance(statement.body[-1], _LEAVING)
    if is_in_body or is_in_else or leaves:
        return told != {is_in_body}
    return None
