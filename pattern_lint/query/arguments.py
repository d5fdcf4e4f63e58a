"""What a call is given: by position, by keyword, and by dicts that are unpacked into it."""

from __future__ import annotations

import ast
from typing import NamedTuple

from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..lang.python.ways import choices


class Given(NamedTuple):
    """An argument: its value where it is given, whether it is known to be missing where it is not."""

    value: ast.expr | None
    scope: Scope
    is_open: bool = False
    """Whether it may be given in a way that does not show."""


def argument(call: ast.Call, name: str, position: int | None, module: Module, scope: Scope) -> Given:
    """The argument of a name, or at a position; a keyword is what most code writes."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return Given(keyword.value, scope)
    if position is not None and position < len(call.args):
        before = call.args[: position + 1]
        if not any(isinstance(each, ast.Starred) for each in before):
            return Given(before[-1], scope)
    is_open = any(isinstance(each, ast.Starred) for each in call.args) and position is not None
    for keyword in call.keywords:
        if keyword.arg is None:
            found = _unpacked(keyword.value, name, module, scope)
            if found.value is not None:
                return found
            is_open = is_open or found.is_open
    return Given(None, scope, is_open)


def _unpacked(node: ast.expr, name: str, module: Module, scope: Scope) -> Given:
    """What a dict that is unpacked says of an argument."""
    is_open = False
    for choice, home in choices(node, module, scope):
        if isinstance(choice, ast.Dict):
            pairs = list(zip(choice.keys, choice.values, strict=True))
        elif isinstance(choice, ast.Call) and module.symbol(choice.func, home) == "builtins.dict" and not choice.args:
            pairs = [(ast.Constant(each.arg) if each.arg else None, each.value) for each in choice.keywords]
        else:
            return Given(None, scope, is_open=True)
        for key, value in pairs:
            if isinstance(key, ast.Constant) and key.value == name:
                return Given(value, home)
            is_open = is_open or not isinstance(key, ast.Constant)
    return Given(None, scope, is_open)
