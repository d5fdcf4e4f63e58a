"""Dicts that are made of keywords are read like those in braces, texts with holes like f-strings."""

from __future__ import annotations

import ast

import pytest

from pattern_lint.lang.python.one_form import read_in_one_form


def spelled(text: str) -> str:
    tree = ast.parse(text)
    read_in_one_form(tree, text.encode())
    return ast.unparse(tree)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("x = dict(a=1, b=two)", "x = {'a': 1, 'b': two}"),
        ("x = dict(\n    a=dict(b=1),\n    **more,\n)", "x = {'a': {'b': 1}, **more}"),
        ("x = dict()", "x = {}"),
        ("f(dict(a=1), dict=2)", "f({'a': 1}, dict=2)"),
        ("x = dict(pairs, a=1)", "x = dict(pairs, a=1)"),
        ("x = typing.dict(a=1)", "x = typing.dict(a=1)"),
        ("from tools import dict\nx = dict(a=1)", "from tools import dict\nx = dict(a=1)"),
        ("def f(dict):\n    return dict(a=1)", "def f(dict):\n    return dict(a=1)"),
        ("dict = Table\nx = dict(a=1)", "dict = Table\nx = dict(a=1)"),
        ("if x:\n    self.a, self.b = one, two", "if x:\n    self.a = one\n    self.b = two"),
        ("if x:\n    (a, self.b) = one, (2, 3)", "if x:\n    a = one\n    self.b = (2, 3)"),
        ("x = 'a {} b {}'.format(one, two.three)", "x = f'a {one} b {two.three}'"),
        ("x = '{1}-{0}'.format(one, two)", "x = f'{two}-{one}'"),
        ("x = '{a!r:>3} {{}}'.format(a=one())", "x = f'{one()!r:>3} {{}}'"),
        ("x = ('{}' '{}').format(one, '{}'.format(two))", """x = f"{one}{f'{two}'}\""""),
        ("x = '{} {}'.format(one, '{}'.format('\\n'))", "x = '{} {}'.format(one, '{}'.format('\\n'))"),
        ("x = 'a %s: %d%%' % (one, two)", "x = f'a {one}: {two}%'"),
        ("x = '%r' % one.two", "x = f'{one.two!r}'"),
        ("x = '%(b)s %(a)s' % {'a': one, 'b': two}", "x = f'{two} {one}'"),
        (
            "Base = orm.declarative_base(cls=Audited)",
            "Base = orm.declarative_base(cls=Audited)\n\nclass Base(Audited, Base):\n    pass",
        ),
    ],
)
def test_what_is_read(text: str, read: str) -> None:
    assert spelled(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "if x:\n    self.a, self.b = self.b, self.a",
        "Base = declarative_base(cls=(One, Two))",
        "Base, Other = declarative_base(cls=One)",
        "Base = declarative_base()\nother = made(cls=One)",
        "Base = make(declarative_base(cls=One))",
        "if x:\n    self.a, self.b = both",
        "if x:\n    self.a, self.b = (*one, two)",
        "if x:\n    self.a, self.b = each = one, two",
        "x = '{} {}'.format(one)",
        "x = '{} {0}'.format(one)",
        "x = '{}'.format(one, two)",
        "x = '{}'.format(*both)",
        "x = '{a}'.format(**both)",
        "x = '{a.b}'.format(a=one)",
        "x = '{:{}}'.format(one, two)",
        "x = '{'.format(one)",
        "x = 'a'.format()",
        "x = template.format(one)",
        "x = '{}'.format('\\n'.join(lines))",
        "x = '%s' % '\\n'.join(lines)",
        "x = '%s %s' % (one,)",
        "x = '%s %s' % one",
        "x = '%5.2f' % one",
        "x = '%s %(a)s' % {'a': one}",
        "x = '%(a)s' % both",
        "x = '%(a)s' % {'a': one, **both}",
        "x = '%s' % (*both,)",
        "x = '%s' % [one]",
        "x = b'%s' % one",
        "x = 'a' % one",
        "x = '%%' % one",
        "x = one % 'two'",
    ],
)
def test_what_does_not_show_stays_as_it_is(text: str) -> None:
    assert spelled(text) == ast.unparse(ast.parse(text))


def test_keys_and_dicts_stand_where_they_are_written() -> None:
    tree = ast.parse("x = dict(a=1,\n         bé=2)")
    read_in_one_form(tree, b"dict(a=")
    (table,) = (node for node in ast.walk(tree) if isinstance(node, ast.Dict))
    assert (table.lineno, table.col_offset, table.end_lineno, table.end_col_offset) == (1, 4, 2, 15)
    places = [(key.lineno, key.col_offset, key.end_lineno, key.end_col_offset) for key in table.keys if key]
    assert places == [(1, 9, 1, 10), (2, 9, 2, 12)]
