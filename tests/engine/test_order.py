"""The order in which files are joined does not matter."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
from support.made_up import shipped_cards

from pattern_lint.cards.options import decode_options
from pattern_lint.engine.examine import top_level_names
from pattern_lint.engine.join import join
from pattern_lint.engine.map import FileResult, check_file
from pattern_lint.engine.plan import Plan, Planned
from pattern_lint.kinds import options_class
from pattern_lint.kinds.kit import Rule

FILES = {
    "shop/__init__.py": "from .a import *\nfrom .b import *\n",
    "shop/a.py": "from .b import *\nfrom .c import slow as late\nclass A(B): ...\n",
    "shop/b.py": "from .a import *\nfrom .c import *\nclass B(A): ...\n",
    "shop/c.py": "import time\ndef slow(): time.sleep(1)\ndef other(): open('x')\n"
    "def both():\n    other()\n    slow()\n",
    "shop/order_service.py": "from .a import slow, late\nfrom .b import both, A\n"
    "class OrderService(A):\n    async def run(self):\n        slow()\n        late()\n        both()\n",
    "shop/user_service.py": "from . import both\nclass UserService:\n    def __init__(self): both()\n"
    "    async def run(self):\n        both()\n",
}


@cache
def _results() -> tuple[Plan, list[FileResult]]:
    cards = shipped_cards().cards
    rules = [
        Planned(Rule(card.code, card.name, decode_options(card, options_class(card.check))), card.check, card.level)
        for card in cards
    ]
    plan = Plan(Path(), lambda: tuple(rules), top_level_names(list(FILES)), isolated=True)
    return plan, [check_file(plan, path, path, text.encode()) for path, text in FILES.items()]


@pytest.mark.parametrize("seed", range(10))
def test_joined_in_any_order_the_outcome_is_the_same(seed: int) -> None:
    plan, results = _results()
    shuffled = random.Random(seed).sample(results, len(results))
    expected, found = join(plan, results), join(plan, shuffled)
    assert {"shop/order_service.py", "shop/user_service.py"} <= {finding.path for finding in expected.findings}
    assert found.findings == expected.findings
    assert found.tallies == expected.tallies
