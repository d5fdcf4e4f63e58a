"""What the pages show works: the card of the how-to passes its own examples and finds what it says."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "cards.md"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pattern_lint", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_card_of_the_how_to_works_as_the_page_says(tmp_path: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    (card,) = re.findall(r"````markdown\n(.*?)\n +````", text, re.DOTALL)
    (configuration,) = re.findall(r"```toml\n(.*?)\n +```", text, re.DOTALL)
    (tmp_path / "patterns").mkdir()
    (tmp_path / "patterns" / "no-string-errors.md").write_text(textwrap.dedent(card), encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(textwrap.dedent(configuration), encoding="utf-8")
    (tmp_path / "desk.py").write_text('raise RuntimeError("x")\n', encoding="utf-8")
    assert "no failures" in run(tmp_path, "test", "ACME101").stdout
    checked = run(tmp_path, "check", ".", "--output-format", "concise")
    assert checked.stdout.startswith("desk.py:1:1: ACME101 ")
    assert checked.returncode == 0, "a warning does not fail"
    assert "no-string-errors" in run(tmp_path, "explain", "ACME101").stdout


def test_the_cards_about_other_files_work_as_the_page_says(tmp_path: Path) -> None:
    text = (PAGE.parent / "other-files.md").read_text(encoding="utf-8")
    cards = re.findall(r"````markdown\n(.*?)\n````", text, re.DOTALL)
    (tmp_path / "patterns").mkdir()
    for number, card in enumerate(cards):
        (tmp_path / "patterns" / f"{number}.md").write_text(card, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.pattern-lint]\ncards = ["patterns"]\n', encoding="utf-8")
    codes = [f"ACME91{number}" for number in range(len(cards))]
    tested = run(tmp_path, "test", *codes)
    assert (tested.returncode, len(cards)) == (0, 4), tested.stdout + tested.stderr
    assert "no failures" in tested.stdout
