"""What generators yield that are called for an answer which hands it on piece by piece."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...query.answers import Answer
from ...query.calls.calls import Called, CallTable
from ...query.expressions.parts import function_called
from ...query.naming.names import name_set
from ..kit import Rule
from .options import Options


class Yielded(NamedTuple):
    """A value that a generator yields, and the card that is about it."""

    bit: int
    value: ast.expr
    scope: Scope
    found: Answer


class Streams:
    """Finds what cards mean of that."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        asked = [(bit, rule.options.into.streaming) for bit, rule in enumerate(rules)]
        self._calls = CallTable((bit, name_set(names)) for bit, names in asked if names)

    def yielded(self, module: Module) -> Iterator[Yielded]:
        """The values that the generators of a file yield."""
        called = [(bit, _given(call, module), found) for bit, call, found in self._calls.matches(module)]
        met: dict[Scope, list[tuple[int, Answer]]] = {}
        for bit, scopes, found in called:
            for scope in scopes:
                met.setdefault(scope, []).append((bit, found))
        for node, home in module.of(ast.Yield) if met else ():
            if isinstance(node, ast.Yield) and node.value is not None:
                yield from (Yielded(bit, node.value, home, found) for bit, found in met.get(home, ()))


def _given(call: Called, module: Module) -> Iterator[Scope]:
    """The generators of the file that are called for a call."""
    node = call.node
    for each in (*node.args, *(word.value for word in node.keywords)) if isinstance(node, ast.Call) else ():
        scope = function_called(each, module, call.scope)
        if scope is not None and scope in module.generators:
            yield scope
