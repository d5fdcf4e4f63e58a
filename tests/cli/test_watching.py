"""Who watches a card hears what changed, and nothing else."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pattern_lint.cli.watching import Watcher

CARD = """\
+++
code = "TST{number}"
name = "card-{number}"
summary = "Nobody prints."
check = "calls"
[options]
of = ["{of}"]
forbidden = true
+++
# Nobody prints
Because.

## Violates: prints
```python
print(1)  # expect: TST{number}
```
"""


def put(folder: Path, number: int, of: str = "print") -> Path:
    path = folder / "cards" / f"card-{number}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(CARD.format(number=number, of=of), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pattern-lint.toml").write_text('cards = ["cards"]\n', encoding="utf-8")
    return tmp_path


def test_only_what_changed_is_told(folder: Path) -> None:
    put(folder, 101)
    put(folder, 102)
    watcher = Watcher(["TST101", "TST102"])
    assert list(watcher.news()) == ["2 cards watched; end with Ctrl-C"]
    assert list(watcher.news()) == []
    path = put(folder, 101, of="input")
    missing, sums = watcher.news()
    assert f"{path}:15: Missing: TST101 is expected here, and not found" in missing
    assert sums == "TST101 card-101: 1 example: 1 failure"
    put(folder, 101)
    assert list(watcher.news()) == ["TST101 card-101: 1 example: no failures"]


def test_a_card_that_cannot_be_read_is_told_and_watched_on(folder: Path) -> None:
    path = put(folder, 101)
    watcher = Watcher([str(path)])
    list(watcher.news())
    path.write_text(CARD.format(number=101, of="print").replace("forbidden", "forbiden"), encoding="utf-8")
    (problem,) = watcher.news()
    assert "unknown key `forbiden`; did you mean `forbidden`?" in problem
    put(folder, 101, of="input")
    assert list(watcher.news())[-1] == "TST101 card-101: 1 example: 1 failure"


def test_a_list_of_names_changes_the_cards_that_speak_of_it(folder: Path) -> None:
    put(folder, 101, of="@shouts")
    (folder / "cards" / "vocabulary").mkdir()
    words = folder / "cards" / "vocabulary" / "own.toml"
    words.write_text('shouts = ["print"]\n', encoding="utf-8")
    watcher = Watcher(["TST101"])
    list(watcher.news())
    words.write_text('shouts = ["input"]\n', encoding="utf-8")
    assert list(watcher.news())[-1] == "TST101 card-101: 1 example: 1 failure"


def test_it_ends_with_an_interrupt(folder: Path) -> None:
    put(folder, 101)
    command = [sys.executable, "-m", "pattern_lint", "test", "--watch", "TST101"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        preexec_fn=lambda: signal.signal(
            signal.SIGINT, signal.SIG_DFL
        ),  # a suite in the background is interrupted by nobody
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "1 card watched; end with Ctrl-C\n"
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (process.returncode, out, err) == (130, "", "pattern-lint: interrupted\n")


def test_an_example_that_is_no_python_is_told_as_such(folder: Path) -> None:
    path = put(folder, 101)
    path.write_text(path.read_text(encoding="utf-8").replace("print(1)", "print(1"), encoding="utf-8")
    told = "\n".join(Watcher(["TST101"]).news())
    assert f"{path}:15: Missing: TST101 is expected here, and not found" in told
    assert "was never closed" in told
