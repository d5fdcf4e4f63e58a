"""Functions that wait for what can be awaited and take the rest as it is, and those that give it to others."""

from __future__ import annotations

import ast

from ..lang.python.annotations import unquoted
from ..lang.python.expressions import is_none
from ..lang.python.given_back import given_back
from ..lang.python.module import Module
from ..lang.python.own_names import own_name
from ..lang.python.scopes import FunctionNode, Scope
from . import facts as f

_ASKING = frozenset(
    "isawaitable iscoroutine iscoroutinefunction is_async_callable is_coroutine_callable is_coroutine_function "
    "maybe_await maybe_coroutine maybe_async await_maybe await_if_needed ensure_awaitable ensure_async".split()
)


def asking(module: Module) -> frozenset[Scope]:
    """The functions that ask of something whether it can be awaited, or leave that to a helper."""
    names = _ASKING & module.called_names
    return frozenset(call.scope for name in names for call in module.named_calls[name])


_AWAITABLE = frozenset({"Awaitable", "Coroutine", "Future", "Task"})
_TASKS = frozenset({"create_task", "ensure_future", "gather", "run_in_executor", "shield", "wait_for"})


def given_to_await(module: Module, scope: Scope, node: FunctionNode) -> int:
    """What facts say of whether a function that is not asynchronous gives something to wait for, or takes what does."""
    return _given(module, scope, node) | (f.TAKES_PLAIN if _takes_plain(module, node) else 0)


def _takes_plain(module: Module, node: FunctionNode) -> bool:
    """Whether a parameter is annotated as `Callable[[Event], None]`."""
    if "Callable" not in module.mentioned:
        return False
    taken = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    said = (unquoted(each.annotation) for each in taken if each.annotation is not None)
    return any(
        isinstance(each, ast.Subscript)
        and own_name(each.value, module) == "Callable"
        and isinstance(each.slice, ast.Tuple)
        and any(map(is_none, each.slice.elts[1:]))
        for each in said
    )


def _given(module: Module, scope: Scope, node: FunctionNode) -> int:
    if node.returns is not None:
        said = unquoted(node.returns)
        name = own_name(said.value if isinstance(said, ast.Subscript) else said, module)
        return f.GIVES_AWAITABLE if name in _AWAITABLE else 0
    values = module.once(given_back).get(scope) or ()
    calls = [value for value in values if isinstance(value, ast.Call)]
    if any(own_name(call.func, module) in _TASKS for call in calls):
        return f.GIVES_AWAITABLE
    made = (module.symbol(call, scope) or "" for call in calls)
    return f.MAY_GIVE_AWAITABLE if any(not symbol.startswith("builtins.") for symbol in made) else 0
