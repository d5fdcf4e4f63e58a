"""Imports of what may be missing: a clause takes the error, or `contextlib.suppress` does."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .module import Module
from .own_names import own_name
from .scopes import FunctionNode

_TAKING = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


def is_guarded(node: ast.stmt, module: Module) -> bool:
    """Whether code goes on where what it imports is missing."""
    child: ast.AST = node
    for outer in module.ancestors(node):
        if isinstance(outer, FunctionNode):
            return False
        if isinstance(outer, (ast.Try, ast.TryStar)) and child in outer.body:
            caught = (handler.type for handler in outer.handlers)
            if any(each is None or not _TAKING.isdisjoint(_names_in(each, module)) for each in caught):
                return True
        elif isinstance(outer, ast.With):
            calls = (item.context_expr for item in outer.items)
            suppressing = (
                each for each in calls if isinstance(each, ast.Call) and own_name(each.func, module) == "suppress"
            )
            if any(not _TAKING.isdisjoint(_names_in(each, module)) for call in suppressing for each in call.args):
                return True
        child = outer
    return False


def _names_in(caught: ast.expr, module: Module) -> Iterator[str]:
    for each in caught.elts if isinstance(caught, ast.Tuple) else [caught]:
        yield own_name(each, module)
