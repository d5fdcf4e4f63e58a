"""Which chain a finding shows hangs on the files that it leads through, not on others nor on their order."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from support.made_up import shipped_cards

from pattern_lint.cards.options import decode_options
from pattern_lint.engine.examine import top_level_names
from pattern_lint.engine.join import join
from pattern_lint.engine.map import check_file
from pattern_lint.engine.plan import Plan, Planned
from pattern_lint.kinds import options_class
from pattern_lint.kinds.kit import Rule

CARDS = ("PAT214", "PAT219", "PAT226", "PAT235", "PAT246", "PAT425")
"""Those whose findings have chains."""

FILES = {
    "shop/__init__.py": "from .files import *\n",
    "shop/files.py": "import time\nfrom pathlib import Path\n"
    "def read(path): return open(path).read()\n"
    "def nap(): time.sleep(1)\n"
    "def left(path): return read(path)\n"
    "def right(path): return read(path)\n"
    "def fork(path, deep=False):\n    nap()\n    if deep:\n        return left(path)\n    return right(path)\n"
    "def both(path):\n    right(path)\n    left(path)\n"
    "def circle(path):\n    fork(path)\n    return round_about(path)\n"
    "def round_about(path): return circle(path)\n",
    "shop/store.py": "from . import fork, read\nfrom .files import circle as turn\n"
    "class Store:\n    def __init__(self, path): self.text = read(path)\n"
    "    def get(self, path): return turn(path)\n"
    "    @property\n    def first(self): return fork('first', deep=True)\n"
    "class Late(Store):\n    def get(self, path): return super().get(path)\n",
    "shop/ids.py": "from datetime import datetime\ndef stamp(): return datetime.now()\n"
    "def generate_order_id(): return f'ord_{stamp():%Y}'\n",
    "shop/order_service.py": "from shop import left, right\nfrom shop.store import Late, Store\n"
    "from .files import both, circle\n"
    "class OrderService:\n    def __init__(self): self.store = Late('orders')\n"
    "    async def run(self):\n        self.store.get('a')\n        circle('b')\n        left('c'), right('d')\n"
    "        both('f')\n"
    "        Store('e').first\n",
}
HELPERS = (
    "shop.files.both",
    "shop.files.fork",
    "shop.files.read",
    "shop.files.circle",
    "shop.store.Late",
    "shop.ids.stamp",
)
NAMES = ("a.py", "zz.py", "shop/aa.py", "shop/zz.py", "shop/more/__init__.py", "shop/more/files.py", "tools/run.py")


@st.composite
def beside(draw: st.DrawFn) -> dict[str, str]:
    """Files that reach the same helpers in their own ways, by names that the others have too, or reach nothing."""
    made = {}
    for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True)):
        lines = []
        for number, helper in enumerate(draw(st.lists(st.sampled_from(HELPERS), max_size=3))):
            module, _, what = helper.rpartition(".")
            function = draw(st.sampled_from(["left", "read", "other", "fork"]))
            kind = draw(st.sampled_from(["def", "async def"]))
            lines += [f"from {module} import {what} as h{number}", f"{kind} {function}(path): return h{number}(path)"]
        if draw(st.booleans()):
            lines += [
                "class Store:",
                "    def get(self, path): return open(path)",
                "    async def run(self): self.get(1)",
            ]
        made[name] = "".join(f"{line}\n" for line in lines)
    return made


@cache
def _rules() -> tuple[Planned, ...]:
    cards = [card for card in shipped_cards().cards if card.code in CARDS]
    return tuple(
        Planned(Rule(card.code, card.name, decode_options(card, options_class(card.check))), card.check, card.level)
        for card in cards
    )


def found(files: Mapping[str, str], order: random.Random) -> str:
    """The findings in the files that are always there, with all that is told of them."""
    paths = order.sample(sorted(files), len(files))
    plan = Plan(Path(), _rules, top_level_names(paths), isolated=True)
    outcome = join(plan, [check_file(plan, path, path, files[path].encode()) for path in paths])
    assert outcome.faults == []
    return "\n".join(repr(finding) for finding in outcome.findings if finding.path in FILES)


@settings(max_examples=20)
@given(beside(), st.randoms(use_true_random=False))
def test_other_files_change_no_finding(others: dict[str, str], order: random.Random) -> None:
    assert found({**others, **FILES}, order) == _alone()


@cache
def _alone() -> str:
    told = found(FILES, random.Random(0))
    assert told.count("is_chain=True") >= 5
    return told
