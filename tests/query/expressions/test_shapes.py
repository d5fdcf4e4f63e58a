from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.query.expressions.shapes import Piece, may_match

_TOPIC = r"[a-z]+\.[a-z_]+\.[a-z]+(\.dlq)?|market\.\w+"


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["kraken.orders.created"], True),
        (["kraken.orders"], False),
        ([None, ".orders.created"], True),
        ([None], True),
        (["market.", None], True),
        (["Market.", None], False),
        ([None, ":", None], False),
        ([None, ".dlq"], True),
        ([None, "dlq."], False),
        (["kraken", None, "created"], True),
        ([], False),
    ],
)
def test_holes_may_be_anything_that_fits(pieces: list[Piece], expected: bool) -> None:
    assert may_match(_TOPIC, pieces) is expected


@pytest.mark.parametrize(
    ("expression", "text", "expected"),
    [
        ("(?i)ab[c-e]", "AbD", True),
        (r"\d{2,3}", "1", False),
        (r"\d{2,3}", "1234", False),
        (r"a{2,}", "aaaa", True),
        (r"[^a]+", "bab", False),
        (r"(?:a|bc)*?", "abca", True),
        (r"^a.c$", "abc", True),
        (r"[^\W\d]+", "a1", False),
    ],
)
def test_without_holes_it_is_a_match_like_any(expression: str, text: str, expected: bool) -> None:
    assert may_match(expression, [text]) is expected


def test_what_looks_around_itself_is_not_known() -> None:
    assert may_match(r"(?=a)\w+", ["a"]) is None
    assert may_match(r"(\w)\1", ["aa"]) is None


@given(st.sampled_from([_TOPIC, r"(a|b+c?){1,3}", r"[ab]*\.(ab)?"]), st.text("abc.", max_size=8), st.data())
def test_what_matches_may_match_with_any_part_left_out(expression: str, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    is_match = re.fullmatch(expression, text) is not None
    assert may_match(expression, [text]) is is_match
    assert may_match(expression, [text[:start], None, text[end:]]) or not is_match
