"""Which keyword arguments functions hand on, whatever these are: what they call takes them, so they do."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in
from .topics import Topic

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def handed_on(module: Module) -> dict[str, tuple[str, ...]] | None:
    """The functions that do nothing with their open keyword arguments but hand them to what they do their work by, with
    what they give that beside."""
    found = {}
    for scope in module.index.scopes:
        rest = scope.node.args.kwarg if isinstance(scope.node, _FUNCTIONS) else None
        calls = [*_handing(rest.arg, scope, module)] if rest is not None else []
        if rest is not None and calls and _uses(scope, rest.arg) == len(calls):
            beside = {word.arg for call in calls for word in call.keywords if word.arg is not None}
            found[module.names.qualified(scope)] = tuple(sorted(beside))
    return found or None


HANDED_ON = Topic("handed-on", handed_on)


def _handing(rest: str, scope: Scope, module: Module) -> Iterator[ast.Call]:
    for call in scope.calls:
        unpacked = [word.value for word in call.keywords if word.arg is None]
        is_rest = len(unpacked) == 1 and isinstance(unpacked[0], ast.Name) and unpacked[0].id == rest
        if is_rest and _is_of_another(call) and _is_all_that_is_done(call, module):
            yield call


def _is_of_another(call: ast.Call) -> bool:
    """Whether a method of something else is called, be it a base: what makes something takes what that is made of."""
    on = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(on, (ast.Attribute, ast.Call)) or (isinstance(on, ast.Name) and on.id not in ("self", "cls"))


def _is_all_that_is_done(call: ast.Call, module: Module) -> bool:
    """Whether what a call gives is not used any further."""
    outer = module.index.parents.get(call)
    outer = module.index.parents.get(outer) if isinstance(outer, ast.Await) else outer
    return isinstance(outer, (ast.Expr, ast.Return))


def _uses(scope: Scope, name: str) -> int:
    return sum(isinstance(each, ast.Name) and each.id == name for each in nodes_in(scope.node))
