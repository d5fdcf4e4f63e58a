"""Constants that an expression is, by what it names or computes, as `60 * MINUTE` does."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping

from ...lang.python.constants import constant as named_value
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..expressions.constants import UNKNOWN_CONSTANT, constant_of
from ..expressions.statuses import status_of

_STEPS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
}
_DEEPEST = 8
_LARGEST = 1e15


def value_of(node: ast.expr, module: Module, scope: Scope) -> object:
    """The constant that an expression is; a mark of its own where it is none that is known."""
    if isinstance(node, ast.Attribute):
        return status_of(module.symbol(node, scope))
    return _number(node, module, scope, 0) if isinstance(node, ast.BinOp) else constant_of(node)


def _number(node: ast.expr, module: Module, scope: Scope, depth: int) -> object:
    if isinstance(node, ast.BinOp) and depth < _DEEPEST and type(node.op) in _STEPS:
        sides = [_number(each, module, scope, depth + 1) for each in (node.left, node.right)]
        left, right = (each if isinstance(each, (int, float)) and abs(each) < _LARGEST else None for each in sides)
        if left is None or right is None or (right == 0 and isinstance(node.op, (ast.Div, ast.FloorDiv))):
            return UNKNOWN_CONSTANT
        return _STEPS[type(node.op)](left, right)
    named = named_value(module, node, scope) if isinstance(node, (ast.Name, ast.Attribute)) else node
    if isinstance(named, ast.BinOp) and named is not node:
        return _number(named, module, scope, depth + 1)
    found = constant_of(named)
    return found if isinstance(found, (int, float)) and not isinstance(found, bool) else UNKNOWN_CONSTANT
