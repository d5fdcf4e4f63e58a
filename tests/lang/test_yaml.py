"""What YAML says, and where its keys stand."""

from __future__ import annotations

import pytest

from pattern_lint.lang.yaml import Data, read


def _read(text: str) -> Data:
    return read("ci.yml", "ci.yml", text.encode())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: plain text # and a comment", "plain text"),
        ("a: 10", 10),
        ("a: 0x1F", 31),
        ("a: 1.5", 1.5),
        ("a: true", True),
        ("a:", None),
        ("a: ~", None),
        ('a: "10"', "10"),
        (r'a: "one\ntwo"', "one\ntwo"),
        ("a: 'it''s'", "it's"),
        ("a: one\n  two", "one two"),
        ("a: |\n  one\n    two\n", "one\n  two"),
        ("a: [x, 'y', {z: 1}]", ["x", "y", {"z": 1}]),
        ("a:\n  - x\n  - b: 1\n    c: 2", ["x", {"b": 1, "c": 2}]),
        ("a: !secret name", "name"),
        ("a: &name {b: 1}", {"b": 1}),
        ("a: 2026-01-01", "2026-01-01"),
    ],
)
def test_values(text: str, value: object) -> None:
    assert _read(text).table == {"a": value}


def test_what_stands_elsewhere_is_not_known() -> None:
    assert _read("a: &x 1\nb: *x").table == {"a": 1, "b": "${elsewhere}"}


def test_keys_stand_where_they_are_written() -> None:
    unit = _read("# jobs\njobs:\n  test:\n    steps:\n      - run: make\n      - name: x\n        run: y\n")
    assert unit.line_of(("jobs", "test")) == 3
    assert unit.line_of(("jobs", "test", "steps", "1", "run")) == 7
    assert unit.line_of(("jobs", "test", "timeout-minutes")) == 3


def test_a_file_of_several_documents_is_a_list() -> None:
    unit = _read("a: 1\n---\nb: 2\n")
    assert unit.root == [{"a": 1}, {"b": 2}]
    assert unit.line_of(("1", "b")) == 3


def test_a_template_has_no_keys() -> None:
    unit = _read("a: b\n{{- if x }}\nc: [\n")
    assert unit.table == {}
    assert unit.notes == ["the grammar of YAML does not take this"]


def test_what_lies_too_deep_says_nothing() -> None:
    assert _read("[" * 200 + "]" * 200).root is not None
