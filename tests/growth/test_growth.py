"""Work grows with the code, whatever shape the code has: steps are counted, not seconds."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

import pytest
from growth.shapes import ENDING, SHAPES
from growth.steps import Check, grows_with_the_code
from support.made_up import shipped_cards

from pattern_lint.cards.options import decode_options
from pattern_lint.engine.examine import top_level_names
from pattern_lint.engine.join import join
from pattern_lint.engine.map import check_file
from pattern_lint.engine.plan import Plan, Planned
from pattern_lint.flow import inherited
from pattern_lint.kinds import options_class
from pattern_lint.kinds.kit import Rule
from pattern_lint.outcome import Outcome
from pattern_lint.project import exports, lineage

_SIZES, _LARGER_SIZES = (10, 20, 40), (20, 40, 60)
_END = 15
"""How many bases and modules are followed here, so that code which goes on beyond the end need not be large."""


@pytest.fixture(autouse=True)
def _ends_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inherited, "MOST_BASES", _END)
    monkeypatch.setattr(exports, "MOST_STARRED", _END)
    monkeypatch.setattr(lineage, "MOST_ANCESTORS", _END)


@cache
def shipped_rules() -> tuple[Planned, ...]:
    """All cards, with their own options."""
    return tuple(
        Planned(Rule(card.code, card.name, decode_options(card, options_class(card.check))), card.check, card.level)
        for card in shipped_cards().cards
    )


def _files(name: str, count: int) -> dict[str, str]:
    shape = SHAPES[name](count)
    return {"order_service.py": shape} if isinstance(shape, str) else shape


def _plan(name: str) -> Plan:
    """One plan for all runs over files of a shape: what its checks are made ready with is no work of a run."""
    return Plan(Path(), shipped_rules, top_level_names(sorted(_files(name, _SIZES[-1]))), isolated=True)


def _check(plan: Plan, files: dict[str, str]) -> Outcome:
    return join(plan, [check_file(plan, path, path, text.encode()) for path, text in sorted(files.items())])


def _check_of(plan: Plan, name: str, count: int) -> Check:
    return partial(_check, plan, _files(name, count))


@pytest.mark.parametrize("name", SHAPES)
def test_work_grows_with_the_code(name: str) -> None:
    sizes = _LARGER_SIZES if name in ENDING else _SIZES
    assert grows_with_the_code(partial(_check_of, _plan(name), name), sizes)
