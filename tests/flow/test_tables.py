"""Which functions a call runs that takes one from a table."""

from __future__ import annotations

import textwrap

import pytest

from pattern_lint.flow.tables import called_by_key
from pattern_lint.lang.python.module import Module

_SOURCE = """
HANDLERS = {{"a": first}}


def first(): ...


class Service:
    def __init__(self):
        self._by_type = {{"b": self._second, "c": first}}

    def run(self, kind):
        {body}

    def _second(self): ...
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return self._by_type[kind]()", {"service.Service()._second", "service.first"}),
        ("handler = self._by_type.get(kind)\n        return handler()", {"service.Service()._second", "service.first"}),
        ("return HANDLERS.get(kind)()", {"service.first"}),
        ("return self._other[kind]()", set()),
        ("return self._second()", set()),
    ],
)
def test_a_call_runs_what_a_table_holds(body: str, expected: set[str]) -> None:
    module = Module("service.py", textwrap.dedent(_SOURCE).format(body=body).encode())
    calls = [call for call in module.calls if call.scope.name == "run"]
    assert {symbol for each in calls for symbol in called_by_key(each.node.func, module, each.scope)} == expected
