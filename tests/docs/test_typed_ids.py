"""What the page about typed ids says: its code runs through mypy, and through the cards."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pattern_lint.cards.card import load_cards
from pattern_lint.cards.options import decode_options
from pattern_lint.engine.examine import examine
from pattern_lint.engine.plan import Planned
from pattern_lint.kinds import options_class
from pattern_lint.kinds.kit import Rule

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "typed-ids.md"
FENCE = re.compile(r'```python title="([^"]+)"\n(.*?)```', re.DOTALL)
CODE = dict(FENCE.findall(PAGE.read_text(encoding="utf-8")))


def marked(mark: str) -> set[tuple[str, int]]:
    return {
        (name, number)
        for name, text in CODE.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if line.endswith(mark)
    }


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], str]:
    """mypy's errors over the page's code, by file and line."""
    folder = tmp_path_factory.mktemp("typed-ids")
    for name in ("ids.py", "mistakes.py"):
        (folder / name).write_text(CODE[name], encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-incremental", "ids.py", "mistakes.py"]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert not result.stderr
    found = re.findall(r"(?m)^(\w+\.py):(\d+): error: (.*)$", result.stdout)
    return {(name, int(line)): message for name, line, message in found}


def test_mypy_refuses_every_marked_line_and_no_other(errors: dict[tuple[str, int], str]) -> None:
    expected = marked("# refused")
    assert len(expected) == 4
    assert set(errors) == expected


def test_an_id_of_one_kind_is_refused_where_another_is_wanted(errors: dict[tuple[str, int], str]) -> None:
    (line,) = [number for (name, number), text in errors.items() if '"SignalId"; expected "OrderId"' in text]
    assert CODE["mistakes.py"].splitlines()[line - 1].startswith("cancel(order.signal_id)")


def test_the_page_shows_what_mypy_says(errors: dict[tuple[str, int], str]) -> None:
    shown = re.findall(r"(?m)^(mistakes\.py):(\d+): error: (.*)$", PAGE.read_text(encoding="utf-8"))
    assert shown
    assert all(errors[name, int(line)] == message for name, line, message in shown)


def test_the_cards_see_through_new_types() -> None:
    rules = [
        Planned(
            Rule(card.code, card.name, decode_options(card, options_class(card.check))),
            card.check,
            card.level,
        )
        for card in load_cards([ROOT / "rules" / "ids"], examples=False)
    ]
    outcome = examine(rules, {name: text for name, text in CODE.items() if name != "mistakes.py"})
    assert not outcome.findings
    conforming = {code for (code, _, _), tally in outcome.tallies.items() if tally.conforms}
    assert conforming == {rule.rule.code for rule in rules}
