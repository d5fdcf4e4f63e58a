"""What calls are handed that call it for themselves: `partial(Session, url)`, `field(default_factory=Session)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...lang.python.module import Decoration, Module, name_of
from ...lang.python.own_names import own_name
from ...query.calls.calls import CallTable, Match
from ...query.naming.names import Asked, name_set
from .card import Card


class Handed:
    """The cards for which what some calls are handed counts as called."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self._table = CallTable((card, name_set(card.options.handed_to)) for card in cards)

    def matches(self, module: Module) -> Iterator[Match[Card]]:
        """What is handed on that somebody wants, each as if it were called where it stands."""
        for card, call, held in self._table.matches(module):
            node = call.node
            if not isinstance(node, ast.Call) or not held.holds:
                continue
            handed = (*node.args, *(each.value for each in node.keywords))
            for given in (_unbound(each, module) for each in handed):
                symbol, name = module.symbol(given, call.scope), name_of(given)
                found = card.names.match(Asked(symbol, name), module.roots) if name else None
                if found is not None and found.holds:
                    yield Match(card, Decoration(given, call.scope, symbol, name), found)


def _unbound(given: ast.expr, module: Module) -> ast.expr:
    """What a partial that is handed on calls."""
    is_partial = isinstance(given, ast.Call) and own_name(given.func, module) == "partial" and given.args
    return given.args[0] if is_partial and isinstance(given, ast.Call) else given
