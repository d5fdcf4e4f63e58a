"""Cards that promise a fix show what it makes of their examples."""

from __future__ import annotations

import pytest
from support.made_up import shipped_cards

from pattern_lint.cards.card import Card
from pattern_lint.cards.repairs import repair_of

FIXING = [card for card in shipped_cards(examples=True).cards if card.fix != "none"]


@pytest.mark.parametrize("card", FIXING, ids=[card.name for card in FIXING])
def test_a_fix_is_known_and_shown(card: Card) -> None:
    assert repair_of(card) is not None
    assert any(example.kind == "fixed" for example in card.examples)
