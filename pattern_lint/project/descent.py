"""Whether classes derive from what cards name; above a base that nobody knows there may be anything."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from ..config.globs import is_glob, looks_like
from ..knowledge.classes import known_above
from ..lang.python.symbols import canonical
from .definitions import Definitions
from .resolver import Resolver
from .roles import Roles

_ROLE = "role:"


class _Above(NamedTuple):
    """What a class derives from, as far as the project and the tool know it."""

    bases: tuple[str, ...]
    is_open: bool
    """Whether there may be anything, also a class of the project."""
    is_foreign: bool
    """Whether there is a class of others of which nobody knows what it derives from."""


class Descent:
    """What classes derive from, each card's names made ready once for all classes of which it is asked."""

    def __init__(self, definitions: Definitions, resolver: Resolver, roles: Roles) -> None:
        self._definitions = definitions
        self._resolver = resolver
        self._roles = roles
        self._wanted: dict[tuple[str, ...], Wanted] = {}
        self._known: dict[str, _Above] = {}
        self._lists: dict[str, Sequence[str]] = {}

    def derives(self, cls: str, names: Iterable[str]) -> bool | None:
        """Whether a class has a base of one of some names; a name without dots is that of the base alone."""
        above, wanted = self._above(cls), self.meant(tuple(names))
        if any(map(wanted.has, above.bases)):
            return True
        if above.is_open:
            return None
        return None if above.is_foreign and not wanted.is_ours else False

    def _above(self, cls: str) -> _Above:
        if cls not in self._known:
            self._known[cls] = self._look_above(cls)
        return self._known[cls]

    def _look_above(self, cls: str) -> _Above:
        bases, classes = self._resolver.linear(cls)[1:], self._definitions.classes
        every = dict.fromkeys(known for base in bases if base for known in (base, *self._known_above(base)))
        foreign = [each for each in every if each not in classes and not is_standard(each)]
        unknown = [each for each in foreign if not self._known_above(each)]
        is_open = "" in bases or any(self._definitions.modules.is_ours(each) or _is_made(each) for each in unknown)
        return _Above(tuple(every), is_open, bool(unknown))

    def _known_above(self, base: str) -> Sequence[str]:
        """What a base derives from, as far as the tool knows that of classes outside of the project."""
        if base not in self._lists:
            self._lists[base] = () if base in self._definitions.classes else sorted(known_above(base))
        return self._lists[base]

    def meant(self, names: Sequence[str]) -> Wanted:
        """The bases that a card means by some names."""
        names = tuple(names)
        if names not in self._wanted:
            self._wanted[names] = Wanted(names, self._definitions, self._resolver, self._roles)
        return self._wanted[names]


class Wanted:
    """The bases that a card means."""

    def __init__(self, names: Sequence[str], definitions: Definitions, resolver: Resolver, roles: Roles) -> None:
        self._definitions = definitions
        self._roles = roles
        self._of_roles = tuple(name.removeprefix(_ROLE) for name in names if name.startswith(_ROLE))
        others = [name for name in names if not name.startswith(_ROLE)]
        self._simple = [name for name in others if "." not in name]
        self._dotted = [name for name in others if "." in name]
        self._exact = frozenset(
            each for name in self._dotted for each in (name, canonical(name), resolver.resolve(name))
        )
        self._exact_simple = frozenset(self._simple)
        self._fits = looks_like(tuple(filter(is_glob, self._dotted)))
        self._fits_simple = looks_like(tuple(filter(is_glob, self._simple)))

    def has(self, base: str) -> bool:
        """Whether a base is one of them."""
        simple = base.rpartition(".")[2]
        if base in self._exact or simple in self._exact_simple or self._fits(base) or self._fits_simple(simple):
            return True
        return bool(self._of_roles) and base in self._definitions.classes and self._roles.has(base, self._of_roles)

    @cached_property
    def is_ours(self) -> bool:
        """Whether they can only be names of classes of the project, which no third party derives from."""
        ours = {cls.rpartition(".")[2] for cls in self._definitions.classes}
        return all(map(self._definitions.modules.is_ours, self._dotted)) and all(
            name in ours or any(map(looks_like((name,)), ours)) for name in self._simple
        )


def _spellings(name: str, resolver: Resolver) -> tuple[str | None, ...]:
    return name, canonical(name), resolver.resolve(name)


def is_standard(base: str) -> bool:
    """Whether a base is of the standard library, which has nothing that a card could ask for."""
    root = base.partition(".")[0]
    return root in ("builtins", "typing_extensions") or root in sys.stdlib_module_names


def _is_made(base: str) -> bool:
    """Whether a base is what a function makes, as `with_metaclass` does, which may be of anything."""
    return base.rpartition(".")[2][:1].islower()
