"""What runs coroutines, and how each of these hands work to a thread and waits; and what runs code without any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from .words import in_force, listed, names_of, table

_USUAL: Final = "asyncio"


class Loop(NamedTuple):
    """What a library that runs coroutines offers in the place of blocking calls; empty where nobody says."""

    thread: str = "a thread"
    sleep: str = "its sleep()"
    process: str = "its processes"
    streams: str = "its streams"
    lock: str = "its lock"
    files: str = ""
    """What reads and writes files; empty where only a thread does."""


@table
def loops() -> Mapping[str, Loop]:
    """Package -> what it offers; where a file imports several, the first one counts."""
    return {name: _loop(f"loop-{name}") for name in listed("event-loops")}


def _loop(name: str) -> Loop:
    told = dict(entry.split(": ", 1) for entry in in_force().get(name, ()) if ": " in entry)
    return Loop(**{key: value for key, value in told.items() if key in Loop._fields})


def synchronous() -> frozenset[str]:
    """Packages whose commands, tasks and views run without an event loop, unless they are asynchronous themselves."""
    return names_of("synchronous-frameworks")


def loop_named(packages: Iterable[str]) -> str:
    """The library among some packages that runs coroutines; empty for none."""
    found = frozenset(packages)
    if {_USUAL, "anyio"} <= found:
        return _USUAL
    return next((name for name in loops() if name in found), "")
