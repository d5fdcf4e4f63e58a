from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pattern_lint.git.lines import Lines


def diff_of(folder: Path, before: str, after: str) -> str:
    """What git says of two versions of one text."""
    (folder / "old").write_text(before)
    (folder / "new").write_text(after)
    form = ("--no-index", "--no-color", "--unified=0", "--src-prefix=a/", "--dst-prefix=b/")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "diff", *form, "old", "new"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True).stdout


def test_a_file_that_is_not_named_stays() -> None:
    assert Lines("").today("a.py", 7) == ("a.py", 7)


def test_a_renamed_file_without_changes() -> None:
    assert Lines("rename from a.py\nrename to b c.py\n").today("a.py", 7) == ("b c.py", 7)


@pytest.mark.parametrize("text", ["-- a/x\n", "++ b/x\n", "rename from y\n", "@@ -1 +1 @@\n"])
def test_changed_lines_may_look_like_anything(tmp_path: Path, text: str) -> None:
    lines = Lines(diff_of(tmp_path, f"{text}one\ntwo\n", f"{text}{text}one\n"))
    assert lines.today("old", 2) == ("new", 3)
    assert lines.today("old", 3) is None
    assert lines.today("x", 1) == ("x", 1)


TEXTS = st.lists(st.sampled_from(["a", "b", "c", "-- d", "++ e", "@@ -1 +1 @@"]), min_size=1, max_size=9)


@settings(max_examples=25, deadline=None)
@given(TEXTS, TEXTS)
def test_a_line_that_is_still_there_is_found_unchanged(
    tmp_path_factory: pytest.TempPathFactory, before: list[str], after: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("lines")
    lines = Lines(diff_of(folder, "\n".join(before) + "\n", "\n".join([*after, "end"]) + "\n"))
    today = [lines.today("old", number) for number in range(1, len(before) + 1)]
    kept = [(text, place[1]) for text, place in zip(before, today, strict=True) if place is not None]
    assert [[*after, "end"][number - 1] for _, number in kept] == [text for text, _ in kept]
    assert [number for _, number in kept] == sorted({number for _, number in kept})
