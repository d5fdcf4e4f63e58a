from __future__ import annotations

import ast

import pytest

from pattern_lint.lang.python.module import Module
from pattern_lint.lang.python.raising import raised_by


def raised(body: str) -> set[str]:
    """The classes that the last raise of a function may raise: `?` for one not known, `again` for no new error."""
    lines = "\n    ".join(body.splitlines())
    module = Module("m.py", f"import vendor as v\nFailed = OSError\ndef f(given, made):\n    {lines}\n".encode())
    node, scope = module.of(ast.Raise)[-1]
    assert isinstance(node, ast.Raise)
    return {each.symbol or "?" if each.is_new else "again" for each in raised_by(module, node, scope)}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("raise ValueError", {"builtins.ValueError"}),
        ("raise ValueError('x') from given", {"builtins.ValueError"}),
        ("raise (given or ValueError())", {"again", "builtins.ValueError"}),
        ("raise ValueError() if made else v.Error()", {"builtins.ValueError", "vendor.Error"}),
        ("raise (error := ValueError())", {"builtins.ValueError"}),
        ("raise ValueError().with_traceback(made)", {"builtins.ValueError"}),
        ("raise (given or v.Error()).with_traceback(made)", {"again", "vendor.Error"}),
        ("error = ValueError()\nerror.code = 1\nraise error", {"builtins.ValueError"}),
        ("error = ValueError().with_traceback(made)\nraise error", {"builtins.ValueError"}),
        ("error = None\nif made:\n    error = KeyError()\nelse:\n    error = v.Error()\nraise error", None),
        ("raise Failed('x')", {"builtins.OSError"}),
        ("raise IOError('x')", {"builtins.OSError"}),
        ("raise given", {"again"}),
        ("raise", {"again"}),
        ("try: made()\nexcept KeyError as error:\n    raise error", {"again"}),
        ("raise given('x')", {"?"}),
        ("raise type(given)('x')", {"?"}),
        ("raise made.Error()", {"?"}),
        ("raise v.make()[0]", {"?"}),
    ],
)
def test_what_a_raise_raises(body: str, expected: set[str] | None) -> None:
    assert raised(body) == (expected or {"builtins.KeyError", "vendor.Error"})


def test_an_error_that_is_given_its_own_traceback_comes_to_an_end() -> None:
    assert raised("given = given.with_traceback(made)\nraise given") <= {"again", "?"}
    assert raised("while made:\n    it = it.with_traceback(made)\nraise it") == set()
