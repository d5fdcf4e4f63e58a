"""Clocks: the zone of what they give, and the names of zones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from .words import listed, table

Zone: TypeAlias = Literal["utc", "naive-utc", "local", "naive", "unknown"]
"""What a time tells: UTC and that it is, UTC without saying so, a place's time and whose, a place's time without
saying whose, or what nobody can see."""

CONVERSION = "datetime.datetime().astimezone"
_WITHOUT: Mapping[str, Zone] = {
    "clocks-in-utc": "utc",
    "clocks-in-utc-unsaid": "naive-utc",
    "clocks-of-a-place": "local",
    "clocks-of-nowhere": "naive",
}
"""List of clocks -> what they give where they are told nothing."""
_SIGNATURE = re.compile(r"(?P<symbol>.+)\((?P<parameters>[\w, ]*)\)")


class Clock(NamedTuple):
    """What gives a time: its zone without a word, and where it is told another."""

    without: Zone
    position: int | None = None
    keyword: str = "tz"


class Clocks(NamedTuple):
    """All that gives times, and all that names zones."""

    clocks: Mapping[str, Clock]
    formatters: Mapping[str, int]
    """What formats the local time unless it is given a time behind so many arguments."""
    utc: frozenset[str]
    local: frozenset[str]
    by_name: frozenset[str]
    """What makes a zone of a name."""
    utc_names: frozenset[str]


@table
def clocks() -> Clocks:
    told = dict(_parameters("clocks-told-a-zone"))
    known = {symbol: _clock(zone, told.get(symbol)) for name, zone in _WITHOUT.items() for symbol in listed(name)}
    return Clocks(
        known,
        {symbol: len(parameters) - 1 for symbol, parameters in _parameters("time-formatters")},
        frozenset(listed("utc-zones")),
        frozenset(listed("local-zones")),
        frozenset(listed("zones-by-name")),
        frozenset(listed("utc-names")),
    )


def _clock(zone: Zone, parameters: list[str] | None) -> Clock:
    return Clock(zone, len(parameters) - 1, parameters[-1]) if parameters else Clock(zone)


def _parameters(name: str) -> list[tuple[str, list[str]]]:
    """A list of functions with their parameters up to the one that matters."""
    found = [_SIGNATURE.fullmatch(entry) for entry in listed(name)]
    return [(each["symbol"], each["parameters"].split(", ")) for each in found if each is not None]
