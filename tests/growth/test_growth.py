"""Work grows with the code, whatever shape the code has: steps are counted, not seconds."""

from __future__ import annotations

from cProfile import Profile
from functools import cache
from pathlib import Path

import pytest
from growth.shapes import ENDING, SHAPES
from support.made_up import shipped_cards

from pattern_lint.cards.options import decode_options
from pattern_lint.engine.examine import top_level_names
from pattern_lint.engine.join import join
from pattern_lint.engine.map import check_file
from pattern_lint.engine.plan import Plan, Planned
from pattern_lint.kinds import options_class
from pattern_lint.kinds.kit import Rule
from pattern_lint.outcome import Outcome

_FEW, _MANY = 50, 400
_MOST = 1.3
"""By how much more the work may grow than the code does."""


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


def _check(files: dict[str, str]) -> Outcome:
    plan = Plan(Path(), shipped_rules, top_level_names(sorted(files)), isolated=True)
    return join(plan, [check_file(plan, path, path, text.encode()) for path, text in sorted(files.items())])


def _steps(files: dict[str, str]) -> int:
    """How many calls it takes to check some files, those of what is built in included."""
    profile = Profile()
    outcome = profile.runcall(_check, files)
    assert not outcome.faults
    assert not any(finding.code == "PAT000" for finding in outcome.findings)
    return sum(entry.callcount for entry in profile.getstats())


@cache
def _at_rest() -> int:
    """What it takes to check next to nothing, once all that is made but once has been made."""
    nothing = {"order_service.py": "x = 1\n"}
    for files in (_files("methods", 3), nothing):
        _check(files)
    return _steps(nothing)


@pytest.mark.parametrize("name", SHAPES)
def test_work_grows_with_the_code(name: str) -> None:
    fewer = _MANY // 2 if name in ENDING else _FEW
    few, many = (_steps(_files(name, count)) - _at_rest() for count in (fewer, _MANY))
    assert many <= few * _MANY / fewer * _MOST, f"{few} steps for {fewer} repetitions, {many} for {_MANY}"
