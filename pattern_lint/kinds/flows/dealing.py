"""Functions that leave it to others of the project to deal with an error."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in


def dealing_by_helpers(module: Module) -> Iterator[Scope]:
    """The functions that raise what a function of the project makes for them, or end an except clause by handing the
    error to one: `raise refused(str(error))`, `refuse(error)`."""
    for node, scope in module.of(ast.Raise, ast.ExceptHandler):
        call = _left_to(node)
        if call is not None and scope.function is not None and _is_of_project(call, module, scope):
            yield scope.function


def _left_to(node: ast.AST) -> ast.Call | None:
    """The call that makes what is raised, or that an except clause hands its error to at its end."""
    if isinstance(node, ast.Raise):
        made = node.exc
        is_made = isinstance(made, ast.Call) and not name_of(made.func).lstrip("_")[:1].isupper()
        return made if isinstance(made, ast.Call) and is_made else None
    call = _last_call(node) if isinstance(node, ast.ExceptHandler) and node.name else None
    return call if call is not None and isinstance(node, ast.ExceptHandler) and _is_given(call, node) else None


def _last_call(handler: ast.ExceptHandler) -> ast.Call | None:
    """The call that an except clause ends with."""
    last = handler.body[-1]
    value = last.value if isinstance(last, (ast.Expr, ast.Return)) else None
    value = value.value if isinstance(value, ast.Await) else value
    return value if isinstance(value, ast.Call) else None


def _is_given(call: ast.Call, handler: ast.ExceptHandler) -> bool:
    """Whether a call is given the error that a clause catches, or something that is made of it."""
    given = (*call.args, *(each.value for each in call.keywords))
    return any(isinstance(part, ast.Name) and part.id == handler.name for each in given for part in nodes_in(each))


def _is_of_project(call: ast.Call, module: Module, scope: Scope) -> bool:
    symbol = module.symbol(call.func, scope) or ""
    return symbol[: symbol.find(".")] in module.roots
