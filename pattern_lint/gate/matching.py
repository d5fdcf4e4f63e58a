"""Which findings are known already: entries against findings, whatever has moved since the entries were made.

First everything that is still in its place is matched. What is left of the entries may have moved, but only if
their place is gone: the file, or the class or function. An entry whose place is still there was put right, and
the same mistake somewhere else is a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from ..lang.python.marks import WHOLE_FILE
from ..outcome import Finding
from .entries import Entry

T = TypeVar("T")
Key = tuple[Hashable, ...]
HasPlace = Callable[[str, str], bool]
"""Whether there is such a path today, and in it such a scope."""
_DEPTHS = (4, 3, 2, 1, 0)
"""How many of the last parts of two paths are compared, in turn."""


@dataclass(slots=True)
class Matched:
    """What became of entries and findings."""

    known: list[tuple[Finding, Entry]] = field(default_factory=list)
    grown: list[tuple[Finding, Entry]] = field(default_factory=list)
    """Findings whose measure is larger than the entry accepts."""
    new: list[Finding] = field(default_factory=list)
    gone: list[Entry] = field(default_factory=list)
    """Entries that match nothing any more."""
    undecided: list[Entry] = field(default_factory=list)
    """Entries that match nothing in this run, which does not see all that they may match."""


def match(entries: Iterable[Entry], findings: Iterable[Finding], has_place: HasPlace) -> Matched:
    """Find the entry of every finding, each entry for one finding at most."""
    work = _Matching(sorted(entries, key=lambda entry: entry[:5]), sorted(findings, key=lambda finding: finding.place))
    work.pair(lambda e: (e.path, e.code, e.scope, e.digest), lambda f: (f.path, f.code, f.mark.scope, f.mark.digest))
    work.pair(
        lambda e: (e.path, e.code) if e.scope == WHOLE_FILE else None,
        lambda f: (f.path, f.code) if f.mark.scope == WHOLE_FILE else None,
    )
    work.pair_moved(has_place)
    return work.result()


class _Matching:
    def __init__(self, entries: list[Entry], findings: list[Finding]) -> None:
        self._entries = entries
        self._findings = findings
        self._pairs: list[tuple[Finding, Entry]] = []

    def pair(self, of_entry: Callable[[Entry], Key | None], of_finding: Callable[[Finding], Key | None]) -> None:
        """Pair what has equal keys, in order; what has no key is left."""
        waiting = _grouped(self._entries, of_entry)
        for finding in list(self._findings):
            same = waiting.get(of_finding(finding))
            if same:
                self._take(same.pop(0), finding)
        self._drop_taken()

    def pair_moved(self, has_place: HasPlace) -> None:
        """Pair what is alike in different places, those first whose paths end alike."""
        staying = {entry[:5] for entry in self._entries if has_place(entry.path, entry.scope)}
        for depth in _DEPTHS:
            self._pair_ends(depth, staying)

    def _pair_ends(self, depth: int, staying: Container[tuple[object, ...]]) -> None:
        self.pair(
            lambda e: None if e[:5] in staying else (e.code, e.scope, e.digest, _end(e.path, depth)),
            lambda f: (f.code, f.mark.scope, f.mark.digest, _end(f.path, depth)),
        )

    def result(self) -> Matched:
        matched = Matched(new=self._findings, gone=self._entries)
        for finding, entry in self._pairs:
            grown = entry.measure is not None and (finding.mark.measure or 0) > entry.measure
            (matched.grown if grown else matched.known).append((finding, entry))
        return matched

    def _take(self, entry: Entry, finding: Finding) -> None:
        self._pairs.append((finding, entry))

    def _drop_taken(self) -> None:
        taken = {id(each) for pair in self._pairs for each in pair}
        self._entries = [entry for entry in self._entries if id(entry) not in taken]
        self._findings = [finding for finding in self._findings if id(finding) not in taken]


def _grouped(items: Iterable[T], key: Callable[[T], Key | None]) -> dict[Key | None, list[T]]:
    """The items by key, without those that have none."""
    groups: dict[Key | None, list[T]] = {}
    for item in items:
        found = key(item)
        if found is not None:
            groups.setdefault(found, []).append(item)
    return groups


def _end(path: str, depth: int) -> tuple[str, ...]:
    """The name of a file and the folders nearest to it."""
    return tuple(path.split("/")[-depth:]) if depth else ()
