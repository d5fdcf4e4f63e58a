"""What dicts hold, however they are built, before they are used as `use(...)`."""

from __future__ import annotations

import ast

import pytest

from pattern_lint.lang.python.module import Module
from pattern_lint.query.expressions.dicts import dicts_at


def _held(source: str) -> list[tuple[dict[str, str], bool]]:
    """What the argument of `use` holds by each way: the items, and whether there may be others."""
    module = Module("shop.py", source.encode())
    call = next(call for call in module.calls if call.name == "use")
    assert isinstance(call.node, ast.Call)
    ways = dicts_at(call.node.args[0], module, call.scope)
    return [({item.key: ast.unparse(item.value) for item in each.pairs}, each.is_open) for each in ways]


@pytest.mark.parametrize(
    ("source", "items"),
    [
        ("use({'a': 1, 'b': 2})", {"a": "1", "b": "2"}),
        ("use(dict(a=1))", {"a": "1"}),
        ("A = {'a': 1}\nuse({**A, 'a': 2})", {"a": "2"}),
        ("A = {'a': 1}\nuse(A | {'b': 2})", {"a": "1", "b": "2"}),
        ("A = {'a': 1}\nuse(A.copy())", {"a": "1"}),
        ("KEY = 'a'\nuse({KEY: 1})", {"a": "1"}),
        ("a = {}\na['b'] = 1\na.update({'c': 2}, d=3)\nuse(a)", {"b": "1", "c": "2", "d": "3"}),
        ("a = {}\nuse(a)\na['b'] = 1", {}),
        ("a = {'x': 1}\na = {}\nuse(a)", {}),
        ("def made():\n    return {'a': 1}\nuse(made())", {"a": "1"}),
        (
            "class A:\n    def __init__(self):\n        self.b = {'c': 1}\n        self.b['d'] = 2\n"
            "    def go(self):\n        use(self.b)",
            {"c": "1", "d": "2"},
        ),
    ],
)
def test_all_that_a_dict_holds_is_seen(source: str, items: dict[str, str]) -> None:
    assert _held(source) == [(items, False)]


@pytest.mark.parametrize(
    "source",
    [
        "use({**other(), 'a': 1})",
        "a = {'a': 1}\ntune(a)\nuse(a)",
        "def go(a):\n    a['a'] = 1\n    use(a)",
        "a = {}\na[key()] = 2\na['a'] = 1\nuse(a)",
        "from shop import A\nuse(A | {'a': 1})",
    ],
)
def test_a_dict_is_open_where_others_may_have_set_something(source: str) -> None:
    [(items, is_open)] = _held(source)
    assert is_open
    assert items.get("a") in ("1", None)


@pytest.mark.parametrize(
    ("source", "items"),
    [
        ("use({'a': 1} | other())", {}),
        ("use({'a': 1, **other()})", {}),
        ("a = {'a': 1}\na.update(other())\na['b'] = 2\nuse(a)", {"b": "2"}),
        ("a = {'a': 1}\na |= other()\na['b'] = 2\nuse(a)", {"b": "2"}),
        ("def go(**a):\n    a['b'] = 2\n    use(a)", {"b": "2"}),
    ],
)
def test_what_is_set_last_holds_whatever_was_there(source: str, items: dict[str, str]) -> None:
    assert _held(source) == [(items, True)]


def test_each_way_is_told_by_itself() -> None:
    assert _held("a = {'a': 1} if b else {'a': 2}\nuse(a)") == [({"a": "1"}, False), ({"a": "2"}, False)]
