"""What follows a try statement whose clause goes on: whether it makes good what the clause leaves undone."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import islice

from ...knowledge.excuses import named
from .module import Module, name_of
from .scopes import FunctionNode

_LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_PLAIN = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Delete, ast.Pass)
_FEW = 3
"""How many statements may stand between a try and the raise that answers it."""


def is_made_good(module: Module, statement: ast.stmt, clause: ast.AST, *, catches_all: bool) -> bool:
    """Whether the code behind a try statement is the answer to its error.

    It is when it raises; when it runs for the error alone, because without one an else leaves the block; and when
    the guarded code leaves the block, if the clause names its errors: who catches everything does not know what is
    answered.
    """
    if isinstance(clause, ast.ExceptHandler) and _ends_by_leaving(clause.body):
        return False
    following = list(islice(_following(module, statement), _FEW))
    if _raises_soon(following):
        return True
    if not following or not isinstance(statement, ast.Try | ast.TryStar):
        return False
    if statement.orelse and isinstance(statement.orelse[-1], _LEAVING):
        return True
    return not catches_all and (isinstance(statement.body[-1], _LEAVING) or _leaves_loop(statement.body))


def is_attempt(module: Module, statement: ast.stmt, clause: ast.AST) -> bool:
    """Whether a try is one round of a bounded loop that ends with the first success."""
    if not isinstance(statement, ast.Try) or not isinstance(clause, ast.ExceptHandler):
        return False
    if any(isinstance(last, ast.Return | ast.Raise | ast.Break) for last in clause.body[-1:]):
        return False
    loop = next((node for node in module.ancestors(statement) if isinstance(node, (*_LOOPS, FunctionNode))), None)
    if not isinstance(loop, _LOOPS) or (isinstance(loop, ast.While) and isinstance(loop.test, ast.Constant)):
        return False
    return any(_leaves_loop(body) for body in (statement.body, statement.orelse))


def _leaves_loop(body: Sequence[ast.stmt]) -> bool:
    """Whether statements give back a value, or break as their last act."""
    if body and isinstance(body[-1], ast.Break):
        return True
    return any(isinstance(node, ast.Return) and node.value is not None for node in _own_statements(body))


def _own_statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a block and of the ifs and withs in it."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.If):
            yield from _own_statements([*statement.body, *statement.orelse])
        elif isinstance(statement, ast.With | ast.AsyncWith):
            yield from _own_statements(statement.body)


def _ends_by_leaving(body: Sequence[ast.stmt]) -> bool:
    """Whether a clause leaves the function or its loop for good; `continue` stays in the loop."""
    return any(isinstance(statement, ast.Return | ast.Raise | ast.Break) for statement in body)


def _raises_soon(following: Sequence[ast.stmt]) -> bool:
    for statement in following:
        if _refuses(statement):
            return True
        if isinstance(statement, ast.If):
            return any(_refuses(block[-1]) for block in (statement.body, statement.orelse) if block)
        if not isinstance(statement, _PLAIN):
            return False
    return False


def _refuses(statement: ast.stmt) -> bool:
    """Whether a statement raises, or calls something that does."""
    value = statement.value if isinstance(statement, ast.Expr | ast.Return) else None
    return isinstance(statement, ast.Raise) or (isinstance(value, ast.Call) and name_of(value.func) in named().refusing)


def _following(module: Module, statement: ast.stmt) -> Iterator[ast.stmt]:
    """The statements that run behind a statement, through the ends of the blocks that hold it."""
    child: ast.AST = statement
    for parent in module.ancestors(statement):
        yield from _siblings(child, parent)
        if isinstance(parent, FunctionNode | ast.ClassDef | ast.Lambda):
            return
        child = parent


def _siblings(child: ast.AST, parent: ast.AST) -> Iterator[ast.stmt]:
    """The later statements of the block of a parent that holds a child, and what always runs behind the block."""
    for field in ("body", "orelse", "finalbody"):
        block = getattr(parent, field, None)
        if isinstance(block, list) and child in block:
            yield from islice(block, block.index(child) + 1, None)
            if field == "body" and isinstance(parent, (*_LOOPS, ast.Try, ast.TryStar)):
                yield from parent.orelse
            return
