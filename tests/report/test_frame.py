from __future__ import annotations

from unicodedata import category, east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.report.frame import shown
from pattern_lint.visible import plain


def cells(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(
        0 if category(letter) in ("Mn", "Me") else 2 if east_asian_width(letter) in "WF" else 1 for letter in text
    )


def marked(line: str, start: int, end: int, width: int = 80) -> str:
    """The line with the mark below it."""
    frame = shown(line, start, end, width)
    return f"{frame.text}\n{' ' * frame.mark_start}{'^' * frame.mark_width}"


@pytest.mark.parametrize(
    ("line", "start", "end", "expected"),
    [
        ("x = open(path)", 4, 14, "x = open(path)\n    ^^^^^^^^^^"),
        ("\tx = f()", 5, 8, "    x = f()\n        ^^^"),
        ("名 = f()", 4, 7, "名 = f()\n     ^^^"),
        ("x = '名前'", 4, 8, "x = '名前'\n    ^^^^^^"),
        ("e\u0301 = f()", 5, 8, "e\u0301 = f()\n    ^^^"),
        ("a\x0cb\x1b[31m", 2, 3, "a\ufffdb\ufffd[31m\n  ^"),
        ("f()", 0, 0, "f()\n^"),
        ("", 3, 9, "\n^"),
        ("f(", 9, 12, "f(\n  ^"),
    ],
)
def test_marks_stand_below_what_they_mark(line: str, start: int, end: int, expected: str) -> None:
    assert marked(line, start, end) == expected


def test_a_long_line_is_cut_behind_what_is_marked() -> None:
    assert marked("f(x) + " + "y" * 90, 0, 4, 20) == "f(x) + yyyyyyyyyyy…\n^^^^"


def test_a_long_line_is_cut_around_what_is_marked() -> None:
    assert marked("x" * 50 + "=f(y)+" + "z" * 50, 51, 55, 20) == "…xxxxxxxxxxxxx=f(y)…\n               ^^^^"


LINES = st.text(st.sampled_from("abc =()\t名é\u0301\u200d\x0c"), max_size=120)


@given(LINES, st.integers(0, 130), st.integers(0, 130), st.integers(40, 100))
def test_no_line_is_too_long_and_the_mark_stays_in_it(line: str, start: int, end: int, width: int) -> None:
    frame = shown(line, start, end, width)
    assert cells(frame.text) <= width
    assert frame.mark_width >= 1
    assert frame.mark_start <= cells(frame.text)
    assert frame.mark_start + frame.mark_width <= cells(frame.text) + 1
    assert frame.text.replace("\u0301", "").isprintable()


@given(st.text())
def test_nothing_from_outside_can_steer_a_terminal(text: str) -> None:
    assert not any(category(letter)[0] == "C" for letter in plain(text))
