"""Dicts that are made of keywords are read like those in braces."""

from __future__ import annotations

import ast

import pytest

from pattern_lint.lang.python.displays import spell_dicts


def spelled(text: str) -> str:
    tree = ast.parse(text)
    spell_dicts(tree, text.encode())
    return ast.unparse(tree)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("x = dict(a=1, b=two)", "x = {'a': 1, 'b': two}"),
        ("x = dict(\n    a=dict(b=1),\n    **more,\n)", "x = {'a': {'b': 1}, **more}"),
        ("x = dict()", "x = {}"),
        ("f(dict(a=1), dict=2)", "f({'a': 1}, dict=2)"),
        ("x = dict(pairs, a=1)", "x = dict(pairs, a=1)"),
        ("x = typing.dict(a=1)", "x = typing.dict(a=1)"),
        ("from tools import dict\nx = dict(a=1)", "from tools import dict\nx = dict(a=1)"),
        ("def f(dict):\n    return dict(a=1)", "def f(dict):\n    return dict(a=1)"),
        ("dict = Table\nx = dict(a=1)", "dict = Table\nx = dict(a=1)"),
    ],
)
def test_what_is_read(text: str, read: str) -> None:
    assert spelled(text) == read


def test_keys_and_dicts_stand_where_they_are_written() -> None:
    tree = ast.parse("x = dict(a=1,\n         bé=2)")
    spell_dicts(tree, b"dict(a=")
    (table,) = (node for node in ast.walk(tree) if isinstance(node, ast.Dict))
    assert (table.lineno, table.col_offset, table.end_lineno, table.end_col_offset) == (1, 4, 2, 15)
    places = [(key.lineno, key.col_offset, key.end_lineno, key.end_col_offset) for key in table.keys if key]
    assert places == [(1, 9, 1, 10), (2, 9, 2, 12)]
