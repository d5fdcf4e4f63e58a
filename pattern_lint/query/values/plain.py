"""Whether a value that is known is what a card demands, wherever it was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from .demanded import of_constant
from .values import Value

FOR_CODE = ("constant", "symbol", "not-symbol", "type", "reads")
"""What only values in code can be."""


def fits(value: Value, found: object) -> bool:
    """Whether a value is what it must be; None stands for one that is not there."""
    if found is None:
        return value.given is not True
    if value.given is False:
        return False
    plain = found.isoformat() if isinstance(found, (date, datetime, time)) else found
    return False not in of_constant(value, plain)


def misplaced(value: Value | None) -> Iterator[str]:
    """What a card demands of a plain value that only a value in code can be."""
    if value is not None:
        given = {name: getattr(value, name.replace("-", "_")) for name in FOR_CODE}
        yield from (
            f"`{name}` is about values in code; leave it out" for name in FOR_CODE if given[name] not in (None, ())
        )
