"""Which functions of a module handle the messages of a stream.

Those are what a call of `@stream-registrations` is given, methods that have one of `@stream-handler-names` and take a
topic, and what only they call: private functions and methods that do a part of their work.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..flow.helpers import definition
from ..knowledge.words import listed
from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from .calls import CallTable
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
    table = CallTable([(True, NameSet(listed("stream-registrations")))])
    for match in table.matches(module):
        node = match.call.node
        if isinstance(node, ast.Call):
            for given in (*node.args, *(keyword.value for keyword in node.keywords)):
                symbol = module.symbol(given, match.call.scope)
                if symbol is not None:
                    yield _plain(symbol)


def _is_named_so(scope: Scope, module: Module) -> bool:
    return (
        scope.is_method
        and scope.name in listed("stream-handler-names")
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
