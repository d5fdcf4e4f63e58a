"""What was put together before a call, and is given to it by a name."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ...lang.python.scopes import Scope


def made_before(given: Sequence[ast.expr], scope: Scope) -> list[ast.expr]:
    """The texts and attributes that stand behind local names which a call is given."""
    bound = [scope.bindings.get(each.id, ()) for each in given if isinstance(each, ast.Name)]
    values = [each[0].value for each in bound if len(each) == 1]
    return [
        each
        for each in values
        if isinstance(each, (ast.JoinedStr, ast.Attribute)) or (isinstance(each, ast.BinOp) and _is_joined(each))
    ]


def _is_joined(value: ast.BinOp) -> bool:
    """Whether a text is put together by `+` or `%`."""
    return any(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in (value.left, value.right))
