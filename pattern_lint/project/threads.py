"""What hands a function to a thread or another process instead of running it."""

from __future__ import annotations

import ast

from ..knowledge.words import names_of, table
from ..lang.python.module import Module
from ..lang.python.scopes import Scope

_LOOP_QUESTIONS = frozenset(
    "get_running_loop _get_running_loop current_async_library in_async_context is_in_async_context".split()
)
_METHODS = frozenset({"run_in_executor", "to_thread", "run_in_threadpool", "sync_to_async"})


def offloading_calls() -> frozenset[str]:
    """What is called to hand something over, by qualified names."""
    return names_of("offloading")


@table
def _names() -> frozenset[str]:
    """The last names of these."""
    return frozenset(symbol.rpartition(".")[2] for symbol in offloading_calls())


@table
def _candidates() -> frozenset[str]:
    """The last names of what may hand something over."""
    return _names() | _METHODS


def may_offload(name: str) -> bool:
    """Whether a function of this name may hand work over; `sounds_like_offloading` does for sure."""
    return name in _names() or sounds_like_offloading(name)


def sounds_like_offloading(name: str) -> bool:
    """Whether a function's name says that it hands work over: `async_add_executor_job`, `to_thread`."""
    return name in _METHODS or "executor" in name.lower() or "thread" in name.lower()


def is_offloading(module: Module, call: ast.Call, scope: Scope) -> bool:
    """Whether a call runs the functions that it is given elsewhere, whatever the receiver's type."""
    function = call.func
    if isinstance(function, ast.Attribute):
        if function.attr in _METHODS or (function.attr == "submit" and _is_pool(function.value)):
            return True
        return function.attr in _names() and module.names.symbol(function, scope) in offloading_calls()
    return isinstance(function, ast.Name) and module.names.symbol(function, scope) in offloading_calls()


def _is_pool(receiver: ast.expr) -> bool:
    """Whether a receiver is called like what runs functions in threads."""
    name = (receiver.attr if isinstance(receiver, ast.Attribute) else getattr(receiver, "id", "")).lower()
    return name.endswith(("executor", "pool", "threadpool"))


def offloading(module: Module) -> frozenset[Scope]:
    """The functions that hand work over, themselves or in what is nested in them.

    Those that make functions count as well if one of these asks whether an event loop runs, to do this or that.
    """
    found: set[Scope] = set()
    names, symbols = _candidates(), offloading_calls()
    for call in module.calls if _hands_over_or_asks(module) else ():
        if (call.name in names or call.symbol in symbols) and is_offloading(module, call.node, call.scope):
            _add(found, call.scope)
        elif call.name in _LOOP_QUESTIONS:
            _add(found, call.scope.parent)
    return frozenset(found)


def _hands_over_or_asks(module: Module) -> bool:
    """A quick look that spares most files the rest."""
    by_name = not _candidates().isdisjoint(module.called_names) or not _LOOP_QUESTIONS.isdisjoint(module.called_names)
    return by_name or not offloading_calls().isdisjoint(module.called_symbols)


def _add(found: set[Scope], scope: Scope | None) -> None:
    """Add a scope and those around it."""
    while scope is not None:
        found.add(scope)
        scope = scope.parent
