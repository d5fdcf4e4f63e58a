"""Copies of what cards name, made with other values: `replace(order, id=...)`, `order.model_copy(update={...})`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...flow.inherited import function_called
from ...lang.python.externals import COPYING, COPYING_METHODS
from ...lang.python.module import CallSite, Module
from ...query.calls.calls import Match
from ...query.naming.names import Asked, last_name
from .card import Card

_NAMES = COPYING_METHODS | {last_name(each) for each in COPYING}


def copies(cards: Sequence[Card], module: Module) -> Iterator[Match[Card]]:
    """The calls that give another one of what some cards name the making of."""
    for name in _NAMES & module.named_calls.keys() if cards else ():
        for call in module.named_calls[name]:
            made = module.symbol(call.node, call.scope) if is_copy(call.node, call.symbol) else None
            if made is None or not made.endswith("()") or not isinstance(call, CallSite):
                continue
            made = _promised(made[:-2], module) or made
            asked = Asked(made[:-2], last_name(made[:-2]))
            found = ((card, card.names.match(asked, module.roots)) for card in cards)
            yield from (Match(card, call, held) for card, held in found if held.holds)


def _promised(function: str, module: Module) -> str | None:
    """What a function of the module says that it gives."""
    scope = function_called(function, module)
    returns = getattr(scope.node, "returns", None) if scope is not None else None
    return module.names.annotation(returns, scope.of_annotations or scope) if returns is not None and scope else None


def is_copy(node: ast.AST, symbol: str | None) -> bool:
    """Whether a call gives another one of what it is given first, or called on."""
    is_of_model = isinstance(node, ast.Call) and getattr(node.func, "attr", "") in COPYING_METHODS
    return is_of_model or symbol in COPYING
