"""Raises by which a function refuses what it is given, before it does anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...lang.python.logs import is_on_logger
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in

_BRANCHES = (ast.If, ast.For, ast.Match, ast.match_case)
_WAITING = (ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Yield, ast.YieldFrom)
_OWN = frozenset({"self", "cls"})


def refuses_argument(node: ast.Raise, scope: Scope, module: Module) -> bool:
    """Whether a raise refuses an argument at the top of a function: nothing was asked for or waited for before."""
    function = scope.node
    if not isinstance(function, FunctionNode):
        return False
    around = list(_around(node, function, module))
    if not around or around[-1] not in function.body or not isinstance(around[0], (ast.If, ast.match_case)):
        return False
    before = function.body[: function.body.index(_statement(around[-1]))]
    given = _given(function)
    return (
        all(_only_prepares(each, given) for each in before)
        and all(_asks_only(each, given) for each in reversed(around))
        and _mentions(_tested(around[0], around), given)
    )


def _statement(node: ast.AST) -> ast.stmt:
    assert isinstance(node, ast.stmt)
    return node


def _around(node: ast.AST, function: ast.AST, module: Module) -> Iterator[ast.AST]:
    """The branches and loops around a raise, from within; none where it lies in anything else."""
    parent = module.index.parents.get(node)
    found = []
    while parent is not function:
        if parent is None or not isinstance(parent, _BRANCHES):
            return
        found.append(parent)
        parent = module.index.parents.get(parent)
    yield from found


def _given(function: FunctionNode) -> set[str]:
    arguments = function.args
    given = {arg.arg for arg in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]}
    return given - _OWN


def _only_prepares(statement: ast.stmt, given: set[str]) -> bool:
    """Whether a statement only checks or trims what was given; what it makes of that counts as given, too."""
    if isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None:
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        names = {each.id for each in targets if isinstance(each, ast.Name)}
        is_made_of_given = _is_made_of(statement.value, given)
        given |= names if is_made_of_given else set()
        return len(names) == len(targets) and (is_made_of_given or _is_plain(statement.value))
    if isinstance(statement, ast.Expr):
        called = statement.value.func if isinstance(statement.value, ast.Call) else None
        return isinstance(statement.value, ast.Constant) or (called is not None and is_on_logger(called, ""))
    if isinstance(statement, ast.For):
        return _asks_only(statement, given) and all(_only_prepares(each, given) for each in statement.body)
    if not isinstance(statement, ast.If) or not _asks_only(statement, given):
        return isinstance(statement, (ast.Raise, ast.Pass))
    refused = [] if isinstance(statement.body[-1], ast.Raise) else statement.body  # nothing comes behind a refusal
    return all(_only_prepares(each, given) for each in (*refused, *statement.orelse))


def _asks_only(branch: ast.AST, given: set[str]) -> bool:
    """Whether a branch waits for nothing; what a loop over something given goes through is given."""
    asked = _tested(branch, ())
    if any(isinstance(each, _WAITING) for each in nodes_in(asked)):
        return False
    if isinstance(branch, ast.For) and _mentions(branch.iter, given):
        given |= {each.id for each in nodes_in(branch.target) if isinstance(each, ast.Name)}
    return True


def _tested(branch: ast.AST, around: Sequence[ast.AST]) -> ast.AST:
    """What decides whether a branch is taken."""
    if isinstance(branch, ast.match_case):
        return next((_tested(each, ()) for each in around if isinstance(each, ast.Match)), branch.pattern)
    if isinstance(branch, ast.Match):
        return branch.subject
    if isinstance(branch, ast.If):
        return branch.test
    assert isinstance(branch, ast.For)
    return branch.iter


def _mentions(node: ast.AST, names: set[str]) -> bool:
    return any(isinstance(each, ast.Name) and each.id in names for each in nodes_in(node))


def _is_plain(value: ast.expr) -> bool:
    """Whether a value is written out, or one that something holds: nobody is asked for it."""
    return not any(isinstance(each, (ast.Call, ast.Subscript, *_WAITING)) for each in nodes_in(value))


def _is_made_of(value: ast.expr, given: set[str]) -> bool:
    """Whether a value is worked out from what is given, without asking anybody."""
    parts = nodes_in(value)
    asks = (each.id in _OWN for each in parts if isinstance(each, ast.Name))
    return not any(asks) and not any(isinstance(each, _WAITING) for each in parts) and _mentions(value, given)
