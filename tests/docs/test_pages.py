"""What the how-to about cards shows works: its cards pass their examples, and its commands say what it says."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs" / "how-to"
EXAMPLE = Path(__file__).parents[1] / "pack_example"
PAGE = (DOCS / "cards.md").read_text(encoding="utf-8")
CARDS = {
    re.findall('name = "(.+)"', card)[0]: card for card in re.findall(r"^````markdown\n(.*?)^````$", PAGE, re.M | re.S)
}
COMMANDS = re.findall(r"^\$ pattern-lint (.+)\n((?:(?!```|\$ ).+\n)*)", PAGE, re.MULTILINE)
PRICES = """\
import requests


def price(url):
    return requests.get(url)


def known(url):
    return requests.get(url, timeout=3)
"""


def titled(page: str) -> dict[str, str]:
    """The files that a page shows with their names, other than those of cards' examples."""
    text = re.sub(r"^````.*?^````$", "", page, flags=re.MULTILINE | re.DOTALL)
    return dict(re.findall(r'^```\w+ title="(.+?)"\n(.*?)^```$', text, re.MULTILINE | re.DOTALL))


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pattern_lint", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that has done what the page says."""
    files = titled(PAGE) | {f"patterns/{name}.md": text for name, text in CARDS.items()}
    for name, text in {**files, "shop/prices.py": PRICES, "shop/__init__.py": ""}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("command", "shown"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_a_command_says_what_the_page_says(project: Path, command: str, shown: str) -> None:
    done = run(project, *shlex.split(command))
    assert (done.returncode, done.stderr) == (0, "")
    assert shown
    assert all(line in done.stdout for line in shown.splitlines())


def test_the_cards_of_the_page_pass_their_examples(project: Path) -> None:
    assert len(CARDS) == 4
    assert "of 4 cards: no failures" in run(project, "test", "patterns").stdout


def test_the_cards_of_the_page_are_on_and_explained(project: Path) -> None:
    checked = run(project, "check", ".", "--output-format", "concise")
    assert checked.stdout.startswith("shop/prices.py:5:12: ACME101 requests.get() waits for ever; give it a timeout")
    assert checked.returncode == 1
    assert "Only the clock asks what time it is." in run(project, "explain", "one-clock").stdout


def test_the_pack_of_the_page_is_the_one_that_is_tested() -> None:
    shown = titled((DOCS / "packs.md").read_text(encoding="utf-8"))
    for key, value in tomllib.loads(shown["pyproject.toml"])["project"].items():
        assert tomllib.loads((EXAMPLE / "pyproject.toml").read_text(encoding="utf-8"))["project"][key] == value
    code = (EXAMPLE / "acme_patterns" / "__init__.py").read_text(encoding="utf-8")
    assert code.endswith(shown["acme_patterns/__init__.py"])


@pytest.mark.parametrize(("page", "number"), [("other-files.md", 6), ("fixes.md", 1)])
def test_the_cards_of_other_pages_pass_their_examples(tmp_path: Path, page: str, number: int) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    cards = re.findall(r"````markdown\n(.*?)\n````", text, re.DOTALL)
    (tmp_path / "patterns").mkdir()
    for place, card in enumerate(cards):
        (tmp_path / "patterns" / f"{place}.md").write_text(card, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.pattern-lint]\ncards = ["patterns"]\n', encoding="utf-8")
    codes = re.findall(r'^code = "(.+)"', "\n".join(cards), re.MULTILINE)
    tested = run(tmp_path, "test", *codes)
    assert (tested.returncode, len(codes)) == (0, number), tested.stdout + tested.stderr
    assert "no failures" in tested.stdout
