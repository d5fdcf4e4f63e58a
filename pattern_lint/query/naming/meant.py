"""Which names some globs mean, each name looked at once for all globs and files: code has the same again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakSet

from ...config.globs import core_of, is_glob, looks_like

if TYPE_CHECKING:
    from ...lang.python.module import Module

Names: TypeAlias = "Callable[[Module], Set[str]]"
"""Names of one sort that a file shows."""
_REMEMBERED = 5_000
"""Of how many names it is kept that nobody means them: those that code has again and again are soon known again."""
_NONE: frozenset[str] = frozenset()


class KnownNames:
    """Tells which names are meant."""

    def __init__(self, match: Callable[[str], object], cores: Iterable[str]) -> None:
        """One of `cores` stands in each name that is meant, be it in capitals."""
        self.match = match
        self.cores = frozenset(core.lower() for core in cores)
        self._sorts: dict[Names, _Sort] = {}
        """Those of which it was asked."""

    def shown(self, names: Names, module: Module) -> Set[str]:
        """Those of the names of a sort in a module that are meant."""
        if not self.cores:
            return _NONE
        sort = self._sorts.get(names)
        if sort is None:
            sort = self._sorts[names] = _SORTS[names] if names in _SORTS else _SORTS.setdefault(names, _Sort())
            sort.add(self)
        known = module.once(_tables)
        if sort not in known or known[sort][0] != sort.version:
            known[sort] = sort.version, sort.meant(module.once(names))
        return known[sort][1].get(self, _NONE)


class MeantNames(KnownNames):
    """Tells which names some globs mean."""

    def __init__(self, globs: Sequence[str], *, small: bool = False) -> None:
        """Where `small` is true, globs are in small letters, and capitals of names are as good as these."""
        self._plain = frozenset(() if small else (glob for glob in globs if not is_glob(glob)))
        others = [glob for glob in globs if glob not in self._plain]
        match = looks_like(tuple(others))
        super().__init__((lambda name: match(name.lower())) if small else match, map(core_of, others))

    def shown(self, names: Names, module: Module) -> Set[str]:
        found = super().shown(names, module)
        if not self._plain:
            return found
        plain = self._plain & module.once(names)
        return found | plain if found and plain else found or plain


_Table: TypeAlias = Mapping[KnownNames, Set[str]]


class _Sort:
    """Who means which names of a sort: nobody means most, which is found out once for all who ask."""

    def __init__(self) -> None:
        self.asking: WeakSet[KnownNames] = WeakSet()
        self.version = 0
        self._by_core: dict[str, list[KnownNames]] = {}
        """What stands in names, with those who may mean such names."""
        self._added = 0
        """How many of them came since those who are gone were left out."""
        self._meant: dict[str, tuple[KnownNames, ...]] = {}
        """Names with those who mean them."""
        self._strange: set[str] = set()
        """Names that nobody means."""

    def add(self, known: KnownNames) -> None:
        """Look for more from now on; those who are gone are left out now and then, which takes a look at all."""
        self.asking.add(known)
        self.version += 1
        self._added += 1
        if self._added * 2 > len(self.asking):
            self._by_core.clear()
            self._added = 0
            enter = [*self.asking]
        else:
            enter = [known]
        for each in enter:
            for core in each.cores:
                self._by_core.setdefault(core, []).append(each)
        self._meant.clear()
        self._strange.clear()

    def meant(self, names: Set[str]) -> _Table:
        """Who means which of some names."""
        table: dict[KnownNames, set[str]] = {}
        meant = self._meant
        found = frozenset(names).difference(self._strange)
        fresh = [name for name in found if name not in meant] if found else ()
        if fresh:
            self._look_at(fresh)
        for name in found:
            for known in meant.get(name, ()):
                table.setdefault(known, set()).add(name)
        return table

    def _look_at(self, fresh: Sequence[str]) -> None:
        if len(self._strange) > _REMEMBERED:
            self._strange.clear()
        text = "\n".join(fresh).lower()
        cores = [core for core in self._by_core if core in text]
        written = [(name, name.lower()) for name in fresh] if cores else []
        meant: dict[str, set[KnownNames]] = {}
        for core in cores:
            may_mean = self._by_core[core]
            for name in [name for name, lowered in written if core in lowered]:
                who = [known for known in may_mean if known.match(name)]
                if who:
                    meant.setdefault(name, set()).update(who)
        self._meant.update((name, tuple(who)) for name, who in meant.items())
        self._strange.update([name for name in fresh if name not in meant] if meant else fresh)


_SORTS: dict[Names, _Sort] = {}


def _tables(module: Module) -> dict[_Sort, tuple[int, _Table]]:
    return {}
