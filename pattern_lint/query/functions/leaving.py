"""Functions that make decorators which leave the errors of what they decorate as they are."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.logs import LOG_METHODS
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in

_TAKING = (ast.ExceptHandler, ast.With, ast.AsyncWith)
"""What may take an error: a clause does, and a block that is entered may."""
_LOOKING = LOG_METHODS | {
    "wraps",
    "update_wrapper",
    "getattr",
    "hasattr",
    "iscoroutinefunction",
    "callable",
    "signature",
}
"""Functions that only look at what they are given, or tell of it."""


def leaving_errors(module: Module) -> tuple[str, ...]:
    """The functions of a module that have others within, and in which nothing can take an error of what they take."""
    makers = (scope for scope in module.index.functions if _holds_functions(scope) and not _lies_in_function(scope))
    return tuple(module.names.qualified(scope) for scope in makers if not _may_take(scope.node, set(_taken(scope))))


def _holds_functions(scope: Scope) -> bool:
    return any(child.kind == "function" for child in scope.children)


def _lies_in_function(scope: Scope) -> bool:
    return scope.parent is not None and scope.parent.function is not None


def _taken(scope: Scope) -> Iterator[str]:
    """The names that a function and those within it take, stars aside: what is decorated may be any of them."""
    args = getattr(scope.node, "args", None)
    if isinstance(args, ast.arguments):
        yield from (each.arg for each in (*args.posonlyargs, *args.args, *args.kwonlyargs))
    for child in scope.children:
        yield from _taken(child)


def _may_take(node: ast.AST, taken: set[str]) -> bool:
    return any(
        isinstance(each, _TAKING) or (isinstance(each, ast.Call) and _hands_on(each, taken)) for each in nodes_in(node)
    )


def _hands_on(call: ast.Call, taken: set[str]) -> bool:
    """Whether a call gives something that was taken to somebody who may run it."""
    given = (*call.args, *(word.value for word in call.keywords))
    is_known = name_of(call.func) in _LOOKING or name_of(call.func) in taken
    return not is_known and any(isinstance(each, ast.Name) and each.id in taken for each in given)
