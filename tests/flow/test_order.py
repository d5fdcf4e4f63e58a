"""Which of some calls runs after which."""

from __future__ import annotations

import ast
from textwrap import indent

import pytest

from pattern_lint.flow.order import second_of
from pattern_lint.lang.python.module import Module


def second(body: str) -> str | None:
    """The number that is given to the second call of `do`."""
    module = Module("m.py", f"def f():\n{indent(body, '    ')}".encode())
    calls = [call.node for call in module.calls if call.name == "do"]
    found = second_of(calls, module, module.index.functions[0])
    return ast.unparse(found[1]) if found is not None else None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("do(1)\ndo(2)\ndo(3)", "do(2)"),
        ("if x:\n    do(1)\nelse:\n    do(2)", None),
        ("if x:\n    do(1)\n    return\ndo(2)", None),
        ("if x:\n    do(1)\ndo(2)", "do(2)"),
        ("both(do(1), do(2))", None),
        ("for a in b:\n    if a:\n        do(1)\n    else:\n        do(2)", None),
        ("for a in b:\n    do(1)\ndo(2)", "do(2)"),
        ("try:\n    do(1)\nexcept OSError:\n    do(2)", None),
        ("try:\n    do(1)\n    go()\nexcept OSError:\n    do(2)", "do(2)"),
        ("try:\n    do(1)\nfinally:\n    do(2)", "do(2)"),
        ("match x:\n    case 1:\n        do(1)\n    case _:\n        do(2)", None),
    ],
)
def test_second(body: str, expected: str | None) -> None:
    assert second(body) == expected
