"""Every shipped card finds in its examples what it says, and nothing else."""

from __future__ import annotations

import pytest
from support.made_up import shipped_cards

from pattern_lint.cards.card import Card
from pattern_lint.engine.examples import failures

CARDS = shipped_cards(examples=True).cards


@pytest.mark.parametrize("card", CARDS, ids=[card.code for card in CARDS])
def test_the_examples_of_a_card(card: Card) -> None:
    assert "\n".join(map(str, failures(card, CARDS))) == ""


@pytest.mark.parametrize("card", CARDS, ids=[card.code for card in CARDS])
def test_a_card_shows_what_conforms_and_what_violates(card: Card) -> None:
    kinds = [example.kind for example in card.examples]
    assert kinds.count("conforms") >= 1
    assert kinds.count("violates") >= 1
