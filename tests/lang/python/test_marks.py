from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pattern_lint.lang.python.marks import WHOLE_FILE, Scopes, mark, normalised, scope_lines
from pattern_lint.lang.python.module import Module, Span

SOURCE = """\
class Orders:
    def load(self):
        def inner():
            sleep(1)
        return inner

    handlers = [lambda: sleep(2)]


sleep(3)
"""


def marked(source: str, span: Span) -> tuple[str, str]:
    module = Module("a.py", source.encode())
    return mark(span, Scopes(scope_lines(module.index.scopes)), module.lines)


def test_the_scope_is_the_innermost_class_or_function() -> None:
    scopes = [marked(SOURCE, (line, 1, line, 20))[0] for line in (1, 2, 4, 5, 7, 10)]
    assert scopes == ["Orders", "Orders.load", "Orders.load.<locals>.inner", "Orders.load", "Orders", ""]


def test_a_file_as_a_whole_is_known_by_what_it_defines() -> None:
    scope, digest = marked(SOURCE, (1, 1, 1, 1))
    assert scope == WHOLE_FILE
    assert marked("import os\n\n" + SOURCE, (1, 1, 1, 1)) == (scope, digest)
    assert marked("def other():\n    pass\n", (1, 1, 1, 1))[1] != digest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f(a,b)", "f(\n    a,  # why\n    b,\n)"),
        ("f('x')", 'f("x")'),
        ("f('it\\'s')", 'f("it\'s")'),
        ("f(u'x', R'y')", "f('x', r'y')"),
        ("f('ab')", "f(\n    'a'\n    'b'\n)"),
        ("x = 0XFF + 1E3", "x = 0xff + 1e3"),
        ("return (a)", "return a"),
        ("a = b + \\\n    c", "a = (b +\n     c)"),
        ("'''long'''", '"long"'),
    ],
)
def test_what_formatting_may_change(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f(a)", "f(b)"),
        ("f('a')", "f(a)"),
        ("f('a')", "f(b'a')"),
        ("f('a', 'b')", "f('ab')"),
        ("f('a b')", "f('a  b')"),
        ("f('# x')", "f('')"),
        ("ab", "a b"),
        ("time.sleep(1)", "time.sleep(2)"),
    ],
)
def test_what_formatting_leaves_alone(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def test_a_block_on_the_line_of_its_header_does_not_count() -> None:
    assert (
        marked("try:\n    f()\nexcept: pass\n", (3, 1, 3, 13))[1]
        == marked("try:\n    f()\nexcept:\n    pass\n", (3, 1, 3, 8))[1]
    )


EXPRESSIONS = st.recursive(
    st.sampled_from(["a", "b.c", "1", "0XAB", "'s'", '"it\'s"', "None"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda parts: f"f({','.join(parts)})"),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
        st.tuples(inner, inner).map(lambda parts: f"({parts[0]} if {parts[1]} else {parts[0]})"),
    ),
    max_leaves=25,
)


@settings(max_examples=12, deadline=None)
@given(st.lists(EXPRESSIONS, min_size=25, max_size=25))
def test_a_real_formatter_changes_no_mark(expressions: list[str]) -> None:
    source = "".join(f"x{number} = {text}\n" for number, text in enumerate(expressions))
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "30", "-"]
    formatted = subprocess.run(command, input=source.encode(), capture_output=True, check=True).stdout.decode()
    assert normalised(formatted) == normalised(source)


@given(st.text())
def test_any_text_has_a_normal_form(text: str) -> None:
    assert normalised(text) == normalised(f"  {text}  # end") or any(sign in text for sign in "\"'#\\")
