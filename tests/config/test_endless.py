"""Expressions that take for ever are told from those that only look as if they did."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import pattern_lint
from pattern_lint.config.endless import endless_part

PACKAGE = Path(pattern_lint.__file__).parent


@pytest.mark.parametrize(
    ("expression", "again"),
    [
        ("(a+)+", "a"),
        ("(a*)*b", "a"),
        ("x(?:[A-Z]+[a-z]*)+", "A"),
        ("(?:.*,)*", ","),
        (r"[a-z]+(?::(?:[a-z]+|v?\d{0,2}))+", "v"),
        ("(?:(?:ab?)*)*", "a"),
        ("(?:[^x]*)*", "a"),
        ("(?:[^xy]*)*", " "),
        ("(?>(?:a+)+b)", "a"),
        (r"(?=(?:\d+)+$)0", "0"),
    ],
)
def test_what_takes_for_ever(expression: str, again: str) -> None:
    """More than a second for some dozen letters, if they end otherwise than it needs them to."""
    assert endless_part(expression) == again


@pytest.mark.parametrize(
    "expression",
    [
        "([_-][a-z]*)+",
        r"(\.[\w-]+)+",
        "(?:foo|fab)*",
        ".*x.*y",
        "(?>a+)+",
        "(?:a+)++",
        "(?:a++)+",
        r"(\s*,\s*)+",
        r"(?::(?:[a-z]+|v?\d{1,2})?)+",
        "((ab)+)+",
        r"(\w|\d)+",
        "(?:[^/]+/)*",
        "(?:a{1,3})?",
        r"(a)(?:\1b)*",
        "(?:--.*+|(?!--).)*?",
        "(",
    ],
)
def test_what_ends(expression: str) -> None:
    assert endless_part(expression) == ""


@pytest.mark.parametrize("expression", ["(a+)+", "(?:[A-Z]+[a-z]*)+"])
def test_it_is_true(expression: str) -> None:
    """The time of one that takes for ever doubles with each letter, until nobody waits for it."""

    def seconds(count: int) -> float:
        start = time.process_time()
        assert re.compile(expression).fullmatch(endless_part(expression) * count + "!") is None
        return time.process_time() - start

    assert seconds(22) > 16 * seconds(14)


def expressions() -> Iterator[str]:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("re.compile", "re.sub", "re.search"):
                written = node.args[0]
                yield from (
                    [written.value] if isinstance(written, ast.Constant) and written.value.__class__ is str else []
                )


def test_none_of_our_own_takes_for_ever() -> None:
    """Those of cards are looked at where cards are read."""
    own = [*expressions()]
    assert len(own) > 50
    assert {each for each in own if endless_part(each)} == set()
