"""Newer syntax is read as the older syntax that says the same, and everything keeps its place."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pattern_lint.lang.python.module import Module
from pattern_lint.lang.python.newer import lowering
from pattern_lint.lang.python.newer.syntax import type_parameters
from pattern_lint.lang.python.parsing import UnreadableError, parse

OLDER = sys.version_info < (3, 12)
only_older = pytest.mark.skipif(not OLDER, reason="this interpreter reads the syntax itself")

Place = tuple[str, int, int, int, int]


def places(tree: ast.AST) -> list[Place]:
    """What the names and calls of a tree are, and where; the bounds of type parameters are not looked at."""
    for node in ast.walk(tree):
        if hasattr(node, "type_params"):
            node.type_params = []
    return sorted(_places(tree))


def _places(tree: ast.AST) -> Iterator[Place]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.FunctionDef | ast.ClassDef | ast.ExceptHandler):
            what = getattr(node, "id", None) or getattr(node, "attr", None) or type(node).__name__
            assert node.end_lineno is not None and node.end_col_offset is not None
            yield what, node.lineno, node.col_offset, node.end_lineno, node.end_col_offset


SAME = {
    "alias": ("type X = a.b(c)", "pass;X = a.b(c)"),
    "alias with parameters": ("type X[T: int, *U, **P] = a.b(c)", "pass;X                  = a.b(c)"),
    "alias among statements": ("f(); type X = g; h()", "f(); pass;X = g; h()"),
    "alias after a colon": ("if a: type X = g", "if a: pass;X = g"),
    "function": ("def f[T: (int, str) = int](x: T): g(x)", "def f                     (x: T): g(x)"),
    "function over lines": ("async def f[\n  T,\n  U,\n](x: T): g(x)", "async def f\\\n   \\\n   \\\n (x: T): g(x)"),
    "class": ("@d\nclass C[T](B[T], k=v): x: T", "@d\nclass C   (B[T], k=v): x: T"),
    "string in parameters": ("def f[T: 'a]b'](x): g(x)", "def f          (x): g(x)"),
    "same quotes": ('p(f"a {x["k"]} é {g("ü")!r:>{w}}")', 'p((    x["k"],     g("ü"),    w, ))'),
    "backslash": ("p(f'{g(\"\\n\")}')", 'p((  g("\\n"),))'),
    "comment": ('p(f"""{\n  x  # why }\n}""")', "p((    \n  x  # why }\n,  ))"),
    "line end": ("p(f'{\n  x\n}', y)", "p((  \n  x\n,), y)"),
    "nested": ("p(f'{f'{f'{x}'}'}')", "p((  (  (  x,),),))"),
    "neighbours": ("p('a' f'{x['k']}' \"b\", y)", "p((      x['k'],    ), y)"),
    "template": ("p(t'{x} {y.z!r}')", "p((  x,  y.z,  ))"),
    "several types": ("try: a\nexcept B, c.D: e", "try: a\nexcept B| c.D: e"),
    "several groups": ("try: a\nexcept* B, C,: e", "try: a\nexcept* B| C : e"),
    "lazy imports": ("lazy import a; lazy from b import c\nf(a)", "pass;import a; pass;from b import c\nf(a)"),
    "unpacking": ("[*f(x) for x in y]", "[ f(x) for x in y]"),
    "unpacked mappings": ("{**f(x) for x in y}", "{  f(x) for x in y}"),
    "soft keywords": ("type = f\ntype(x)[0] = f'{x['a']}'", "type = f\ntype(x)[0] = (  x['a'],)"),
    "letters of two bytes": ("é = 'ü', f'ö {x['ä']}'; f(é)", "é = 'ü', (     x['ä'],); f(é)"),
}
"""Newer syntax, and older syntax of the same length in which the same names stand in the same places."""


@pytest.mark.parametrize("name", SAME)
def test_newer_syntax_keeps_names_and_places(name: str) -> None:
    newer, older = SAME[name]
    assert len(newer.encode()) == len(older.encode())
    assert places(parse(newer.encode())) == places(ast.parse(older))


