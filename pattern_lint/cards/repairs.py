"""How what cards find is put right: as the card says, or as its kind knows."""

from __future__ import annotations

from collections.abc import Iterable

from ..fix.repair import Repair, repair_from
from ..kinds import check_class
from ..outcome import Fix
from .card import Card


def repair_of(card: Card) -> Repair | None:
    """How a card's findings are put right; None where nobody says."""
    if card.fix == "none":
        return None
    return card.repair or repair_from(check_class(card.check).repair(card.options))


def fix_of(card: Card) -> Fix:
    """What sort of fix a card really has: what it promises, if there is a repair."""
    return card.fix if repair_of(card) is not None else "none"


def repairs_of(cards: Iterable[Card]) -> dict[str, Repair]:
    """The repairs of cards by their codes."""
    found = ((card.code, repair_of(card)) for card in cards)
    return {code: repair for code, repair in found if repair is not None}
