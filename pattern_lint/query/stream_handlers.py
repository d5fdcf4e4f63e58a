"""Which functions of a module handle the messages of a stream.

Those are what a call of `@stream-registrations` is given, methods that have one of `@stream-handler-names` and take a
topic, and what only they call: private functions and methods that do a part of their work.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..flow.helpers import definition
from ..knowledge.words import listed, table
from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from .calls import CallTable
from .chains import Links
from .names import NameSet
from .signatures import parameters_of

_TOPIC = "topic"


def handles_messages(module: Module, scope: Scope) -> bool:
    """Whether code of a scope handles a message: it, or what it stands in, is such a function."""
    found = module.once(_handling)
    current: Scope | None = scope if found else None
    while current is not None:
        if current in found:
            return True
        current = current.parent
    return False


def stream_handlers(module: Module) -> frozenset[Scope]:
    """The functions that handle messages themselves."""
    symbols = set(_registered(module))
    given = {symbol for symbol in symbols if symbol.startswith(f"{module.name}.")}
    if not given and _handler_names().isdisjoint(scope.name for scope in module.index.functions):
        return frozenset()
    own = {_called(module, scope): scope for scope in module.index.functions} if given else {}
    elsewhere = {
        symbol.rpartition(".")[2] for symbol in given - own.keys() if symbol.count(".") > module.name.count(".") + 1
    }
    return frozenset(
        scope
        for scope in module.index.functions
        if _called(module, scope) in given
        or (scope.is_method and scope.name in elsewhere)  # that of a base or an heir
        or _is_named_so(scope, module)
    )


def _called(module: Module, scope: Scope) -> str:
    return _plain(module.names.qualified(scope))


def _plain(symbol: str) -> str:
    return symbol.replace("()", "")


def _registered(module: Module) -> Iterator[str]:
    for call, scope in _registrations(module):
        yield from _given(call, scope, module)


@table
def _registering() -> CallTable[bool]:
    return CallTable([(True, NameSet(listed("stream-registrations")))])


@table
def _building() -> CallTable[bool]:
    return CallTable([(True, NameSet(listed("stream-builders")))])


@table
def _handler_names() -> frozenset[str]:
    return frozenset(listed("stream-handler-names"))


def _registrations(module: Module) -> Iterator[tuple[ast.Call, Scope]]:
    for match in _registering().matches(module):
        if isinstance(match.call.node, ast.Call):
            yield match.call.node, match.call.scope


def _given(call: ast.Call, scope: Scope, module: Module) -> Iterator[str]:
    for given in (*call.args, *(keyword.value for keyword in call.keywords)):
        symbol = module.symbol(given, scope)
        if symbol is not None:
            yield _plain(symbol)


def steps_around(handler: Scope, module: Module) -> list[Links | None]:
    """The chains in which a handler is registered; None for one that does not show from its beginning."""
    chains = [Links(module, call.scope, "build").follow(call.node) for _, call, _ in _building().matches(module)]
    given = [(call, set(_given(call, scope, module))) for call, scope in _registrations(module)]
    own = _called(module, handler)
    mine = [call for call, symbols in given if own in symbols] or [
        call for call, symbols in given if any(symbol.rpartition(".")[2] == handler.name for symbol in symbols)
    ]
    return [next((chain for chain in chains if call in chain.calls), None) for call in mine]


def _is_named_so(scope: Scope, module: Module) -> bool:
    return (
        scope.is_method
        and scope.name in _handler_names()
        and any(taken.name == _TOPIC for taken in parameters_of(scope, module))
    )


def _handling(module: Module) -> frozenset[Scope]:
    """Handlers, and what only they call."""
    found = set(module.once(stream_handlers))
    if not found:
        return frozenset()
    callers: dict[Scope, set[Scope]] = {}
    private = {_called(module, scope): scope for scope in module.index.functions if scope.name.startswith("_")}
    for call in module.calls:
        helper = private.get(_plain(call.symbol or ""))
        if helper is not None:
            callers.setdefault(helper, set()).add(definition(call.scope))
    pending = [helper for helper in callers if helper not in found]
    grows = True
    while grows:
        added = {helper for helper in pending if callers[helper] <= found | {helper}}
        grows = bool(added - found)
        found |= added
    return frozenset(found)
