from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pattern_lint.lang.python.module import Module
from pattern_lint.query.literals.literals import written_in
from pattern_lint.query.literals.texts import Texts


def _written(source: str) -> list[tuple[object, str, str, str]]:
    found = written_in(Module("shop.py", source.encode()))
    return [(each.value, each.shape, each.name, each.use) for each in found]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a = 'x'", [("x", "text", "a", "value")]),
        ("a.b['c'] = 'x'", [("x", "text", "c", "value"), ("c", "text", "", "key")]),
        ("a = -1", [(-1, "number", "a", "value")]),
        ("a = b'x'", [(b"x", "bytes", "a", "value")]),
        ("a = True, None", []),
        ("a = f'x:{b}' 'y'", [("x:{}y", "f-string", "a", "value")]),
        ("a = f'{c(\"z\")}'", [("{}", "f-string", "a", "value"), ("z", "text", "", "value")]),
        ("a = 'x:%s/%d%%' % b", [("x:{}/{}%", "built", "a", "value")]),
        ("a = 'x:{}{{'.format(b)", [("x:{}{", "f-string", "a", "value")]),
        ("a = 'x:{}{{'.format(*b)", [("x:{}{", "built", "a", "value")]),
        ("a = 'x' + b + 'y'", [("x{}y", "built", "a", "value")]),
        ("a = b + c", []),
        ("a = b or 'x'", [("x", "text", "a", "value")]),
        (
            "a = ['x', 'y']",
            [("x, y", "list", "a", "value"), ("x", "text", "a", "value"), ("y", "text", "a", "value")],
        ),
        ("a = ('x', b)", [("x", "text", "a", "value")]),
        ("def a(): return 'x'", [("x", "text", "a", "value")]),
        ("def f(a, b='x', *, c='y'): 'doc'", [("x", "text", "b", "value"), ("y", "text", "c", "value")]),
        ("f(a='x')", [("x", "text", "a", "value")]),
        ("if a == 'x': pass", [("x", "text", "a", "compared")]),
        ("match a.b:\n    case 'x': pass", [("x", "text", "b", "compared")]),
        ("match a:\n    case 'x' | ('y' as b): pass", [("x", "text", "a", "compared"), ("y", "text", "a", "compared")]),
        ("match a:\n    case B('x', c='y'): pass", [("x", "text", "", "compared"), ("y", "text", "c", "compared")]),
        ("match a:\n    case {'k': 'x'}: 'y'", [("k", "text", "", "key"), ("x", "text", "k", "compared")]),
        ("a: 'T' = 'x'", [("x", "text", "a", "value")]),
        ("class A(Enum):\n    'doc'\n    a = 'x'", [("x", "text", "a", "member")]),
        ("env.get('A', 'x')", [("A", "text", "", "key"), ("x", "text", "A", "value")]),
    ],
)
def test_what_is_written_out_and_what_it_is_given_to(source: str, expected: list[tuple[object, str, str, str]]) -> None:
    assert _written(source) == expected


@pytest.mark.parametrize("source", ["a.b['c']", "a.b['c'] = d", "b.get('c', d)"])
def test_keys_say_in_which_dict_they_are_looked_up(source: str) -> None:
    found = written_in(Module("shop.py", source.encode()))
    assert [(each.value, each.use, each.holder) for each in found] == [("c", "key", "b")]


_PLACES = [
    "a = {}",
    "with f({}) as g: pass",
    "b = lambda: {}",
    "def f(a={}): return a",
    "@f({})\nclass A(k={}):\n    b = [c for c in {} if c == {}]",
    "for a in {}:\n    a[{}] = await_({})",
    "match a:\n    case {{'k': b}} if {}: f(*{})",
    "try: a = {{b: {}}}\nexcept f({}): raise g from {}",
    "async def f():\n    async with g({}) as a: yield (a := {})",
]
_TEXTS = ["'x'", "f''", "f'x{b:{c}}'", "'x' + b + 'y'", "'%s' % 'y'", "'{}'.format('x')", "('x', 'y')", "-1", "b'x'"]


@given(some.sampled_from(_PLACES), some.lists(some.sampled_from(_TEXTS), min_size=3, max_size=3))
def test_what_is_around_texts_leads_to_all_of_them(place: str, texts: list[str]) -> None:
    module = Module("shop.py", place.format(*texts, *texts).encode())
    found, expected = Texts(module, members=True), written_in(module)
    assert written_in(module, found.around(found.all, others=True)) == expected
    assert {text for each in expected if each.pieces or each.shape == "f-string" for text in each.texts} <= found.all


def test_only_what_is_around_some_texts_is_looked_at() -> None:
    module = Module("shop.py", b"'doc'\na = ['x', f('y')]\ndef g(): return 'y', 'z'")
    found = Texts(module, members=True)
    assert found.all == {"x", "y", "z"}
    kept = found.around({"x"}, others=False)
    assert [type(node) for node in kept.statements] == [ast.Assign]
    assert {type(node) for node in kept.parts} == {ast.List, ast.Constant}
    assert [each.value for each in written_in(module, kept)] == ["x"]


def test_long_sums_are_no_deep_ones() -> None:
    assert [value for value, *_ in _written("a = " + " + ".join(["'x'"] * 900 + ["b"]))] == ["x" * 900 + "{}"]
