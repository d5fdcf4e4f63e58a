"""Patterns are judged by what they accept."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.kinds.ids.shape import Pattern, Shape

SHAPE = Shape(("8 digits", "6 digits", "8 hex"), "_")
PREFIXES = st.from_regex(r"[A-Z][A-Z0-9]{0,7}", fullmatch=True)
DIGITS = ("\\d", "[0-9]", "[0123456789]")
HEX = ("[0-9a-f]", "[a-f0-9]", "[\\da-f]", "(?:\\d|[a-f])", "[0-9a-fA-F]", "[0-9A-F]")


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """A prefix, and a pattern of its ids in one of many spellings."""
    prefix = draw(PREFIXES)
    parts = [prefix]
    for letters, length in ((DIGITS, 8), (DIGITS, 6), (HEX, 8)):
        letter = draw(st.sampled_from(letters))
        part = draw(st.sampled_from([f"{letter}{{{length}}}", letter * length, f"{letter}{letter}{{{length - 1}}}"]))
        parts.append(draw(st.sampled_from([part, f"({part})", f"(?:{part})"])))
    separator = draw(st.sampled_from(["_", "[_]", "\\_"]))
    start, end = draw(st.sampled_from(["^", "\\A"])), draw(st.sampled_from(["$", "\\Z", "\\z"]))
    return prefix, f"{start}{separator.join(parts)}{end}"


@given(spellings())
def test_every_spelling_of_the_shape_is_right(spelling: tuple[str, str]) -> None:
    prefix, text = spelling
    pattern = Pattern(text, SHAPE)
    assert pattern.accepts(prefix)
    assert not pattern.faults()


@given(spellings(), st.sampled_from(["start", "end"]))
def test_a_missing_anchor_is_found_in_every_spelling(spelling: tuple[str, str], side: str) -> None:
    _, text = spelling
    loose = re.sub(r"^(\^|\\A)", "", text) if side == "start" else re.sub(r"(\$|\\[Zz])$", "", text)
    assert Pattern(loose, SHAPE).faults() == [f"is not anchored at its {side}"]


@given(spellings(), PREFIXES)
def test_only_the_own_prefix_is_accepted(spelling: tuple[str, str], other: str) -> None:
    prefix, text = spelling
    assert Pattern(text, SHAPE).accepts(other) == (other == prefix)


@given(st.text(alphabet="^$\\dAZz()[]{}*+?|.,08SIG_-af:#P<> ", max_size=40))
def test_any_text_is_judged_or_left_alone(text: str) -> None:
    pattern = Pattern(text, SHAPE)
    assert isinstance(pattern.faults(), list) if pattern.is_readable else not pattern.accepts("SIG")


def test_expressions_that_would_take_long_are_left_alone() -> None:
    assert not Pattern("^(a+)+$", SHAPE).is_readable
    assert not Pattern("^.*.*.*.*.*.*.*.*!$", SHAPE).is_readable


@given(PREFIXES)
def test_the_pattern_that_messages_propose_is_right(prefix: str) -> None:
    assert not Pattern(SHAPE.expression(prefix), SHAPE).faults()
