"""The walk sees everything once, whatever the program looks like."""

from __future__ import annotations

import ast
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pattern_lint.lang.python.module import Module
from pattern_lint.lang.python.parsing import UnreadableError
from pattern_lint.project.collect import collect


def programs() -> st.SearchStrategy[str]:
    """Whatever Python's grammar makes; to prepare it takes seconds, which only who runs the test pays for."""
    import hypothesmith

    return hypothesmith.from_grammar()


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.deferred(programs))
def test_every_call_and_function_is_found_once(source: str) -> None:
    try:
        module = Module("m.py", source.encode())
    except UnreadableError:
        return
    collect(module)
    nodes = list(ast.walk(module.tree))
    assert Counter(map(id, (c.node for c in module.calls))) == Counter(id(n) for n in nodes if isinstance(n, ast.Call))
    functions = [n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert {scope.node for scope in module.index.functions} == set(functions)
    handlers = [n for n in nodes if isinstance(n, ast.ExceptHandler)]
    assert {node for node, _ in module.of(ast.ExceptHandler)} == set(handlers)


SOURCE = b"""\
@decorate(make())
class A(base()):
    x: Annotated[str, Field(default=make())] = call()
    def f(self, a=default(), *args, k: "T" = other(), **kw) -> List[int]:
        return [inner(i) for i in outer() if cond(i)]
    g = lambda self: lazy()
match subject():
    case Point(x=0) if guard():
        with ctx() as c, more(): ...
"""


def test_calls_belong_to_the_scope_that_runs_them() -> None:
    module = Module("m.py", SOURCE)
    names = {
        scope.qualname or "<module>": [ast.unparse(call.func) for call in scope.calls] for scope in module.index.scopes
    }
    assert {scope: sorted(calls) for scope, calls in names.items()} == {
        "<module>": ["base", "ctx", "decorate", "guard", "make", "more", "subject"],
        "A": ["Field", "call", "default", "make", "other"],
        "A.f": ["cond", "inner", "outer"],
        "A.<lambda>": ["lazy"],
    }


def test_every_name_that_occurs_is_known() -> None:
    source = b"""
import a.b, c.d as e
from f import g as h
class I(j.k, l=m):
    n: o = lambda p, q=r.s: t().u[v]
    @w.x(y)
    def z(self, *aa: bb.cc, dd=ee) -> ff[gg]:
        return [ii for jj in kk if (ll := mm.nn)]
"""
    names = "a d e g h I j k l m n o p q r s t u v w x y z self aa bb cc dd ee ff gg ii jj kk ll mm nn"
    assert Module("m.py", source).mentioned == {*names.split()}


def test_constants_are_known_with_what_holds_them_and_docstrings_are_not() -> None:
    module = Module("m.py", b"'doc'\na = 1, f(b'x', k='y')\nb = lambda c='z': 2\ndef f(d: 'T' = 'w'): 'doc'")
    held = {node.value: type(parent).__name__ for node, parent in module.index.constants}
    expected = {1: "Tuple", b"x": "Call", "y": "keyword", "z": "Lambda", 2: "Lambda", "w": "FunctionDef"}
    assert held == expected
    assert module.texts == {"y", "z", "w"}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"def f(:\n", "invalid syntax"),
        (b"x = 1\0\n", "source code string cannot contain null bytes"),
        (b"# -*- coding: no-such-codec -*-\n", "unknown encoding"),
        (b"x = '\xff'\n", "utf-8"),
        (b"(" * 3000 + b")" * 3000, "too many nested parentheses"),
    ],
)
def test_what_cannot_be_read_says_why(source: bytes, message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        Module("m.py", source)
    assert message in caught.value.message


def test_columns_count_letters() -> None:
    module = Module("m.py", "x = 'äöü'; f(1)\n".encode())
    assert module.span(module.calls[0].node) == (1, 12, 1, 16)


def test_a_declared_encoding_is_obeyed() -> None:
    module = Module("m.py", "# coding: latin-1\nx = 'ä'; f(1)\n".encode("latin-1"))
    assert module.lines[1] == "x = 'ä'; f(1)"
    assert module.span(module.calls[0].node) == (2, 10, 2, 14)


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("f(**{'limit': g()})", "f(limit=g())"),
        ("f(1, a=2, **{**more, 'limit': 3})", "f(1, a=2, **more, limit=3)"),
        ("f(**{**{'b': 4}, 'limit': 3}, c=5)", "f(b=4, limit=3, c=5)"),
        ("f(**{'limit': 3, **more})", "f(**{'limit': 3, **more})"),
        ("f(**{'no word': 1})", "f(**{'no word': 1})"),
        ("f(**{key: 1, 'b': 2})", "f(**{key: 1, 'b': 2})"),
        ("f(**more)", "f(**more)"),
    ],
)
def test_a_dict_that_is_unpacked_where_it_is_written_gives_keywords(written: str, means: str) -> None:
    module = Module("m.py", written.encode())
    (call,) = module.named_calls["f"]
    assert isinstance(call.node, ast.Call)
    assert ast.unparse(call.node) == means
    assert [each.value.lineno for each in call.node.keywords] == [1] * len(call.node.keywords)
    assert all(module.index.parents[each] is call.node for each in call.node.keywords)
