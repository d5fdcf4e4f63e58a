"""Branches that are taken where a condition speaks of something."""

from __future__ import annotations

import ast
from collections.abc import Callable

from ..lang.python.module import Module
from ..lang.python.walking import nodes_in


def is_chosen_by(node: ast.AST, is_meant: Callable[[str], object], module: Module) -> bool:
    """Whether a node lies in a branch whose condition names something meant, or holds such a text, and asks for it."""
    child = node
    for outer in module.ancestors(node):
        if isinstance(outer, ast.If | ast.IfExp) and child is not outer.test:
            bodies = outer.body if isinstance(outer.body, list) else [outer.body]
            if (child in bodies) is not _is_denied(outer.test) and any(map(is_meant, _words(outer.test))):
                return True
        child = outer
    return False


def _is_denied(test: ast.expr) -> bool:
    if isinstance(test, ast.UnaryOp):
        return isinstance(test.op, ast.Not)
    return isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotIn | ast.NotEq | ast.IsNot)


def _words(test: ast.expr) -> list[str]:
    texts = (getattr(each, field, None) for each in nodes_in(test) for field in ("id", "attr", "value"))
    return [each for each in texts if isinstance(each, str)]
