"""Rules that a team writes without Python, and those that we have for ourselves: each passes its own examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from pattern_lint.cards.card import Card, load_cards
from pattern_lint.engine.examples import failures

CARDS = load_cards([Path(__file__).parent / "team_rules", Path(__file__).parents[2] / "patterns"])


@pytest.mark.parametrize("card", CARDS, ids=[card.name for card in CARDS])
def test_the_examples_of_a_rule(card: Card) -> None:
    assert "\n".join(map(str, failures(card))) == ""
