"""Names by what they end in: something of a project that stands for one of them has its last name."""

from __future__ import annotations

from collections.abc import Iterable
from sys import intern

from ...config.globs import fnmatchcase, is_glob


class Ends:
    """Tells which of some names and globs end like a last name."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Each is given with its last name."""
        self._plain: dict[str, list[str]] = {}
        self._globs: dict[str, list[str]] = {}
        for name, last in sorted(names):
            found = self._globs if is_glob(last) else self._plain
            found.setdefault(last, []).append(intern(name))
        self._known: dict[str, tuple[str, ...]] = {}
        """As far as somebody asked: many places ask the same."""

    def of(self, last: str) -> tuple[str, ...]:
        if last not in self._known:
            globs = (name for glob, names in self._globs.items() if fnmatchcase(last, glob) for name in names)
            self._known[last] = tuple(sorted((*self._plain.get(last, ()), *globs)))
        return self._known[last]
