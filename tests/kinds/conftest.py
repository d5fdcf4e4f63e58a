"""What the tests of check kinds share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pattern_lint.cards.card import Card, load_cards
from pattern_lint.cards.options import decode_options
from pattern_lint.engine.examine import examine
from pattern_lint.engine.plan import Planned
from pattern_lint.kinds import options_class
from pattern_lint.kinds.kit import Rule
from pattern_lint.outcome import Outcome

RULES = Path(__file__).parents[2] / "rules"

Judge = Callable[..., Outcome]


@pytest.fixture(scope="session")
def shipped() -> Mapping[str, Card]:
    """The cards that ship, by name."""
    return {card.name: card for card in load_cards([RULES], examples=False)}


@pytest.fixture
def judge(shipped: Mapping[str, Card]) -> Judge:
    """Runs a shipped card, with options over its own, over sources by path (or over one source)."""

    def run(name: str, sources: str | Mapping[str, str], **options: object) -> Outcome:
        card = shipped[name]
        changed = {key.replace("_", "-"): value for key, value in options.items()}
        decoded = decode_options(card, options_class(card.check), changed)
        planned = Planned(Rule(card.code, card.name, decoded), card.check, card.level)
        return examine([planned], {"module.py": sources} if isinstance(sources, str) else sources)

    return run
