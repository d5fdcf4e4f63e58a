from __future__ import annotations

import tomllib
from typing import Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from pattern_lint.config.toml_edit import CannotEditError, add_to_list, append_table

TOOL = ("tool", "pattern-lint")
EXTERNAL = ("tool", "ruff", "lint", "external")


def is_insertion(old: str, new: str) -> bool:
    """Whether the new text is the old one with one piece put in."""
    length = len(new) - len(old)
    return any(new[:start] + new[start + length :] == old for start in range(len(old) + 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", '[tool.pattern-lint]\nprofile = "x"\n'),
        ("a = 1\n", 'a = 1\n\n[tool.pattern-lint]\nprofile = "x"\n'),
        ("a = 1", 'a = 1\n\n[tool.pattern-lint]\nprofile = "x"'),
        ("[tool.a]\r\nb = 1\r\n", '[tool.a]\r\nb = 1\r\n\r\n[tool.pattern-lint]\r\nprofile = "x"\r\n'),
        ("[tool.a]\r\nb = 1", '[tool.a]\r\nb = 1\r\n\r\n[tool.pattern-lint]\r\nprofile = "x"'),
    ],
)
def test_a_table_is_added_at_the_end(old: str, new: str) -> None:
    assert append_table(old, TOOL, {"profile": "x"}) == new


@pytest.mark.parametrize("old", ["tool = { a = 1 }\n", "tool = 3\n", "[[tool]]\na = 1\n"])
def test_where_no_table_can_stand_none_is_added(old: str) -> None:
    with pytest.raises(CannotEditError):
        append_table(old, TOOL, {"profile": "x"})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('[tool.ruff.lint]\nexternal = ["A"] # c\n', '[tool.ruff.lint]\nexternal = ["A", "PAT"] # c\n'),
        ("[tool.ruff.lint]\nexternal = []", '[tool.ruff.lint]\nexternal = ["PAT"]'),
        (
            '[tool.ruff.lint]\r\nexternal = [\r\n  "A", # c\r\n  "B"\r\n]\r\n',
            '[tool.ruff.lint]\r\nexternal = [\r\n  "A", # c\r\n  "B",\r\n  "PAT"\r\n]\r\n',
        ),
        (
            "[tool.ruff.lint]  # rules\nselect = []\n\n# of a\n[a]\n",
            '[tool.ruff.lint]  # rules\nexternal = ["PAT"]\nselect = []\n\n# of a\n[a]\n',
        ),
        (
            "[tool.ruff.lint]\r\nexclude = []\r\n",
            '[tool.ruff.lint]\r\nexternal = ["PAT"]\r\nexclude = []\r\n',
        ),
        (
            "[tool.ruff]\nlint.select = []\n[a]\n",
            '[tool.ruff]\nlint.select = []\nlint.external = ["PAT"]\n[a]\n',
        ),
        ("[tool]\nruff = { lint = { } }\n", '[tool]\nruff = { lint = { external = ["PAT"]} }\n'),
    ],
)
def test_a_value_is_added_to_a_list(old: str, new: str) -> None:
    assert add_to_list(old, EXTERNAL, "PAT") == new


@pytest.mark.parametrize(
    "old",
    [
        "[tool.ruff]\nline-length = 1\n[a]\nb = 1\n[tool.x]\ny = 1\n",
        "[tool.ruff]\r\nline-length = 1\r\n",
        "[tool.ruff]\nline-length = 1",
        "[tool.ruff.lint.mccabe]\nmax-complexity = 1\n",
        "[a]\n[tool.ruff.lint]\n",
    ],
)
def test_tables_that_are_missing_are_made(old: str) -> None:
    new = add_to_list(old, EXTERNAL, "PAT")
    assert is_insertion(old, new)
    assert tomllib.loads(new)["tool"]["ruff"]["lint"]["external"] == ["PAT"]


@pytest.mark.parametrize("old", ['[tool.ruff.lint]\nexternal = "A"\n', "[tool]\nruff = 3\n"])
def test_what_is_no_list_is_not_extended(old: str) -> None:
    with pytest.raises(CannotEditError):
        add_to_list(old, EXTERNAL, "PAT")


NAMES = st.sampled_from(["a", "tool", "ruff", "lint", "external", "b c", "#"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.integers() | st.booleans() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=5,
)
BLOCKS = st.sampled_from(
    [
        "# a comment",
        "",
        'a = "x"  # about a',
        "b = [\n  1,\n]",
        '[tool.ruff]\nselect = ["E"]',
        "[tool.ruff.lint]",
        'external = ["A"]',
        'external = [\n  "A",  # one\n]',
        "[tool.ruff.lint.mccabe]\nmax-complexity = 3",
        "lint.select = []",
        "[tool.other]",
        "[[rows]]\nc = 1",
        "t = '''\n[tool.ruff.lint]\n'''",
    ]
)
LINE_ENDS = st.sampled_from(["\n", "\r\n"])


def check_edit(old: str, new: str) -> None:
    assert is_insertion(old, new)
    assert not old or new.endswith("\n") == old.endswith("\n")
    if "\r\n" in old:
        assert "\n" not in new.replace("\r\n", "")


def check_both(old: str) -> None:
    try:
        table: Any = tomllib.loads(old)
    except tomllib.TOMLDecodeError:
        return
    try:
        new = append_table(old, TOOL, {"profile": "x"})
    except CannotEditError:
        assert "tool" in table
    else:
        check_edit(old, new)
        assert tomllib.loads(new)["tool"]["pattern-lint"] == {"profile": "x"}
    try:
        new = add_to_list(old, EXTERNAL, "PAT")
    except CannotEditError:
        assert "tool" in table
    else:
        check_edit(old, new)
        assert tomllib.loads(new)["tool"]["ruff"]["lint"]["external"][-1] == "PAT"


@settings(deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=4), LINE_ENDS, st.booleans())
def test_everything_else_stays_byte_for_byte(table: dict[str, Any], line_end: str, ends: bool) -> None:
    text = tomlkit.dumps(table)
    check_both((text if ends else text.rstrip("\n")).replace("\n", line_end))


@settings(deadline=None)
@given(st.lists(BLOCKS, max_size=7), LINE_ENDS, st.booleans())
def test_comments_and_layout_stay_byte_for_byte(blocks: list[str], line_end: str, ends: bool) -> None:
    text = "\n".join(blocks) + ("\n" if ends else "")
    check_both(text.replace("\n", line_end))