def text_of(source: str) -> ast.JoinedStr:
    statement = parse(source.encode()).body[0]
    assert isinstance(statement, ast.Expr) and isinstance(statement.value, ast.JoinedStr)
    return statement.value


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("f'{x['a']} {{b}} {y!r:>{w}}'", "f'{x[\"a\"]} {{b}} {y!r:>{w}}'"),
        ("'{a}\\n' f'\\t{x['a']}' rf'\\d{y}'", "'{a}\\n' f'\\t{x[\"a\"]}' rf'\\d{y}'"),
        ("f'{x['a']=}{y=!s}{z=:>3}'", "f'''{x['a']=}{y=!s}{z=:>3}'''"),
        ("f'\\N{DIGIT ONE}{x['a']}'", "f'\\N{DIGIT ONE}{x[\"a\"]}'"),
        ("f'{x['a'], 1} {*y, 2}'", "f'{(x[\"a\"], 1)} {(*y, 2)}'"),
        ("f'{3!s  }'", "f'{3!s}'"),
    ],
)
def test_a_string_says_what_it_says_in_older_syntax(newer: str, older: str) -> None:
    assert ast.dump(text_of(newer)) == ast.dump(text_of(older))


def test_a_type_alias_names_what_its_value_names() -> None:
    source = "import httpx\ntype Client = httpx.Client\ndef f(client: Client): client.get(1)\n"
    assert [call.symbol for call in Module("app/m.py", source.encode()).calls] == ["httpx.Client().get"]


def test_type_parameters_hide_what_has_their_name_elsewhere() -> None:
    source = """
from httpx import Client
def f[Client](client: Client): client.get(1)
class A[Client]:
    def g(self, client: Client): client.get(2)
    class B:
        def h(self, client: Client): client.get(3)
def i(client: Client): client.get(4)
"""
    module = Module("app/m.py", source.encode())
    found = {ast.literal_eval(call.node.args[0]): call.symbol for call in module.calls}
    assert found == {1: None, 2: None, 3: None, 4: "httpx.Client().get"}
    named = {scope.name: type_parameters(scope.node) for scope in module.index.scopes if scope.name in ("f", "A", "g")}
    assert named == {"f": ("Client",), "A": ("Client",), "g": ()}


def test_the_types_of_a_clause_are_those_that_are_written() -> None:
    statement = parse(b"try: a\nexcept B, c.D, E: f\nexcept G | H: i\n").body[0]
    assert isinstance(statement, ast.Try)
    assert [ast.unparse(handler.type) for handler in statement.handlers if handler.type] == ["(B, c.D, E)", "G | H"]


@only_older
@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("type X = int\ny = = 2\n", 1, "line 1 looks like the syntax of Python 3.12 (a `type` statement)"),
        ("x = 1\np(t'{x}' y)\n", 2, "line 2 looks like the syntax of Python 3.14 (a t-string)"),
        ("def f[T](x): pass\nx = t'{x}' y\n", 1, "run pattern-lint under 3.14 or newer"),
    ],
)
def test_what_cannot_be_read_says_which_python_can(source: str, line: int, said: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        parse(source.encode())
    assert caught.value.line == line
    assert said in caught.value.message


@pytest.mark.parametrize(
    "source",
    [
        "print 'a'\n",
        "try: a\nexcept ValueError, error: b\n",
        "type X\n",
        "def f[: pass\n",
        "f'{'\n",
        "x = ']\n",
        "(]\n",
    ],
)
def test_other_errors_say_nothing_of_versions(source: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        parse(source.encode())
    assert "looks like" not in caught.value.message


STATEMENTS = st.sampled_from([newer for newer, _ in SAME.values()])


@given(st.lists(STATEMENTS, min_size=1, max_size=6), st.sampled_from(["\n", "\r\n", "\r"]))
def test_statements_keep_their_places_beside_each_other(statements: list[str], end: str) -> None:
    expected: list[Place] = []
    line = 0
    for statement in statements:
        found = places(parse(statement.encode()))
        expected += [(what, first + line, start, last + line, stop) for what, first, start, last, stop in found]
        line += statement.count("\n") + 1
    together = "\n".join(statements).replace("\n", end)
    assert places(parse(together.encode())) == sorted(expected)


def test_older_syntax_is_not_lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lowering, "lower", None)
    assert len(parse(b"x = f'{y}'\nmatch x:\n    case [*_]: pass\n").body) == 2
