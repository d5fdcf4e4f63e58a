"""What a call hands over, as far as that decides branches."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in
from .circumstances import FILLED, REST, UNKNOWN, value_of
from .fullness import filled_up, is_as_true

_TELLING = frozenset({ast.Constant, ast.Dict, ast.Starred, ast.Call, ast.List, ast.Tuple, ast.Set})
"""Expressions of which something may be known, beside names and those that a name may be filled up by."""


def given(call: ast.Call, scope: Scope) -> tuple[str, ...]:
    """What a call hands over by position, and then by name (`name=value`)."""
    values = [
        _of_name(arg, scope)
        if (cls := arg.__class__) is ast.Name or cls is ast.BoolOp
        else UNKNOWN
        if cls not in _TELLING
        else REST
        if cls is ast.Starred
        else value_of(arg, scope)
        for arg in call.args
    ]
    for word in call.keywords:
        if word.arg is None:
            values += _unpacked(word.value, scope)
            continue
        cls, value = word.value.__class__, word.value
        is_name = cls is ast.Name or cls is ast.BoolOp
        known = _of_name(value, scope) if is_name else value_of(value, scope) if cls in _TELLING else UNKNOWN
        values.append(f"{word.arg}={known}")
    return tuple(values)


def _of_name(node: Any, scope: Scope) -> str:
    """What a name is, or one that is filled up: most are variables of which nothing is known."""
    if node.__class__ is ast.Name:
        found, bindings = value_of(node, scope), scope.bindings
        if found != UNKNOWN or node.id not in bindings or bindings[node.id][0].kind != "param":
            return found
    name = filled_up(node)
    return FILLED + name.id if name is not None and is_as_true(name, scope) else UNKNOWN


def _unpacked(node: ast.expr, scope: Scope) -> Iterator[str]:
    """What is handed over by name in a dict that the function makes for that, and does not touch again."""
    made = _made_as(node.id, scope) if isinstance(node, ast.Name) and scope.kind == "function" else None
    if not isinstance(node, ast.Name) or not made or node.id in _used_otherwise(scope):
        yield REST
        return
    named = [word for word in made if word.arg is not None]
    yield from given(ast.Call(node, [], named), scope)
    if len(named) < len(made):  # made of other dicts, which are not followed
        yield REST


def _made_as(name: str, scope: Scope) -> list[ast.keyword]:
    """What a function gives names in a dict that it makes once: `dict(path=path)`, or `{"path": path}`."""
    bound = scope.bindings.get(name, ())
    made = bound[0].value if len(bound) == 1 and bound[0].kind == "assign" else None
    if isinstance(made, ast.Call):
        is_dict = isinstance(made.func, ast.Name) and made.func.id == "dict" and not made.args
        return made.keywords if is_dict else []
    if not isinstance(made, ast.Dict):
        return []
    names = [key.value if isinstance(key, ast.Constant) else None for key in made.keys]
    said = zip(names, made.values, strict=True)
    return [ast.keyword(name if isinstance(name, str) else None, value) for name, value in said]


@lru_cache(maxsize=1)
def _used_otherwise(scope: Scope) -> frozenset[str]:
    """The names that stand anywhere in a function but where they are bound, and where dicts are unpacked; the calls of
    one function are asked about after each other."""
    nodes = list(nodes_in(scope.node))
    unpacked = {id(node.value) for node in nodes if isinstance(node, ast.keyword) and node.arg is None}
    names = (node for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
    return frozenset(name.id for name in names if id(name) not in unpacked)
