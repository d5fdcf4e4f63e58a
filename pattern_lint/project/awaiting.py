"""Functions that wait for what can be awaited, and take the rest as it is."""

from __future__ import annotations

from ..lang.python.module import Module
from ..lang.python.scopes import Scope

_ASKING = frozenset(
    "isawaitable iscoroutine iscoroutinefunction is_async_callable is_coroutine_callable is_coroutine_function "
    "maybe_await maybe_coroutine maybe_async await_maybe await_if_needed ensure_awaitable ensure_async".split()
)


def asking(module: Module) -> frozenset[Scope]:
    """The functions that ask of something whether it can be awaited, or leave that to a helper."""
    names = _ASKING & module.called_names
    return frozenset(call.scope for name in names for call in module.named_calls[name])
