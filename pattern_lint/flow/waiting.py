"""Whether a coroutine is waited for: where it is made, as a task, or later by the name that keeps it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..lang.python.module import Module
from ..lang.python.own_names import own_name
from ..lang.python.scopes import Scope
from .fate import assigned_names

_WAITING_FOR = frozenset({"wait_for", "gather", "shield", "timeout", "aclosing", "wait", "as_completed"})
"""Functions that wait for what they are given, or give what is waited for."""
_STARTING = frozenset({"create_task", "ensure_future"})
"""Functions that run what they are given by themselves."""
_ADDING = frozenset({"append", "add"})
_GATHERING = (ast.Starred, ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.List, ast.Tuple, ast.Set)


def is_waited_for(node: ast.expr, scope: Scope, module: Module) -> bool:
    """Whether what a call gives is waited for by `await`, `async with` or `async for`, or runs as a task."""
    parent = _user_of(node, module)
    if _calls(parent, _STARTING, module):
        return True
    if isinstance(parent, (ast.Await, ast.AsyncFor, ast.AsyncWith)):
        return True
    kept = [_list_added_to(parent)] if isinstance(parent, ast.Call) else assigned_names(parent) or ()
    return any((scope, name) in module.once(_waited_for) for name in kept)


def is_awaited(node: ast.expr, module: Module) -> bool:
    """Whether what a call gives is waited for in the same statement, by itself or with others."""
    return isinstance(_user_of(node, module), ast.Await)


def is_left_alone(node: ast.expr, module: Module) -> bool:
    """Whether nobody takes what a call gives: it stands by itself, or is waited for where it stands, alone or with
    others, or runs as a task that nobody keeps."""
    user = _user_of(node, module)
    if isinstance(user, ast.expr) and _calls(user, _STARTING, module):
        user = _user_of(user, module)
    if isinstance(user, ast.Await):
        user = module.index.parents.get(user)
    return isinstance(user, ast.Expr)


def _user_of(node: ast.expr, module: Module) -> ast.AST | None:
    """What is done with a value, what waits for it together with others aside."""
    parents = module.index.parents
    parent = parents.get(node)
    while isinstance(parent, _GATHERING) or _calls(parent, _WAITING_FOR, module):
        parent = parents.get(parent) if parent is not None else None
    return parent


def _calls(node: ast.AST | None, names: frozenset[str], module: Module) -> bool:
    """Whether a node is a call of one of some functions."""
    return isinstance(node, ast.Call) and own_name(node.func, module) in names


def _list_added_to(call: ast.Call) -> str:
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in _ADDING:
        return ""
    return function.value.id if isinstance(function.value, ast.Name) else ""


def _waited_for(module: Module) -> frozenset[tuple[Scope, str]]:
    """The names of each function that are waited for, and those of the collections over whose items it does so."""
    found: set[tuple[Scope, str]] = set()
    for node, scope in module.of(ast.Await, ast.AsyncWith, ast.AsyncFor):
        names = {name for value in _waited_values(node) for name in _names_in(value, module)}
        around = {
            name
            for each in names
            for bound in scope.bindings.get(each, ())
            if bound.kind == "iter" and bound.value is not None
            for name in _names_in(bound.value, module)
        }
        found |= {(scope, name) for name in names | around}
    return frozenset(found)


def _waited_values(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.AsyncWith):
        return [item.context_expr for item in node.items]
    value = node.iter if isinstance(node, ast.AsyncFor) else node.value if isinstance(node, ast.Await) else None
    return [value] if value is not None else []


def _names_in(value: ast.expr, module: Module) -> Iterator[str]:
    """The names that a value is, or that are given to what waits for them."""
    pending: list[ast.expr] = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.Starred):
            pending.append(each.value)
        elif isinstance(each, (ast.List, ast.Tuple)):
            pending += each.elts
        elif isinstance(each, ast.Call) and own_name(each.func, module) in _WAITING_FOR:
            pending += each.args
