from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from pattern_lint.config.toml_file import Keys, Origin, key_line, parse, read
from pattern_lint.problems import Problem

TEXT = '''\
title = "A # = [ title"
words = """
title = "not a key"
[not.a.table]
"""
"quoted key" = 1
dotted.key.here = 2
list = [
    "a = 1", # ]
    { name = "inline" },
]

[levels]
no-bare-except = "error"
PAT141 = "off"

[options.file-size]
limits = { "src/**" = 300, tests = 500 }

[[pattern]]
id = "A-01"

[[pattern]]
id = "A-02"
title = "two"

[[pattern.place]]
line = 7
'''


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("title",), 1),
        (("words",), 2),
        (("quoted key",), 6),
        (("dotted", "key", "here"), 7),
        (("dotted", "key"), 7),
        (("list",), 8),
        (("list", "0"), 8),
        (("levels",), 13),
        (("levels", "PAT141"), 15),
        (("levels", "missing"), 13),
        (("options",), 17),
        (("options", "file-size", "limits"), 18),
        (("options", "file-size", "limits", "tests"), 18),
        (("pattern", "0", "id"), 21),
        (("pattern", "1", "id"), 24),
        (("pattern", "1", "title"), 25),
        (("pattern", "1", "place", "0", "line"), 28),
        (("pattern", "0", "title"), 20),
        (("missing",), 1),
        ((), 1),
    ],
)
def test_the_line_of_a_key(keys: Keys, line: int) -> None:
    assert key_line(TEXT, keys) == line


def test_an_inline_table_over_several_lines() -> None:
    assert key_line("a = [\n  {b = 1,\n   c = 2},\n]\nd = 3\n", ("a", "c")) == 3
    assert key_line("a = [\n  {b = 1,\n   c = 2},\n]\nd = 3\n", ("d",)) == 5


def test_a_problem_about_a_string_is_at_the_string(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('b = ["two"]\nlist = [\n  "one",\n  "two",\n]\n')
    assert Origin(path, ("list",)).problem("m", about="two") == Problem(path, 4, "m")
    assert Origin(path, ("list",)).problem("m", about="three") == Problem(path, 2, "m")


def test_a_problem_in_a_file_that_is_gone_has_no_line(tmp_path: Path) -> None:
    problem = Origin(tmp_path / "gone", ("a",)).problem("m")
    assert str(problem) == f"{tmp_path / 'gone'}: m"


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = 1\nb = = 2\n", 2), ("a = 1\n\nb = [1,\n", 3), ('a = """\nx', 2), ("a = 1\na = 2", 2)],
)
def test_a_syntax_error_keeps_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text)
    problem = read(path)
    assert isinstance(problem, Problem)
    assert (problem.path, problem.line) == (path, line)
    assert "(at " not in problem.message
    below = parse(text, path, first_line=11)
    assert isinstance(below, Problem)
    assert below.line == line + 10


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    problem = read(tmp_path / "missing.toml")
    assert isinstance(problem, Problem)
    assert "cannot be read" in problem.message


KEYS = st.text("ab-_1.# ", min_size=1, max_size=6)
VALUES = st.one_of(st.integers(), st.text(max_size=20), st.lists(st.text(max_size=5), max_size=3), st.booleans())


@settings(deadline=None)
@given(st.dictionaries(KEYS, st.one_of(VALUES, st.dictionaries(KEYS, VALUES, max_size=4)), max_size=6))
def test_every_key_of_a_written_file_is_found_on_a_line_that_names_it(table: dict[str, object]) -> None:
    text = tomlkit.dumps(table)
    assert tomllib.loads(text) == table
    lines = text.split("\n")
    for key, value in table.items():
        assert key in lines[key_line(text, (key,)) - 1]
        for inner in value if isinstance(value, dict) else ():
            line = key_line(text, (key, inner))
            assert inner in lines[line - 1]
            assert line > key_line(text, (key,))


@settings(deadline=None)
@given(st.text(max_size=200), st.lists(st.text(max_size=3), max_size=3))
def test_any_text_has_a_line_for_any_key(text: str, keys: list[str]) -> None:
    assert 1 <= key_line(text, tuple(keys)) <= text.count("\n") + 1
