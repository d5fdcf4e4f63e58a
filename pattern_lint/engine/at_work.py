"""What a run is at right now, for those who wait for it: the progress line, and whoever interrupts it.

A process that checks files alone notes each of them here; several processes note theirs in memory that they share,
so that it is also known what one of them was at when it died.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

IDLE = -1
_LONG = 2.0
"""Seconds after which people wonder what takes so long."""


class Slots(Protocol):
    """Numbers in memory: for each process that of its file, and since when it is at it."""

    def __getitem__(self, position: int, /) -> float: ...

    def __setitem__(self, position: int, value: float, /) -> None: ...


class AtWork:
    """What this process and its helpers are at."""

    def __init__(self) -> None:
        self._here: tuple[str, float] | None = None
        self._names: Sequence[str] = ()
        self._slots: Slots | None = None
        self._helpers = 0
        self._last: list[tuple[str, float]] = []
        self.listener: Callable[[str, float], None] | None = None
        """Hears what this process was at, and for how many seconds."""

    def on(self, what: str) -> None:
        """This process begins with something."""
        self._here = (what, time.monotonic())

    def done(self) -> None:
        """This process is done with it."""
        if self.listener is not None and self._here is not None:
            self.listener(self._here[0], time.monotonic() - self._here[1])
        self._here = None

    @contextmanager
    def shared(self, names: Sequence[str], slots: Slots, helpers: int) -> Iterator[None]:
        """Others are at work, and note in `slots` with what."""
        self._names, self._slots, self._helpers = names, slots, helpers
        try:
            yield
        finally:
            self._last = [*self.now()]
            self._slots = None

    def now(self) -> Iterator[tuple[str, float]]:
        """All that is being done, and for how many seconds."""
        moment = time.monotonic()
        if self._here is not None:
            yield self._here[0], moment - self._here[1]
        slots = self._slots
        if slots is not None:
            for helper in range(self._helpers):
                at = file_of(slots, helper)
                if at != IDLE:
                    yield self._names[at], moment - slots[2 * helper + 1]

    def at_last(self) -> list[tuple[str, float]]:
        """What was being done when the run was broken off."""
        return [*self.now()] or self._last

    def long(self) -> list[tuple[str, float]]:
        """What takes long, the longest first."""
        return sorted((each for each in self.now() if each[1] > _LONG), key=lambda each: -each[1])


AT_WORK = AtWork()
"""What the run of this process is at."""


def note(slots: Slots, helper: int, file: int) -> None:
    """One of several processes is at a file now."""
    slots[2 * helper + 1] = time.monotonic()
    slots[2 * helper] = file


def file_of(slots: Slots, helper: int) -> int:
    """The number of the file that a process is at, or was when it died."""
    return int(slots[2 * helper])


def in_words(now: Iterable[tuple[str, float]]) -> str:
    """What is being done, in one line."""
    return ", ".join(f"{what} ({seconds:.0f} s)" for what, seconds in now)
