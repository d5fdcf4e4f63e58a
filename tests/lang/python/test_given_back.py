"""What functions give back, as it is made."""

from __future__ import annotations

import ast

import pytest

from pattern_lint.lang.python.given_back import given_back
from pattern_lint.lang.python.module import Module

CASES = {
    "return make()": ["make()"],
    "made = make()\nreturn made": ["make()"],
    "made: Pool = make()\nreturn made": ["make()"],
    "made = []\nmade.append(1)\nreturn made": ["made"],
    "first, made = make()\nreturn made": ["made"],
    "made = make()\nreturn other": ["other"],
    "try:\n    made = read()\n    return made\nexcept OSError:\n    made = make()\n    return made": [
        "read()",
        "make()",
    ],
    "if one:\n    made = make()\nreturn made": ["made"],
    "return": [],
}


@pytest.mark.parametrize("body", CASES)
def test_given_back(body: str) -> None:
    module = Module("m.py", ("def f():\n    " + body.replace("\n", "\n    ") + "\n").encode())
    given = given_back(module).get(module.index.functions[0], [])
    assert [ast.unparse(each) for each in given] == CASES[body]
