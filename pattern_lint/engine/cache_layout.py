"""What is written into a file of a cache, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from .cache_file import CacheFile, Part, checksum
from .spool import Aside


class Entry(NamedTuple):
    """What is known of one file: how it looked, and where its result stands."""

    looks: tuple[str, int, int, int, int, int]
    """All that a `File` says but its path."""
    surroundings: str
    """What else the result hangs on."""
    content: str
    """A digest of the file's bytes; empty where they could not be read, which may change without a trace."""
    facts: str
    """A digest of the file's facts."""
    result: str
    """A digest of the file's result."""
    start: int = 0
    length: int = 0
    changed: bool = False
    """Whether the result stands among the changes."""


class Kept(NamedTuple):
    """A file's result that is to be remembered."""

    path: str
    entry: Entry
    length: int
    read: Callable[[], bytes] | None
    """Gives it; None where it stays as it is: whoever reads it finds out whether it was damaged."""


class Layout:
    """The content of a file that is to be written, one thing behind the other.

    Changes hold nothing that stands in the whole on which they rest: neither the results of files that stayed as they
    are, nor parts that do.
    """

    def __init__(self, stored: Callable[[bool], CacheFile], *, changes: bool) -> None:
        self._stored = stored
        self._changes = changes
        self._end = 0
        self._content: list[Iterable[bytes]] = []

    @property
    def content(self) -> Iterator[bytes]:
        return chain.from_iterable(self._content)

    def part(self, made: Aside, digest: str) -> Part:
        """Where a part stands then; `digest` is its checksum."""
        whole = self._stored(False).head if self._changes else None
        same = (part for part in whole.parts if part.checksum == digest) if whole is not None else iter(())
        return next(same, None) or Part(*self._add(made.length, (each() for each in (made.read,))), digest)

    def small_part(self, content: bytes) -> Part:
        """The same for one that need not wait on the disk until it is written."""
        return self.part(Aside(len(content), lambda: content), checksum(content).hex())

    def results(self, kept: Sequence[Kept]) -> dict[str, tuple[object, ...]]:
        """The entries of all files, by path."""
        written = [each for each in kept if not self._stays(each)]
        start, _, changed = self._add(sum(each.length for each in written), self._results(written))
        entries: dict[str, tuple[object, ...]] = {each.path: tuple(each.entry) for each in kept}
        for each in written:
            entries[each.path] = tuple(each.entry._replace(start=start, length=each.length, changed=changed))
            start += each.length
        return entries

    def _stays(self, kept: Kept) -> bool:
        return self._changes and kept.read is None and not kept.entry.changed

    def _add(self, length: int, content: Iterable[bytes]) -> tuple[int, int, bool]:
        start = self._end
        self._end += length
        self._content.append(content)
        return start, length, self._changes

    def _results(self, kept: Iterable[Kept]) -> Iterator[bytes]:
        """The files' results; those that stay as they are in long stretches, as in a large project they are many."""
        begin = end = 0
        changed = False
        for each in kept:
            if each.read is not None or (each.entry.start, each.entry.changed) != (end, changed):
                yield from self._stored(changed).copied(begin, end)
                begin, changed = each.entry.start, each.entry.changed
                end = begin
            if each.read is not None:
                yield each.read()
            else:
                end += each.length
        yield from self._stored(changed).copied(begin, end)


def are_few(kept: Iterable[Kept], share: int) -> bool:
    """Whether the results that do not stand in the whole as they are make up less than such a part of all."""
    together = anew = 0
    for each in kept:
        together += each.length
        anew += each.length if each.read is not None or each.entry.changed else 0
    return anew * share <= together
