"""Conditions that ask whether a name is true, or holds anything, and names that stay as true as they were."""

from __future__ import annotations

import ast
from functools import lru_cache

from ..lang.python.scopes import Binding, Scope
from ..lang.python.unparsed import unparsed

MOST_BINDINGS = 8
"""A parameter that gets more values than that is not followed."""
_EMPTY = (ast.List, ast.Tuple, ast.Set, ast.Dict)


def count_asked(test: ast.expr) -> tuple[ast.Name, bool] | None:
    """The name of which a condition asks whether it holds anything, or nothing: `len(given) > 0`, `len(given) == 0`."""
    if isinstance(test, ast.Compare):
        counted = _counted(test.left) if len(test.ops) == 1 and _is_zero(test.comparators[0]) else None
        if counted is None or not isinstance(test.ops[0], (ast.Gt, ast.NotEq, ast.Eq)):
            return None
        return counted, not isinstance(test.ops[0], ast.Eq)
    counted = _counted(test)
    return None if counted is None else (counted, True)


def _counted(node: ast.expr) -> ast.Name | None:
    """What is counted: the name in `len(name)`."""
    is_count = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len"
    given = node.args[0] if isinstance(node, ast.Call) and is_count and len(node.args) == 1 else None
    return given if isinstance(given, ast.Name) else None


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0


def is_as_true(name: ast.Name, scope: Scope) -> bool:
    """Whether a parameter is as true where its name stands as when it was given: `files = files or []` is."""
    bound = scope.bindings.get(name.id)
    if bound is None or bound[0].kind != "param" or len(bound) > MOST_BINDINGS:
        return False
    return all(getattr(each.node, "lineno", 0) > name.lineno or _fills_up(each, name.id) for each in bound[1:])


def kept_from(test: ast.expr, scope: Scope) -> str:
    """The parameter that a constructor has just kept in an attribute: `self.path = path`, and then `if self.path`."""
    found = ""
    for line, value in _kept_in(scope).get(unparsed(test), ()):
        if line < test.lineno:
            found = value.id if value is not None and is_as_true(value, scope) else ""
    return found


@lru_cache(maxsize=1)
def _kept_in(scope: Scope) -> dict[str, list[tuple[int, ast.Name | None]]]:
    """What the statements of a constructor keep in which attributes, line by line; one constructor is asked about after
    the other."""
    found: dict[str, list[tuple[int, ast.Name | None]]] = {}
    for statement in scope.node.body if isinstance(scope.node, ast.FunctionDef) else ():
        kept = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if isinstance(statement, ast.Assign) and isinstance(kept, ast.Attribute):
            found.setdefault(unparsed(kept), []).append((statement.lineno, filled_up(statement.value)))
    return found


def _fills_up(binding: Binding, name: str) -> bool:
    filled = filled_up(binding.value) if binding.kind == "assign" else None
    return isinstance(binding.value, ast.BoolOp) and filled is not None and filled.id == name


def filled_up(node: ast.expr | None) -> ast.Name | None:
    """The name that an expression is, or stands for where that is true: `name or []`."""
    if not isinstance(node, ast.BoolOp):
        return node if isinstance(node, ast.Name) else None
    first, *others = node.values
    is_so = isinstance(node.op, ast.Or) and all(map(_is_empty, others))
    return first if is_so and isinstance(first, ast.Name) else None


def _is_empty(node: ast.expr) -> bool:
    if isinstance(node, _EMPTY):
        return not (node.keys if isinstance(node, ast.Dict) else node.elts)
    return isinstance(node, ast.Constant) and not node.value
