"""Work that a function hands to another one, which keeps to itself that it failed."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence

from ...flow.graph import Point
from ...flow.inherited import function_called
from ...lang.python.catching import catches
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in

SAYING = frozenset("debug info warning warn error critical exception log print".split())
"""Calls that only tell of something."""
_DOING = (ast.Raise, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.NamedExpr, ast.Yield)
_LEAVING = (ast.Continue, ast.Break, ast.Return)


def is_lost_below(point: Point, names: Collection[str], module: Module, scope: Scope) -> bool:
    """Whether a statement only calls a function of the module with some names, that function catches all errors of its
    work, tells of them and goes on, and nobody does anything about what it gives back."""
    symbol = _handed_to(point, names, module, scope)
    helper = function_called(symbol, module) if symbol else None
    return helper is not None and _loses(helper, module) and _is_passed_over(point, scope)


def lost_elsewhere(point: Point, names: Collection[str], module: Module, scope: Scope) -> str:
    """The function of another module that a statement only calls with some names, where nobody does anything about what
    it gives back."""
    symbol = _handed_to(point, names, module, scope)
    is_ours = symbol[: symbol.find(".")] in module.roots and function_called(symbol, module) is None
    return symbol if is_ours and _is_passed_over(point, scope) else ""


def _handed_to(point: Point, names: Collection[str], module: Module, scope: Scope) -> str:
    """What a statement only calls, and gives some names to."""
    call = _called(point)
    given = [*call.args, *(each.value for each in call.keywords)] if call is not None else []
    if call is None or not any(isinstance(each, ast.Name) and each.id in names for each in given):
        return ""
    return module.symbol(call.func, scope) or ""


def losing_errors(module: Module) -> tuple[str, ...]:
    """The functions of a module that catch all errors of their work, tell of them and go on."""
    functions = dict.fromkeys(scope.function for node, scope in module.of(ast.Try) if isinstance(node, ast.Try))
    found = (module.names.qualified(each) for each in functions if each is not None and _loses(each, module))
    return tuple(found)


def _loses(function: Scope, module: Module) -> bool:
    body = getattr(function.node, "body", ())
    last = max((place for place, each in enumerate(body) if _loses_all(each, module, function)), default=None)
    return last is not None and _only_tell(body[last + 1 :])


def _called(point: Point) -> ast.Call | None:
    """What a statement calls that does nothing else, but keep or test what that gives."""
    node = point.test if isinstance(point, ast.If) else getattr(point, "value", None)
    node = node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) else node
    node = node.value if isinstance(node, ast.Await) else node
    is_plain = isinstance(point, (ast.Expr, ast.If)) or (isinstance(point, ast.Assign) and len(point.targets) == 1)
    return node if is_plain and isinstance(node, ast.Call) else None


def _is_passed_over(point: Point, scope: Scope) -> bool:
    """Whether what a statement tests or keeps leads to nothing but words."""
    if isinstance(point, ast.If):
        return _only_tell([*point.body, *point.orelse]) and not _leaves([*point.body, *point.orelse])
    if not isinstance(point, ast.Assign):
        return True
    kept = point.targets[0]
    if not isinstance(kept, ast.Name) or len(scope.bindings.get(kept.id, ())) != 1:
        return False
    nodes = list(nodes_in(scope.node))
    tests = [each for each in nodes if isinstance(each, ast.If) and kept.id in map(name_of, _names_in(each.test))]
    asked = {name for each in tests for name in _names_in(each.test)}
    is_asked_alone = all(each in asked for each in _names_in(scope.node) if each.id == kept.id and each is not kept)
    return is_asked_alone and all(_is_passed_over(each, scope) for each in tests)


def _names_in(node: ast.AST) -> list[ast.Name]:
    return [each for each in nodes_in(node) if isinstance(each, ast.Name)]


def _leaves(statements: Sequence[ast.stmt]) -> bool:
    return any(isinstance(node, _LEAVING) for each in statements for node in nodes_in(each))


def _loses_all(statement: ast.stmt, module: Module, scope: Scope) -> bool:
    """Whether a statement catches all errors and only tells of them."""
    clauses = statement.handlers if isinstance(statement, ast.Try) else []
    return any(catches(module, clause.type, None, scope) and _only_tell(clause.body) for clause in clauses)


def _only_tell(statements: Sequence[ast.stmt]) -> bool:
    """Whether no statement does something, or leaves word of what failed."""
    nodes = [node for statement in statements for node in nodes_in(statement)]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    told = {part for call in calls if name_of(call.func) in SAYING for part in nodes_in(call)}
    return all(call in told for call in calls) and not any(isinstance(node, _DOING) for node in nodes)
