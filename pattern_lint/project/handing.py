"""What a call hands over, as far as that decides branches."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in
from .circumstances import FILLED, REST, UNKNOWN, value_of
from .fullness import filled_up, is_as_true

_TELLING = frozenset(
    {ast.Name, ast.Constant, ast.Dict, ast.Starred, ast.Call, ast.BoolOp, ast.List, ast.Tuple, ast.Set}
)
"""Expressions of which something may be known."""


def given(call: ast.Call, scope: Scope) -> tuple[str, ...]:
    """What a call hands over by position, and then by name (`name=value`)."""
    values = [
        UNKNOWN if (cls := arg.__class__) not in _TELLING else REST if cls is ast.Starred else _value(arg, scope)
        for arg in call.args
    ]
    for word in call.keywords:
        values += _named(word, scope) if word.arg is not None else _unpacked(word.value, scope)
    return tuple(values)


def _named(word: ast.keyword, scope: Scope) -> tuple[str]:
    return (f"{word.arg}={_value(word.value, scope) if word.value.__class__ in _TELLING else UNKNOWN}",)


def _value(node: ast.expr, scope: Scope) -> str:
    found = value_of(node, scope)
    name = filled_up(node) if found == UNKNOWN else None
    return FILLED + name.id if name is not None and is_as_true(name, scope) else found


def _unpacked(node: ast.expr, scope: Scope) -> Iterator[str]:
    """What is handed over by name in a dict that the function makes for that, and does not touch again."""
    made = _made_as(node.id, scope) if isinstance(node, ast.Name) else None
    if not isinstance(node, ast.Name) or not made or _is_used_otherwise(node, scope):
        yield REST
        return
    for word in made:
        yield from _named(word, scope) if word.arg is not None else (REST,)


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


def _is_used_otherwise(dict_name: ast.Name, scope: Scope) -> bool:
    """Whether a name stands anywhere but where it is bound, and where dicts are unpacked."""
    unpacked = {id(node.value) for node in nodes_in(scope.node) if isinstance(node, ast.keyword) and node.arg is None}
    names = (node for node in nodes_in(scope.node) if isinstance(node, ast.Name) and node.id == dict_name.id)
    return any(isinstance(name.ctx, ast.Load) and id(name) not in unpacked for name in names)
