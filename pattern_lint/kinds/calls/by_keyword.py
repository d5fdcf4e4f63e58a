"""Calls of whatever it is that are given an argument of some name."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...lang.python.module import CallSite, Module
from ...query.answers import YES
from ...query.calls.arguments import argument
from ...query.calls.calls import Match, asked_of
from .card import Card


def given_by_name(cards: Sequence[Card], module: Module) -> Iterator[Match[Card]]:
    """The calls that are given an argument which a card names by its keyword, or in a dict that is unpacked."""
    calls = module.once(_by_keyword) if cards else {}
    for card in cards:
        names = card.options.given_by_name
        found = [call for name in (*names, None) for call in calls.get(name, ())]
        for call in dict.fromkeys(found):
            is_named = card.names.match(asked_of(call), module.roots) == YES  # and found by its name
            if not is_named and any(_is_given(call, name, module) for name in names):
                yield Match(card, call, YES)


def _is_given(call: CallSite, name: str, module: Module) -> bool:
    return isinstance(call.node, ast.Call) and argument(call.node, name, None, module, call.scope).value is not None


def _by_keyword(module: Module) -> dict[str | None, list[CallSite]]:
    """Calls by the names of what they are given; under None those into which a dict is unpacked."""
    found: dict[str | None, list[CallSite]] = {}
    for call in module.calls:
        for word in call.node.keywords if isinstance(call.node, ast.Call) else ():
            found.setdefault(word.arg, []).append(call)
    return found
