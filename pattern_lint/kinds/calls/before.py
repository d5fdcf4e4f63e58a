"""What was put together before a call, and is given to it by a name."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ...lang.python.module import name_of
from ...lang.python.scopes import Scope

_WRITING = frozenset({"dumps", "join"})


def made_before(given: Sequence[ast.expr], scope: Scope) -> list[ast.expr]:
    """The texts, attributes and collections that stand behind local names which a call is given, or makes a text of."""
    named = [each for value in given for each in _written_in(value)]
    bound = [scope.bindings.get(each.id, ()) for each in named if isinstance(each, ast.Name)]
    values = [each[0].value for each in bound if len(each) == 1]
    return [
        each
        for each in values
        if isinstance(each, (ast.JoinedStr, ast.Attribute, ast.Dict, ast.List))
        or (isinstance(each, ast.BinOp) and _is_joined(each))
    ]


def _written_in(value: ast.expr) -> Sequence[ast.expr]:
    """What a value is written of: itself, or what a call puts into a text."""
    return value.args if isinstance(value, ast.Call) and name_of(value.func) in _WRITING else (value,)


def _is_joined(value: ast.BinOp) -> bool:
    """Whether a text is put together by `+` or `%`."""
    return any(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in (value.left, value.right))
