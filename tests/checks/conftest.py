"""What tests of check kinds share: a shipped card, run over a small project."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest

from pattern_lint.cards import load_cards
from pattern_lint.checks import options_class
from pattern_lint.checks.kit import Rule
from pattern_lint.outcome import Outcome
from pattern_lint.run.examine import examine
from pattern_lint.run.plan import Planned

RULES = Path(__file__).parents[2] / "rules"
CARDS = {card.name: card for card in load_cards([RULES], examples=False)}

RunCard = Callable[..., Outcome]


@pytest.fixture
def run_card() -> RunCard:
    """Runs one card by its name; further arguments are options that replace the card's."""

    def run(name: str, sources: Mapping[str, str], **options: object) -> Outcome:
        card = CARDS[name]
        given = {**card.options, **{key.replace("_", "-"): value for key, value in options.items()}}
        rule = Rule(card.code, card.name, msgspec.convert(given, options_class(card.check)))
        return examine([Planned(rule, card.check, card.level)], sources)

    return run
