"""Which names some globs mean, each name looked at once for all files: code has the same again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set

from ..config.globs import core_of, is_glob, names_like

_REMEMBERED = 100_000
"""Of how many names it is kept that nobody means them."""


class KnownNames:
    """Tells which names are meant."""

    def __init__(self, match: Callable[[str], object], cores: Iterable[str], *, small: bool = False) -> None:
        self._match = match
        self._cores = _shortest(cores)
        """One of them stands in each name that is meant."""
        self._is_small = small
        """Whether that may be in capitals, while the cores are in small letters."""
        self._meant: set[str] = set()
        self._strange: set[str] = set()

    def among(self, names: Set[str]) -> Set[str]:
        """Those of some names that are meant."""
        found = names - self._strange
        if found and not found <= self._meant:
            self._look_at(found - self._meant)
            return found & self._meant
        return found

    def _look_at(self, fresh: Set[str]) -> None:
        if len(self._strange) > _REMEMBERED:
            self._strange.clear()
        cores = self._cores_in("\n".join(fresh))
        meant = {name for name in fresh if self._may_be(name, cores) and self._match(name)} if cores else set()
        self._meant |= meant
        self._strange |= fresh - meant

    def _cores_in(self, text: str) -> list[str]:
        """What stands in one of many names, for which one look at all of them is enough."""
        searched = text.lower() if self._is_small else text
        return [core for core in self._cores if core in searched]

    def _may_be(self, name: str, cores: Iterable[str]) -> bool:
        written = name.lower() if self._is_small else name
        return any(core in written for core in cores)


class MeantNames(KnownNames):
    """Tells which names some globs mean."""

    def __init__(self, globs: Sequence[str], *, small: bool = False) -> None:
        """Where `small` is true, globs are in small letters, and capitals of names are as good as these."""
        self._plain = frozenset(() if small else (glob for glob in globs if not is_glob(glob)))
        others = [glob for glob in globs if glob not in self._plain]
        self._has_globs = bool(others)
        match = names_like(tuple(others)).match
        super().__init__((lambda name: match(name.lower())) if small else match, map(core_of, others), small=small)

    def among(self, names: Set[str]) -> Set[str]:
        plain = self._plain & names
        found = super().among(names) if self._has_globs else plain
        return found | plain if plain and self._has_globs else found


def _shortest(cores: Iterable[str]) -> list[str]:
    """Those that none of the others is a part of."""
    every = set(cores)
    return [core for core in every if not any(other in core for other in every if other != core)]
