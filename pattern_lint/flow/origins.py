"""Where values come from, inside a module: from sources, parameters and calls, by whatever way they went.

Each value is asked about once: what it is made of (`parts`) makes up a net, through which origins spread until
nothing changes. A value keeps a bounded number of them, so work grows with the code.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TypeAlias

from ..lang.python.module import Module
from .parts import Item, Marks, Origin, Part, Parts, Value

_MOST = 16
"""How many origins a value keeps."""
Found: TypeAlias = dict[tuple[str, object, bool], int]
"""Kind, what it is, and whether a text was built of it -> for which questions, as bits."""


class Origins:
    """Answers for the values of one module."""

    def __init__(self, module: Module, marks: Marks) -> None:
        self._parts = Parts(module, marks)
        self._found: dict[Item, Found] = {}

    def of(self, value: Value) -> Mapping[tuple[str, object, bool], int]:
        """The origins of a value."""
        if value not in self._found:
            self._find(value)
        return self._found[value]

    def _find(self, value: Item) -> None:
        users: dict[Item, list[tuple[Item, Part]]] = {}
        order, pending = [], [value]
        while pending:
            item = pending.pop()
            if item in self._found:
                continue
            found = self._found[item] = {}
            order.append(item)
            for part in self._parts.of(item):
                if isinstance(part, Origin):
                    _add(found, (part.kind, part.of, False), part.mask)
                    continue
                if isinstance(part.item, Value) and isinstance(part.item.node, ast.Constant):
                    continue
                users.setdefault(part.item, []).append((item, part))
                pending.append(part.item)
        if any(self._found[item] for item in users):
            self._spread(order, users)

    def _spread(self, order: list[Item], users: Mapping[Item, list[tuple[Item, Part]]]) -> None:
        """Let origins spread from what values are made of to the values; what was known before is done with."""
        new = set(order)
        waiting = dict.fromkeys([*(item for item in users if item not in new), *order])
        while waiting:
            item, _ = waiting.popitem()
            for user, part in users.get(item, ()):
                changes = [
                    _add(self._found[user], (kind, of, built or part.built), mask & ~part.without)
                    for (kind, of, built), mask in list(self._found[item].items())
                ]
                if any(changes):
                    waiting[user] = None


def _add(found: Found, key: tuple[str, object, bool], mask: int) -> bool:
    """Add an origin; tells whether that is news."""
    before = found.get(key, 0)
    if not mask & ~before or (not before and len(found) >= _MOST):
        return False
    found[key] = before | mask
    return True
