"""Work that a function hands to another one of its module, which keeps to itself that it failed."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from ...flow.graph import Point
from ...flow.inherited import function_called
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in

SAYING = frozenset("debug info warning warn error critical exception log print".split())
"""Calls that only tell of something."""
_CATCHING_ALL = frozenset({"Exception", "BaseException"})
_DOING = (ast.Raise, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.NamedExpr, ast.Yield)


def calls_of(function: Scope | None, module: Module) -> Iterator[CallSite]:
    """The calls of a function, or of a method on the own object, in its module."""
    own = module.names.qualified(function) if function is not None else ""
    for call in module.named_calls.get(function.name, ()) if function is not None else ():
        if isinstance(call, CallSite) and (call.symbol or "").replace("()", "") == own:
            yield call


def is_lost_below(point: Point, names: Collection[str], module: Module, scope: Scope) -> bool:
    """Whether a statement only calls a function of the module with some names, and that function catches all errors of
    its work, tells of them, and goes on as if nothing was."""
    call = point.value if isinstance(point, ast.Expr) else None
    call = call.value if isinstance(call, ast.Await) else call
    given = [*call.args, *(each.value for each in call.keywords)] if isinstance(call, ast.Call) else []
    if not isinstance(call, ast.Call) or not any(isinstance(each, ast.Name) and each.id in names for each in given):
        return False
    symbol = module.symbol(call.func, scope)
    helper = function_called(symbol, module) if symbol is not None else None
    clauses = [each for each in getattr(helper and helper.node, "body", ()) if isinstance(each, ast.Try)]
    return any(_catches_all(clause) and _only_tells(clause) for each in clauses for clause in each.handlers)


def _catches_all(clause: ast.ExceptHandler) -> bool:
    return clause.type is None or name_of(clause.type) in _CATCHING_ALL


def _only_tells(clause: ast.ExceptHandler) -> bool:
    """Whether nothing in a clause does something, or leaves word of what failed."""
    nodes = [node for statement in clause.body for node in nodes_in(statement)]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    told = {part for call in calls if name_of(call.func) in SAYING for part in nodes_in(call)}
    return all(call in told for call in calls) and not any(isinstance(node, _DOING) for node in nodes)
