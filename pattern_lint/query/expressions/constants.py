"""What is written out in the code: literals, and collections of such."""

from __future__ import annotations

import ast

UNKNOWN_CONSTANT = object()


def constant_of(node: ast.expr) -> object:
    """The value of an expression that is written out; a mark of its own where it is not."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        operand = node.operand.value
        return -operand if isinstance(operand, (int, float)) else UNKNOWN_CONSTANT
    return UNKNOWN_CONSTANT


def is_constant(node: ast.expr) -> bool:
    """Whether an expression is written out in the code: a literal, or a collection of such."""
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return all(is_constant(element) for element in node.elts)
    if isinstance(node, ast.Dict):
        return all(key is not None and is_constant(key) for key in node.keys) and all(map(is_constant, node.values))
    return constant_of(node) is not UNKNOWN_CONSTANT
