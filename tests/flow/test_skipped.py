"""Calls in conditions that may be left out."""

from __future__ import annotations

import ast

import pytest

from pattern_lint.flow.skipped import may_be_skipped
from pattern_lint.lang.python.module import Module


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("if check():\n  pass\n use()", False),
        ("if a and check():\n  use()", False),
        ("if a or check():\n  use()", True),
        ("if a or not check():\n  return\n use()", False),
        ("if a and not check():\n  return\n use()", True),
        ("if not (a or check()):\n  use()", False),
        ("if a or check():\n  pass\n else:\n  use()", False),
        ("if b or (a and check()):\n  use()", True),
        ("if check() and a:\n  pass\n use()", False),
        ("ok = a and check()\n use()", None),
        ("check() if a else None\n use()", None),
        ("if a and check():\n  pass\n use()", None),
    ],
)
def test_may_be_skipped(body: str, said: bool | None) -> None:
    module = Module("a.py", f"def f(a, b):\n {body}\n".encode(), frozenset())
    calls = {call.name: call.node for call in module.calls}
    assert isinstance(calls["check"], ast.Call)
    assert may_be_skipped(calls["check"], calls["use"], module) is said
