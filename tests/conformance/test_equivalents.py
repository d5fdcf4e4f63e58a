"""What other linters call the same: comments that accept their codes accept the cards' findings."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.made_up import shipped_cards

from pattern_lint.cards.card import Card
from pattern_lint.cli.main import main

CARDS = shipped_cards(examples=True).cards
CODE = re.compile(r"[A-Z]{1,5}[0-9]{3,4}")
PYLINT_NAME = re.compile(r"[a-z]+(-[a-z]+)+")
TYPE_CHECKERS_NAME = re.compile(r"override|report[A-Z][A-Za-z]+")
PYCHARM_NAME = re.compile(r"Py(?:[A-Z][a-z]+)+")


@pytest.mark.parametrize("card", CARDS, ids=[card.code for card in CARDS])
def test_equivalents_are_codes_or_names_and_none_stands_twice(card: Card) -> None:
    forms = (CODE, PYLINT_NAME, PYCHARM_NAME, TYPE_CHECKERS_NAME)
    odd = [each for each in card.equivalents if not any(form.fullmatch(each) for form in forms)]
    assert odd == []
    assert len(set(card.equivalents)) == len(card.equivalents)


ASYNC = "import time\nasync def f():\n    open('a').read()  {first}\n    time.sleep(1)  {second}\n"
OPTIONAL = "from typing import Optional\na: Optional[int] = None  {first}\nb: Optional[int] = None  {second}\n"
OVERRIDES = (
    "from abc import ABC, abstractmethod\n\n\n"
    "class A(ABC):\n    @abstractmethod\n    def run(self, x): ...\n\n\n"
    "class B(A):\n    async def run(\n        self, x, **more\n    ):  {first}\n        return x\n\n\n"
    "class C(A):\n    async def run(self, x):  {second}\n        return x\n"
)
NAIVE = "from datetime import datetime\nA = datetime.now()  {first}\nB = datetime.utcnow()  {second}\n"
PRINTS = "def load():\n    print(1)  {first}\n    print(2)  {second}\n"


@pytest.mark.parametrize(
    ("code", "text", "comments", "reported"),
    [
        ("PAT235", ASYNC, ("", ""), [3, 4]),
        ("PAT235", ASYNC, ("# noqa: ASYNC230", "# noqa: ASYNC251 -- at start"), []),
        ("PAT235", ASYNC, ("# noqa: ASYNC109", "# noqa: ASYNC2"), [3]),
        ("PAT235", ASYNC, ("# noqa: E501", "# pylint: disable=all"), [3]),
        ("PAT036", OPTIONAL, ("", ""), [2, 3]),
        ("PAT036", OPTIONAL, ("# noqa: UP007", "# pylint: disable=consider-alternative-union-syntax"), []),
        ("PAT036", OPTIONAL, ("# noqa: UP006", "# noqa: UP045"), [2]),
        ("PAT415", NAIVE, ("# noqa: DTZ005", ""), [3]),
        ("PAT818", PRINTS, ("# noqa: T201", ""), [3]),
        ("PAT379", OVERRIDES, ("# pylint: disable=invalid-overridden-method", "# pylint: disable=W0236"), []),
        ("PAT379", OVERRIDES, ("# pylint: disable=line-too-long", ""), [10, 17]),
    ],
)
def test_a_comment_for_another_linter_waives(
    code: str,
    text: str,
    comments: tuple[str, str],
    reported: list[int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, second = comments
    (tmp_path / "app.py").write_text(text.format(first=first, second=second))
    monkeypatch.chdir(tmp_path)
    status = main(
        ["check", "--isolated", "--select", code, "--no-cache", "--fail-on", "info", "--output-format", "json", "."]
    )
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [finding["line"] for finding in found if finding["code"] == code] == reported
    assert status == bool(reported)
