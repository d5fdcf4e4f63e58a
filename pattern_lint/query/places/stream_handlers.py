"""Which functions of a module handle the messages of a stream.

Those are what a call of `@stream-registrations` is given, what has one of `@stream-handler-names` and takes a
topic, and what only they call: private functions and methods that do a part of their work. What takes a message and its
topic may be registered by another module, which only the project knows.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeAlias

from ...flow.helpers import definition
from ...knowledge.words import listed, names_of, table
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..answers import NO, YES, Answer, on_condition
from ..calls.calls import CallTable
from ..calls.chains import Links
from ..definitions.signatures import parameters_of
from ..functions.callbacks import callbacks
from ..functions.callers import all_handed
from ..naming.names import name_set

TOPIC = "topic"
_MESSAGES = frozenset({"message", "envelope"})
TAKING_LAST = _MESSAGES | {TOPIC}
"""What those take last to whom handlers hand messages on."""


Registered: TypeAlias = "tuple[str, tuple[str, ...] | None]"
"""The symbol of a function that is registered, and the steps of the chain in which it is, where that shows."""


def handles_messages(module: Module, scope: Scope) -> Answer:
    """Whether code of a scope handles a message: it, or what it stands in, is such a function."""
    found, current = module.once(_handling), scope
    elsewhere = module.once(maybe_registered_elsewhere)
    while found or elsewhere:
        if current in found:
            return YES
        if current in elsewhere:
            return is_registered_elsewhere(module, current)
        if current.parent is None:
            break
        current = current.parent
    return NO


def may_handle(module: Module) -> bool:
    """Whether a file has such functions, or some that another module may register."""
    return bool(module.once(_handling) or module.once(maybe_registered_elsewhere))


def is_registered_elsewhere(module: Module, handler: Scope, without: tuple[str, ...] = ()) -> Answer:
    """Whether another module registers a function, in a chain without some steps."""
    return on_condition(("handles-messages", _called(module, handler), without))


def maybe_registered_elsewhere(module: Module) -> frozenset[Scope]:
    """The functions that no call of the module registers and that look as if one of another might."""
    if TAKING_LAST.isdisjoint(module.mentioned):
        return frozenset()
    known = module.once(stream_handlers)
    return frozenset(
        scope
        for scope in module.index.functions
        if scope not in known and scope.is_async and _may_handle(scope, module)
    )


def _may_handle(scope: Scope, module: Module) -> bool:
    """Whether a function takes a message and its topic, or a method that a base may call takes a message."""
    names = [taken.name for taken in parameters_of(scope, module)]
    if names[-1:] == [TOPIC]:
        return len(names) > 1 and (scope.parent is module.scope or scope.is_method)
    cls = scope.parent.node if scope.is_method and scope.parent is not None else None
    return isinstance(cls, ast.ClassDef) and bool(cls.bases) and not _MESSAGES.isdisjoint(names[-1:])


def registered(module: Module) -> tuple[Registered, ...]:
    """What a module registers, for the functions of others."""
    found: dict[str, tuple[str, ...] | None] = {}
    chains: list[Links] | None = None
    for call, scope in _registrations(module):
        chains = _chains(module) if chains is None else chains
        chain = next((each for each in chains if call in each.calls), None)
        steps = tuple(sorted(chain.names)) if chain is not None else None
        found |= {symbol: steps for given in _arguments(call) for symbol in _symbols(given, module, scope)}
    return tuple(found.items())


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
    return CallTable([(True, name_set(listed("stream-registrations")))])


@table
def _building() -> CallTable[bool]:
    return CallTable([(True, name_set(listed("stream-builders")))])


def _handler_names() -> frozenset[str]:
    return names_of("stream-handler-names")


def _registrations(module: Module) -> Iterator[tuple[ast.Call, Scope]]:
    for match in _registering().matches(module):
        if isinstance(match.call.node, ast.Call):
            yield match.call.node, match.call.scope


def _given(call: ast.Call, scope: Scope, module: Module) -> Iterator[str]:
    for given in _arguments(call):
        yield from map(_plain, _symbols(given, module, scope))


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _symbols(given: ast.expr, module: Module, scope: Scope) -> Iterator[str]:
    """The symbols of the functions that an argument leads to; an object that is called is its method."""
    for each in callbacks(given, module, scope):
        yield from all_handed(each.node, module, each.scope)
        symbol = module.symbol(each.node, each.scope)
        if symbol is not None:
            yield f"{symbol}.__call__" if symbol.endswith("()") else symbol


def _chains(module: Module) -> list[Links]:
    return [Links(module, call.scope, "build").follow(call.node) for _, call, _ in _building().matches(module)]


def steps_around(handler: Scope, module: Module) -> list[Links | None]:
    """The chains in which a handler is registered; None for one that does not show from its beginning."""
    chains = _chains(module)
    given = [(call, set(_given(call, scope, module))) for call, scope in _registrations(module)]
    own = _called(module, handler)
    mine = [call for call, symbols in given if own in symbols] or [
        call for call, symbols in given if any(symbol.rpartition(".")[2] == handler.name for symbol in symbols)
    ]
    return [next((chain for chain in chains if call in chain.calls), None) for call in mine]


def _is_named_so(scope: Scope, module: Module) -> bool:
    return (
        (scope.is_method or scope.parent is module.scope)
        and scope.name in _handler_names()
        and any(taken.name == TOPIC for taken in parameters_of(scope, module))
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
