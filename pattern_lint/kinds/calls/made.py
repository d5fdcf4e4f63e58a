"""Constructions of which only the project can tell what is made."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ...knowledge.lacking import HAS, Lacking, all_that_may_have, lacking
from ...lang.python.module import Module
from ...query.answers import Condition
from ...query.calls.calls import Called, Match, words_of
from ...query.calls.making import HeirsMade, may_make, may_make_by_method
from ..kit import Rule
from ..site_kind import Site, placed
from .card import Card
from .options import Options


class _Sought(NamedTuple):
    """Cards about constructions that only the project can tell, with the simple names of the classes that may be made;
    None stands for any."""

    making: Sequence[tuple[Rule[Options], frozenset[str] | None]]
    constructing: Sequence[tuple[Card, frozenset[str] | None]]


class Constructions:
    """Finds the constructions that cards are about, and that only the project can tell."""

    def __init__(self, rules: Sequence[Rule[Options]], cards: Mapping[str, Card]) -> None:
        self._cards = cards
        self._heirs = HeirsMade((rule, rule.options.of) for rule in rules if rule.options.heirs)
        self._making = [rule for rule in rules if rule.options.making and not rule.options.heirs]
        self._constructing = [card for card in cards.values() if card.names.constructs]
        self._sought_in: tuple[Lacking, _Sought] | None = None

    def __bool__(self) -> bool:
        return bool(self._heirs or self._making or self._constructing)

    @property
    def _sought(self) -> _Sought:
        """The constructions that cards look for, found out once for each project."""
        known = self._sought_in
        if known is None or known[0] is not lacking():
            making = [(rule, _made_of(rule.options)) for rule in self._making]
            constructing = [(card, card.names.constructed_heirs) for card in self._constructing]
            known = self._sought_in = lacking(), _Sought(making, constructing)
        return known[1]

    def inherited(self, module: Module) -> Iterator[Match[Card]]:
        """The constructions of classes of the project that inherit a constructor which cards name."""
        for card, classes in self._sought.constructing:
            for call in may_make(classes, module):
                held = card.names.inherited_by(call.symbol or "", module.roots)
                if held.holds:
                    yield Match(card, call, held)

    def made(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        """The constructions that only the project can tell are of a class with some methods, or with some base."""
        for rule, call, found in self._heirs.matches(module):
            yield from self._placed(rule, call, found.when, module)
        for rule, classes in self._sought.making:
            for call in (*may_make(classes, module), *may_make_by_method(classes, module)):
                yield from self._placed(rule, call, _of_what_is_made(rule.options, call), module)

    def _placed(
        self, rule: Rule[Options], call: Called, made: Sequence[Condition], module: Module
    ) -> Iterator[tuple[Rule[Options], Site]]:
        if placed(rule.options, Site(module, call.node, call.scope)).holds is not False:
            words = words_around(module, call) | {"subject": ""}
            when = (*made, *self._cards[rule.code].conditions(call, module))
            yield rule, Site(module, call.node, call.scope, words, when, call)


def words_around(module: Module, call: Called) -> dict[str, str]:
    """What a message may say of a call."""
    owner = call.scope.owner.name if call.scope.owner is not None else ""
    return {**words_of(module, call), "class": owner, "argument": "", "value": "", "missing": ""}


def _made_of(options: Options) -> frozenset[str] | None:
    """The simple names of the classes that may have the methods that a card asks for; None where that may be any."""
    having = [names for member in options.making if (names := all_that_may_have(f"{HAS}{member}")) is not None]
    return frozenset.intersection(*having) if having else None


def _of_what_is_made(options: Options, call: Called) -> tuple[Condition, ...]:
    """What the project must know of a class that is made."""
    symbol = call.symbol or ""
    may_borrow = options.result == "managed" and not _is_given_what_is_made_for_it(call.node)
    owns: Condition = ("not", "", (("borrows", symbol, ()),))
    return (("made-with", symbol, options.making), *((owns,) if may_borrow else ()))


def _is_given_what_is_made_for_it(node: ast.AST) -> bool:
    given = [*node.args, *(word.value for word in node.keywords)] if isinstance(node, ast.Call) else []
    return any(isinstance(each, (ast.Call, ast.Await)) for each in given)
