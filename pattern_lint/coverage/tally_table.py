"""The tallies of a run, asked from every side: by card, by file, by component kind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple, TypeVar

from ..outcome import Tally
from .counts import Counts

Key = TypeVar("Key")


class Row(NamedTuple):
    """The sites of one card in one file that belong to components of the same kinds."""

    code: str
    kinds: frozenset[str]
    path: str
    tally: Tally


class TallyTable:
    """All rows of a run. A row of several kinds counts for each of them, and once in every sum."""

    def __init__(self, tallies: Mapping[tuple[str, str, str], Tally], codes: Collection[str]) -> None:
        self.rows = tuple(
            Row(code, frozenset(roles.split()), path, tally)
            for (code, roles, path), tally in sorted(tallies.items(), key=lambda item: item[0])
            if code in codes
        )

    def by_code(self) -> dict[str, Counts]:
        return self.sums(lambda row: (row.code,))

    def by_path(self) -> dict[str, Counts]:
        return self.sums(lambda row: (row.path,))

    def by_kind(self) -> dict[str, Counts]:
        """Sites by component kind; those of no component are under the empty name."""
        return self.sums(lambda row: row.kinds or ("",))

    def by_kind_and_code(self) -> dict[tuple[str, str], Counts]:
        return self.sums(lambda row: [(kind, row.code) for kind in row.kinds])

    def sums(self, keys: Callable[[Row], Collection[Key]]) -> dict[Key, Counts]:
        """The sums of the rows by each of their keys."""
        found: dict[Key, Tally] = {}
        for row in self.rows:
            for key in keys(row):
                _add(found.setdefault(key, Tally()), row.tally)
        return {key: _counts(tally) for key, tally in found.items()}


def summed(rows: Iterable[Row]) -> Counts:
    """The sum of some rows."""
    joined = Tally()
    for row in rows:
        _add(joined, row.tally)
    return _counts(joined)


def _add(joined: Tally, tally: Tally) -> None:
    joined.conforms += tally.conforms
    joined.violates += tally.violates
    joined.waived += tally.waived
    joined.baselined += tally.baselined
    joined.unknown += tally.unknown


def _counts(tally: Tally) -> Counts:
    return Counts(tally.conforms, tally.violates, tally.waived, tally.baselined, tally.unknown)
