"""What a function gives back as it got it: right from a call, or by way of one variable."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..lang.python.module import Module
from ..lang.python.scopes import Scope


def has_returns(module: Module, scope: Scope) -> bool:
    """Whether a function returns anywhere, with a value or without."""
    return scope in module.once(_returns)


def returned_calls(module: Module, scope: Scope) -> Iterator[tuple[ast.Return, ast.Call]]:
    """The calls whose value a function returns without having done anything with it."""
    for node in module.once(_returns).get(scope, ()):
        call = _call(node.value, scope) if node.value is not None else None
        if call is not None:
            yield node, call


def _returns(module: Module) -> dict[Scope, list[ast.Return]]:
    found: dict[Scope, list[ast.Return]] = {}
    for node, scope in module.of(ast.Return):
        if isinstance(node, ast.Return):
            found.setdefault(scope, []).append(node)
    return found


def _call(value: ast.expr, scope: Scope) -> ast.Call | None:
    value = _waited_for(value)
    if isinstance(value, ast.Name):
        bound = [each for each in scope.bindings.get(value.id, ()) if each.kind in ("assign", "annotated")]
        held = bound[0].value if len(scope.bindings.get(value.id, ())) == len(bound) == 1 else None
        value = _waited_for(held) if held is not None else value
    return value if isinstance(value, ast.Call) else None


def _waited_for(value: ast.expr) -> ast.expr:
    while isinstance(value, ast.Await):
        value = value.value
    return value
