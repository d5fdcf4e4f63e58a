"""What stands under a key in the dicts of a table, or under all of them, however deep they lie in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.constants import constant
from ...lang.python.module import Module
from ...lang.python.scopes import Scope


def under_key(key: str, table: ast.expr, module: Module) -> Iterator[ast.expr]:
    """The values of a key in what a module writes out, also by `dict(key=...)` and by constants of the module."""
    pending, seen = [table], set[ast.expr]()
    while pending:
        node = constant(module, pending.pop(), module.scope)
        if node in seen:
            continue
        seen.add(node)
        held = list(_held(node, module))
        yield from (value for name, value in held if name == key)
        pending += [value for name, value in held if name != key][::-1]


def values_in(table: ast.expr, module: Module, scope: Scope) -> Iterator[ast.expr]:
    """What the dicts of a table hold under their keys, also in collections."""
    pending, seen = [(table, False)], set[ast.expr]()
    while pending:
        whole, is_value = pending.pop()
        node = constant(module, whole, scope)
        if node in seen:
            continue
        seen.add(node)
        is_dict = isinstance(node, ast.Dict) or (
            isinstance(node, ast.Call) and module.symbol(node.func, scope) == "builtins.dict"
        )
        if is_dict or isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            inner = [(value, is_value or is_dict) for _, value in _held(node, module)]
            pending += inner[::-1]
        elif is_value:
            yield whole


def _held(node: ast.expr, module: Module) -> Iterator[tuple[object, ast.expr]]:
    """What a dict, a list or a call holds, by its keys where it has some."""
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            named = constant(module, key, module.scope) if key is not None else None
            yield named.value if isinstance(named, ast.Constant) else None, value
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        yield from ((None, each) for each in node.elts)
    elif isinstance(node, ast.Call):
        yield from ((None, each) for each in node.args)
        yield from ((keyword.arg, keyword.value) for keyword in node.keywords)
