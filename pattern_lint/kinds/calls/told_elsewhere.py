"""What dicts of other modules tell of arguments, and what lets a function do without one."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from ...query.answers import Answer, Condition, on_condition, opposite, some, surely
from ...query.calls.arguments import argument
from ...query.naming.forms import spelled
from ...query.values.demanded import demands_of
from ...query.values.elsewhere import own_name_of
from ..site_kind import Site
from .wanted import Argument


def not_enough_elsewhere(site: Site, unless: Mapping[str, Argument]) -> Iterator[Condition]:
    """What must be true of texts that other modules keep for a call not to be given one that speaks of what is enough;
    of one that nobody shows that is not so."""
    call = site.node
    if not isinstance(call, ast.Call):
        return
    for name, wanted in ((name, wanted) for name, wanted in unless.items() if wanted.speaks_of):
        given = argument(call, name, wanted.position, site.module, site.scope)
        symbol = own_name_of(given.value, site.module, given.scope) if given.value is not None else ""
        if symbol:
            yield from opposite(surely(on_condition(("mentions", symbol, (wanted.speaks_of, ()))))).when


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
