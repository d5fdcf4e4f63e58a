"""What dicts of other modules tell of arguments, and what lets a function do without one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...query.answers import Answer, on_condition, some
from ...query.naming.forms import spelled
from ...query.values.demanded import demands_of
from .wanted import Argument


def in_dicts(dicts: Sequence[str], names: Sequence[str], wanted: Argument, *, is_right_without: bool) -> Answer:
    """Whether dicts of other modules hold an argument as it must be, or none where that is right as well."""
    forbidden = (("never", wanted.never), ("not_symbol", wanted.not_symbol))
    demands = (
        *demands_when_given(wanted).items(),
        *((field, tuple(map(spelled, each))) for field, each in forbidden if each),
    )
    asked = (tuple(names), wanted.none_is_absent, demands, is_right_without)
    return some(on_condition(("holds-key", each, asked)) for each in dicts)


def by_itself(symbol: str, names: Sequence[str], wanted: Argument) -> Iterator[Answer]:
    """What lets a function of the project do without an argument."""
    if wanted.unless_default:
        yield on_condition(("has-default", symbol, ("", wanted.unless_default, "")))
    if wanted.if_taken:
        yield on_condition(("not", "", (("parameter", symbol, tuple(names)),)))


def demands_when_given(wanted: Argument) -> dict[str, object]:
    """What is demanded of a constant that counts as given."""
    return demands_of(wanted) | ({"is_none": False} if wanted.none_is_absent else {})
