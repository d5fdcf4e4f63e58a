"""Looking at files leaves nothing that only the collector could free, as it is off in a run."""

from __future__ import annotations

import ast
import gc
from pathlib import Path
from types import FunctionType

from support.made_up import shipped_cards

from pattern_lint.cards.options import decode_options
from pattern_lint.engine.examine import top_level_names
from pattern_lint.engine.map import check_file
from pattern_lint.engine.plan import Plan, Planned
from pattern_lint.kinds import options_class
from pattern_lint.kinds.kit import Rule

REFERENCE = Path(__file__).parent.parent.parent / "fixtures" / "reference"
_EVERY = 3
"""What would leave something behind does so in many files: some of them tell."""


def test_files_that_are_done_are_freed_without_the_collector() -> None:
    cards = shipped_cards().cards
    rules = [
        Planned(Rule(card.code, card.name, decode_options(card, options_class(card.check))), card.check, card.level)
        for card in cards
    ]
    files = [path for path in sorted(REFERENCE.rglob("*.py")) if "node_modules" not in path.parts][::_EVERY]
    names = [path.relative_to(REFERENCE).as_posix() for path in files]
    plan = Plan(Path(), lambda: tuple(rules), top_level_names(names), isolated=True)

    gc.collect()
    gc.disable()
    try:
        for name, path in zip(names, files, strict=True):
            check_file(plan, name, name, path.read_bytes())
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        left = [each for each in gc.garbage if isinstance(each, (ast.AST, FunctionType))]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    assert len(files) > 60
    assert left == []
