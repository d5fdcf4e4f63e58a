"""What hands a function to a thread or another process instead of running it."""

from __future__ import annotations

import ast

from ..lang.python.module import Module
from ..lang.python.scopes import Scope

OFFLOADING = frozenset(
    {
        "asyncio.to_thread",
        "asyncio.AbstractEventLoop().run_in_executor",
        "anyio.to_thread.run_sync",
        "anyio.to_process.run_sync",
        "starlette.concurrency.run_in_threadpool",
        "fastapi.concurrency.run_in_threadpool",
        "asgiref.sync.sync_to_async",
        "concurrent.futures.ThreadPoolExecutor().submit",
        "concurrent.futures.ThreadPoolExecutor().map",
        "concurrent.futures.ProcessPoolExecutor().submit",
        "concurrent.futures.ProcessPoolExecutor().map",
        "threading.Thread",
        "threading.Timer",
        "multiprocessing.Process",
        "trio.to_thread.run_sync",
    }
)
_NAMES = frozenset(symbol.rpartition(".")[2] for symbol in OFFLOADING)
_LOOP_QUESTIONS = frozenset(
    "get_running_loop _get_running_loop current_async_library in_async_context is_in_async_context".split()
)
_METHODS = frozenset({"run_in_executor", "to_thread", "run_in_threadpool", "sync_to_async"})
_CANDIDATES = _NAMES | _METHODS
"""The last names of what may hand something over."""


def may_offload(name: str) -> bool:
    """Whether a function of this name may hand work over; `sounds_like_offloading` does for sure."""
    return name in _NAMES or sounds_like_offloading(name)


def sounds_like_offloading(name: str) -> bool:
    """Whether a function's name says that it hands work over: `async_add_executor_job`, `to_thread`."""
    return name in _METHODS or "executor" in name.lower() or "thread" in name.lower()


def is_offloading(module: Module, call: ast.Call, scope: Scope) -> bool:
    """Whether a call runs the functions that it is given elsewhere, whatever the receiver's type."""
    function = call.func
    if isinstance(function, ast.Attribute):
        if function.attr in _METHODS or (function.attr == "submit" and _is_pool(function.value)):
            return True
        return function.attr in _NAMES and module.names.symbol(function, scope) in OFFLOADING
    return isinstance(function, ast.Name) and module.names.symbol(function, scope) in OFFLOADING


def _is_pool(receiver: ast.expr) -> bool:
    """Whether a receiver is called like what runs functions in threads."""
    name = (receiver.attr if isinstance(receiver, ast.Attribute) else getattr(receiver, "id", "")).lower()
    return name.endswith(("executor", "pool", "threadpool"))


def offloading(module: Module) -> frozenset[Scope]:
    """The functions that hand work over, themselves or in what is nested in them.

    Those that make functions count as well if one of these asks whether an event loop runs, to do this or that.
    """
    found: set[Scope] = set()
    for call in module.calls if _hands_over_or_asks(module) else ():
        if (call.name in _CANDIDATES or call.symbol in OFFLOADING) and is_offloading(module, call.node, call.scope):
            _add(found, call.scope)
        elif call.name in _LOOP_QUESTIONS:
            _add(found, call.scope.parent)
    return frozenset(found)


def _hands_over_or_asks(module: Module) -> bool:
    """A quick look that spares most files the rest."""
    return not (_CANDIDATES.isdisjoint(module.called_names) and OFFLOADING.isdisjoint(module.called_symbols)) or (
        not _LOOP_QUESTIONS.isdisjoint(module.called_names)
    )


def _add(found: set[Scope], scope: Scope | None) -> None:
    """Add a scope and those around it."""
    while scope is not None:
        found.add(scope)
        scope = scope.parent
