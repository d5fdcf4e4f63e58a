"""What the parts of a tuple get when an assignment or a loop unpacks a value."""

from __future__ import annotations

import ast

from .scopes import Binding


def parts_of(target: ast.Tuple | ast.List, binding: Binding) -> list[Binding]:
    """The binding of each part of a target; parts of which nothing is known are bound all the same."""
    count = len(target.elts)
    value = binding.value
    if any(isinstance(element, ast.Starred) for element in target.elts):
        known: list[ast.expr | None] = []
    elif binding.kind == "assign":
        known = list(value.elts) if isinstance(value, (ast.Tuple, ast.List)) else []
        if any(isinstance(element, ast.Starred) for element in known):
            known = []
    else:
        known = _iterated(value) if binding.kind == "iter" and isinstance(value, ast.Call) else []
    if len(known) != count:
        known = [None] * count
    return [
        Binding("other", binding.node) if part is None else Binding(binding.kind, binding.node, part) for part in known
    ]


def _iterated(call: ast.Call) -> list[ast.expr | None]:
    """What each part of the elements runs over: of `enumerate(xs)`, `zip(xs, ys)` and `table.items()`."""
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr == "items" and not call.args:
        values = ast.Attribute(function.value, "values", ast.Load())
        return [None, ast.copy_location(ast.Call(ast.copy_location(values, function), [], []), call)]
    if isinstance(function, ast.Name) and function.id == "enumerate" and call.args:
        return [None, call.args[0]]
    if isinstance(function, ast.Name) and function.id == "zip":
        return list(call.args)
    return []
