"""What files call, as they tell it apart from any card."""

from __future__ import annotations

from typing import Any, TypeVar

from ..query.calls.calls import CallTable, told_calls
from .topics import Told, Topic

CALLED = Topic("called", told_calls)
T = TypeVar("T")


def may_call(file: Told, table: CallTable[T]) -> bool:
    """Whether a file has calls or decorations that a table wants."""
    told: Any = file.topics.get(CALLED.name, {})
    return table.may_match(told, file.roots, file.holds)
