"""Calls that may make something of classes of the project."""

from __future__ import annotations

import pytest

from pattern_lint.lang.python.module import Module
from pattern_lint.query.calls.making import may_make

SOURCE = b"""
from kiln import Kiln as Oven, fire
import kiln, json
Oven()
kiln.Kiln()
fire()
json.JSONDecoder()
"""


@pytest.mark.parametrize(
    ("classes", "lines"),
    [
        (None, [4, 5]),
        (frozenset({"Kiln"}), [4, 5]),
        (frozenset({"Kiln", "Oven"}), [4, 5]),
        (frozenset({"Pot"}), []),
    ],
)
def test_each_construction_is_found_once(classes: frozenset[str] | None, lines: list[int]) -> None:
    module = Module("m.py", SOURCE, frozenset({"kiln", "m"}))
    assert sorted(call.node.lineno for call in may_make(classes, module)) == lines
