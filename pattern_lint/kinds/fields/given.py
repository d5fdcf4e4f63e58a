"""Fields that are given to a call, such as the columns of a table that is no class."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...lang.python.bound import has_arguments_already
from ...lang.python.module import CallSite, Module
from ...query.calls.calls import CallTable
from ...query.definitions.fields import Field, makes_field
from ...query.expressions.constants import constant_of
from ...query.naming.names import name_set
from ..kit import Rule
from .options import Options


class GivenFields:
    """What the calls that cards name are given that makes a field."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        named = [(rule, name_set(rule.options.given_to)) for rule in rules if rule.options.given_to]
        self._table = CallTable(named)
        self._is_asked = bool(named)

    def __bool__(self) -> bool:
        return self._is_asked

    def of(self, module: Module) -> Iterator[tuple[Rule[Options], Field, CallSite, str]]:
        """The fields that calls of a module are given, each with its call and the name that this says first."""
        for rule, call, found in self._table.matches(module) if self._is_asked else ():
            if isinstance(call, CallSite) and found.holds and not found.when and call.node.args:
                said = constant_of(call.node.args[0])
                for field in _given(call, module):
                    yield rule, field, call, said if isinstance(said, str) else ""


def _given(call: CallSite, module: Module) -> Iterator[Field]:
    for each in call.node.args:
        name = constant_of(each.args[0]) if isinstance(each, ast.Call) and each.args else None
        if isinstance(each, ast.Call) and isinstance(name, str) and makes_field(each, call.scope, module):
            is_open = has_arguments_already(module, each.func, call.scope)
            yield Field(name, each, None, each, (each,), is_open, False, (), (each,))
