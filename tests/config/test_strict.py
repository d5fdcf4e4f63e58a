from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pattern_lint.config.strict import Complaint, convert
from pattern_lint.problems import unknown


class Inner(msgspec.Struct, forbid_unknown_fields=True, rename="kebab"):
    max_lines: Annotated[int, msgspec.Meta(ge=1)]


class Options(msgspec.Struct, forbid_unknown_fields=True, rename="kebab"):
    mode: Literal["strict", "loose"] = "strict"
    level: Literal["error", "info"] | Literal["off"] = "error"
    names: tuple[str, ...] = ()
    one_or_many: str | list[str] = ""
    ratio: float = 1
    flag: bool = False
    limit: int | None = None
    inner: Inner | None = None
    by_glob: dict[str, Inner] = {}
    rows: list[Inner] = []

    def __post_init__(self) -> None:
        if self.flag and self.limit == 0:
            raise ValueError("a flag needs a limit")


def said(table: dict[str, Any]) -> list[tuple[tuple[str, ...], str]]:
    found = convert(table, Options)
    assert isinstance(found, list)
    return [(complaint.keys, complaint.message) for complaint in found]


def test_a_right_table_becomes_the_struct() -> None:
    table = {"one-or-many": ["a"], "inner": {"max-lines": 3}, "ratio": 2, "by-glob": {"*": {"max-lines": 1}}}
    assert convert(table, Options) == Options(
        one_or_many=["a"], inner=Inner(max_lines=3), ratio=2.0, by_glob={"*": Inner(max_lines=1)}
    )


@pytest.mark.parametrize(
    ("table", "keys", "message"),
    [
        (
            {"mode": "strit"},
            ("mode",),
            '`mode` must be one of `strict`, `loose`, not "strit"; did you mean `strict`?',
        ),
        (
            {"level": "of"},
            ("level",),
            '`level` must be one of `error`, `info`, `off`, not "of"; did you mean `off`?',
        ),
        ({"names": "a"}, ("names",), '`names` must be a list of strings, not "a"'),
        ({"names": ["a", 1]}, ("names", "1"), "entry 2 of `names` must be a string, not 1"),
        ({"one-or-many": 1}, ("one-or-many",), "`one-or-many` must be a string or a list of strings, not 1"),
        (
            {"one-or-many": [True]},
            ("one-or-many", "0"),
            "entry 1 of `one-or-many` must be a string, not true",
        ),
        ({"ratio": "x"}, ("ratio",), '`ratio` must be a number, not "x"'),
        ({"flag": 1}, ("flag",), "`flag` must be true or false, not 1"),
        ({"limit": False}, ("limit",), "`limit` must be a whole number, not false"),
        ({"inner": 3}, ("inner",), "`inner` must be a table, not 3"),
        ({"inner": {}}, ("inner",), "`max-lines` is missing; it must be a whole number"),
        ({"by-glob": {"*": 3}}, ("by-glob", "*"), "`*` must be a table, not 3"),
        ({"by-glob": []}, ("by-glob",), "`by-glob` must be a table, not a list"),
        (
            {"rows": [{"max-lines": "3"}]},
            ("rows", "0", "max-lines"),
            '`max-lines` must be a whole number, not "3"',
        ),
        ({"flag": True, "limit": 0}, (), "a flag needs a limit"),
    ],
)
def test_what_is_wrong_is_said_in_words(table: dict[str, Any], keys: tuple[str, ...], message: str) -> None:
    assert said(table) == [(keys, message)]


def test_unknown_keys_name_the_nearest_and_the_known() -> None:
    ((keys, message),) = said({"by-glob": {"*": {"maxlines": 1, "max-lines": 1}}})
    assert keys == ("by-glob", "*", "maxlines")
    assert message == "unknown key `maxlines`; did you mean `max-lines`? Known are `max-lines`."


def test_a_key_like_no_other_lists_the_known() -> None:
    ((_, message),) = said({"zzz": 1})
    assert message.startswith("unknown key `zzz`. Known are `by-glob`, `flag`,")


def test_of_very_many_keys_the_nearest_alone_is_named() -> None:
    known = [f"most-{number}" for number in range(100)]
    assert unknown("key", "mots-7", known) == "unknown key `mots-7`; did you mean `most-7`?"
    assert unknown("key", "zzz", known).startswith("unknown key `zzz`. Known are `most-0`, `most-1`,")


def test_everything_wrong_is_said_at_once() -> None:
    wrong = said({"mode": 1, "names": [1, 2], "inner": {"max-lines": 0, "x": 1}, "y": 1})
    assert [keys for keys, _ in wrong] == [
        ("mode",),
        ("names", "0"),
        ("names", "1"),
        ("inner", "max-lines"),
        ("inner", "x"),
        ("y",),
    ]


KEYS = [*Options.__struct_encode_fields__, "x"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=6,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4))
def test_a_table_is_taken_exactly_when_msgspec_takes_it(table: dict[str, Any]) -> None:
    found = convert(table, Options)
    try:
        expected = msgspec.convert(table, Options)
    except msgspec.ValidationError:
        assert isinstance(found, list)
        assert found
        assert all(isinstance(complaint, Complaint) and complaint.message for complaint in found)
    else:
        assert found == expected
