"""Where the lines of a revision are today, as a diff without context tells it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


class _Hunk(NamedTuple):
    """Lines of the old file that others have taken the place of."""

    start: int
    old: int
    new: int


class Lines:
    """The lines of all files; those of a file that the diff does not name stay where they are."""

    def __init__(self, diff: str, named: Callable[[str], str] = str) -> None:
        """`named` makes paths of the names in the diff."""
        self._named = named
        self._today: dict[str, str] = {}
        self._hunks: dict[str, list[_Hunk]] = {}
        self._read(iter(diff.split("\n")))

    def today(self, path: str, line: int) -> tuple[str, int] | None:
        """The path and number that a line has now; None where it was changed or deleted."""
        shift = 0
        for hunk in self._hunks.get(path, ()):
            if line < hunk.start + (hunk.old == 0):  # what is only put in stands behind the line that is named
                break
            if line < hunk.start + hunk.old:
                return None
            shift += hunk.new - hunk.old
        return self._today.get(path, path), line + shift

    def renamed(self, paths: Iterable[str]) -> dict[str, str]:
        """Those of the paths that are others now."""
        return {path: self._today[path] for path in paths if self._today.get(path, path) != path}

    def _read(self, rows: Iterator[str]) -> None:
        before = ""
        for row in rows:
            if row.startswith("diff --git "):
                before = ""  # names in quotes are not read, and their lines stay where they are
            elif row.startswith(("rename from ", "--- a/")):
                before = self._named(row.removeprefix("rename from ").removeprefix("--- a/").rstrip("\t"))
            elif row.startswith(("rename to ", "+++ b/")):
                after = row.removeprefix("rename to ").removeprefix("+++ b/").rstrip("\t")
                self._today[before] = self._named(after)
            elif found := _HUNK.match(row):
                hunk = _Hunk(int(found[1]), _count(found[2]), _count(found[4]))
                self._hunks.setdefault(before, []).append(hunk)
                _pass_over(rows, hunk.old + hunk.new)


def _count(written: str | None) -> int:
    return 1 if written is None else int(written)


def _pass_over(rows: Iterable[str], count: int) -> None:
    """Leave out the changed lines, which may look like anything."""
    left = count
    while left and (row := next(iter(rows), None)) is not None:
        left -= row.startswith(("+", "-"))
