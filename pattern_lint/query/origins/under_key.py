"""What stands under a key in the dicts of a table, however deep they lie in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.constants import constant
from ...lang.python.module import Module


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
