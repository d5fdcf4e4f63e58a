"""Every expression can be said, whatever the interpreter makes of it."""

from __future__ import annotations

import ast
import sys

import pytest

from pattern_lint.lang.python.module import Module
from pattern_lint.lang.python.unparsed import unparsed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a.b.c", "a.b.c"),
        ("a.b(c)[0]", "a.b(c)[0]"),
        ("f'{a}'", "f'{a}'"),
        (r"""f"x\n{"\\".join(a)}y" """, r"f'x\n{'\\'.join(a)}y'"),
        (r"""g(f"{"\\".join(a)}").h""", "h"),
        (r"""[f"{"\\".join(a)}"]""", ""),
    ],
)
def test_what_is_said(text: str, said: str) -> None:
    module = Module("a.py", f"x = {text}\n".encode())
    statement = module.tree.body[0]
    assert isinstance(statement, ast.Assign)
    can_say_all = sys.version_info >= (3, 12)
    assert unparsed(statement.value) == (ast.unparse(statement.value) if can_say_all else said)
