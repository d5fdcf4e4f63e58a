"""What a card that is tried out says is what it would say if it were on."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from pattern_lint.cards.card import Card, load_cards
from pattern_lint.cards.examples import ExampleFile
from pattern_lint.engine.api import Request, whole_outcome
from pattern_lint.engine.session import ignore_progress
from pattern_lint.engine.targets import find_targets
from pattern_lint.engine.trial import Trial, sums, try_card
from pattern_lint.outcome import Outcome

RULES = Path(__file__).parents[1] / "conformance" / "team_rules"
GENERAL = (
    *("calls", "pairs", "uses", "imports", "sets", "classes", "functions", "fields", "modules", "reach"),
    *("handlers", "raises"),
)
_OF_A_KIND = 2
_RULES = load_cards([RULES])
CARDS = [card for kind in GENERAL for card in [each for each in _RULES if each.check == kind][:_OF_A_KIND]]
CARD = """\
+++
code = "ACME901"
name = "nobody-pickles"
summary = "Nobody pickles."
check = "calls"
[options]
of = ["pickle.load", "*.unpickle"]
forbidden = true
+++
# Nobody pickles
Because.
"""


def lay_out(folder: Path, card: Card, files: Iterable[ExampleFile]) -> Path:
    """Make a project of an example in which the card is not on; gives the card's file in it."""
    for file in files:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    (folder / "cards").mkdir()
    (folder / "pattern-lint.toml").write_text('cards = ["cards"]\nselect = []\n', encoding="utf-8")
    return Path(shutil.copy(card.path, folder / "cards"))


def tried(folder: Path, code: str, home: Path) -> Trial:
    (target,) = find_targets([str(folder)])
    return try_card(target, Request(jobs=1), code, home, lambda total: ignore_progress)


def checked(folder: Path, code: str) -> Outcome:
    (target,) = find_targets([str(folder)])
    request = Request(jobs=1, select=(code,), cached=False)
    return whole_outcome(target, request, lambda total: ignore_progress)


@pytest.mark.parametrize("card", CARDS, ids=[card.name for card in CARDS])
def test_a_trial_finds_what_a_run_finds(tmp_path: Path, card: Card, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, example in enumerate(card.examples):
        folder = tmp_path / str(number)
        home = lay_out(folder, card, example.files)
        monkeypatch.chdir(folder)
        found, wanted = tried(folder, card.code, home), checked(folder, card.code)
        own = [finding.place for finding in wanted.findings if finding.code == card.code]
        assert [finding.place for finding in found.outcome.findings] == own
        assert bool(own) == (example.kind == "violates")
        assert sums(found.outcome) == sums(wanted)


@pytest.mark.parametrize(
    ("source", "is_looked_at"),
    [
        ("import pickle as p\np.load(x)\n", True),
        ("from pickle import load as lo\nlo(x)\n", True),
        ("import pickle\n@pickle.load\ndef f(): ...\n", True),
        ("jar.unpickle()\n", True),
        ("jar.ｕnpickle()\n", True),
        ("jar.load(x)\npickle = 1\n", False),
        ("from shop import load\nload(x)\n", False),
        ("from shop import fetch as load\nload(x)\n", False),
        ("from shop.again import load\nload(x)\n", True),
        ("from shop.again import unjar\nunjar(x)\n", True),
        ("from shop import fetch\nfetch(x)\n", False),
    ],
)
def test_only_files_that_a_card_may_concern_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, is_looked_at: bool
) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text("def load(x): ...\nfetch = load\n", encoding="utf-8")
    (tmp_path / "shop" / "again.py").write_text(
        "from pickle import load\nfrom pickle import load as unjar\n", encoding="utf-8"
    )
    (tmp_path / "used.py").write_text(source, encoding="utf-8")
    home = tmp_path / "own.md"
    home.write_text(CARD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = tried(tmp_path, "ACME901", home)
    assert found.looked_at == is_looked_at
    assert bool(found.outcome.findings) == is_looked_at


def test_a_card_is_tried_that_the_configuration_has_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own").mkdir()
    home = tmp_path / "own" / "own.md"
    home.write_text(CARD, encoding="utf-8")
    config = 'cards = ["own"]\nselect = []\nignore = ["ACME901"]\n[levels]\nnobody-pickles = "off"\n'
    (tmp_path / "pattern-lint.toml").write_text(config, encoding="utf-8")
    (tmp_path / "used.py").write_text(
        "import pickle\npickle.load(x)\npickle.load(y)  # noqa: ACME901\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    found = tried(tmp_path, "ACME901", home)
    assert [finding.place[:3] for finding in found.outcome.findings] == [("used.py", 2, 1)]
    assert sums(found.outcome) == {"conforms": 0, "violates": 1, "waived": 1, "baselined": 0, "unknown": 0}
