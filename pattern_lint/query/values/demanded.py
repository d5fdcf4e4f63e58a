"""What is demanded of constants, and whether one is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from ..expressions.constants import UNKNOWN_CONSTANT

if TYPE_CHECKING:
    from .values import Value

OF_CONSTANTS = ("is_", "is_none", "one_of", "not_one_of", "matches", "least", "most")
"""What may be demanded of a constant."""


def demands_of(value: Value) -> dict[str, object]:
    """What is demanded of a constant."""
    return {field: each for field in OF_CONSTANTS if (each := getattr(value, field)) not in (None, (), "")}


def of_constant(value: Value, constant: object, *, is_made: bool = False) -> Iterator[bool | None]:
    """What a card demands of a constant: whether each holds; None where the constant is not known.

    What is made on the spot, by a call or as a collection, is taken to be neither None nor a constant.
    """
    known = constant is not UNKNOWN_CONSTANT
    if value.is_ is not None:
        yield _same(constant, value.is_) if known else None
    if value.is_none is not None:
        yield (constant is None) is value.is_none if known or is_made else None
    if value.one_of:
        yield any(_same(constant, each) for each in value.one_of) if known else None
    if value.not_one_of:
        yield not any(_same(constant, each) for each in value.not_one_of) if known or is_made else None
    if value.matches:
        yield _matches(value.matches, constant) if known else None
    is_number = isinstance(constant, (int, float)) and not isinstance(constant, bool)
    for limit, sign in ((value.least, 1), (value.most, -1)):
        if limit is not None:
            number = float(constant) if isinstance(constant, (int, float)) else 0.0
            yield sign * (number - limit) >= 0 if is_number else (False if known else None)


def _same(one: object, other: object) -> bool:
    """True is not 1 where a card says so."""
    return isinstance(one, bool) is isinstance(other, bool) and one == other


def _matches(expression: str, constant: object) -> bool:
    return isinstance(constant, str) and compiled(expression).fullmatch(constant) is not None


@cache
def compiled(expression: str) -> re.Pattern[str]:
    """An expression made ready once; the standard library forgets where there are many."""
    return re.compile(expression)
