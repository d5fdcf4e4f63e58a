"""Which errors tell that a value could not be converted."""

from __future__ import annotations

import ast

import pytest

from pattern_lint.lang.python.conversions import errors_of_converting
from pattern_lint.lang.python.module import Module


@pytest.mark.parametrize(
    ("written", "errors"),
    [
        ("data.decode()", ("UnicodeDecodeError",)),
        ("data.decode('utf-8', 'replace')", ()),
        ("int(data.decode(errors='ignore'))", ("ValueError", "TypeError")),
        ("count = int(len(self.rows))", ()),
        ("self.data.decode()", ("UnicodeDecodeError",)),
        ("data.decode('utf-8')", ("UnicodeDecodeError",)),
        ("data.decode(told or 'utf-8')", ("UnicodeDecodeError", "LookupError")),
        ("message.header.name.decode()", ("UnicodeDecodeError", "AttributeError")),
        ("json.loads(line).get('name')", ("ValueError", "AttributeError")),
        ("message.header.name.strip()", ()),
        ("send(data.decode())", ()),
        ("parts = [int(part) for part in text.split('.') if part]", ("ValueError", "TypeError")),
        (
            "if len(text) == 8:\n    day = datetime.date(int(text[:4]), 1, 1)",
            ("ValueError", "TypeError", "LookupError"),
        ),
        ("day = datetime.datetime.today()", ()),
        ("data = requests.get(url).json()", ()),
        ("assert len(text) > 2", ("AssertionError",)),
        ("count = int(text)\nassert text == '{}'.format(count)", ("AssertionError", "ValueError", "TypeError")),
        ("found = float(match.group(1))", ("ValueError", "TypeError")),
        ("day = datetime.datetime.strptime(cell, form).date()", ("ValueError",)),
        ("found = int(re.search(pattern, text).group(1))", ("ValueError", "TypeError")),
        ("key = self.cache.get(prefix + name.encode())", ()),
        ("name = requests.get(url).json().get('name').decode()", ()),
        ("count = int(settings.get('count'))", ("ValueError", "TypeError")),
        ("count = int(self.settings.get('count').strip())", ("ValueError", "TypeError")),
    ],
)
def test_what_may_not_be_there_has_no_such_method(written: str, errors: tuple[str, ...]) -> None:
    module = Module("harbour.py", f"import datetime, json, re, requests\n{written}\n".encode())
    assert isinstance(module.tree, ast.Module)
    assert errors_of_converting(module, module.tree.body[1:], module.index.scopes[0]) == errors
