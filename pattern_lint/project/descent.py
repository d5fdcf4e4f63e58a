"""Whether classes derive from what cards name; above a base that nobody knows there may be anything."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import cached_property

from ..config.globs import is_glob, looks_like
from ..knowledge.classes import known_above
from ..lang.python.symbols import canonical
from .definitions import Definitions
from .resolver import Resolver
from .roles import Roles

_ROLE = "role:"


class Descent:
    """What classes derive from, each card's names made ready once for all classes of which it is asked."""

    def __init__(self, definitions: Definitions, resolver: Resolver, roles: Roles) -> None:
        self._definitions = definitions
        self._resolver = resolver
        self._roles = roles
        self._wanted: dict[tuple[str, ...], Wanted] = {}

    def derives(self, cls: str, names: Iterable[str]) -> bool | None:
        """Whether a class has a base of one of some names; a name without dots is that of the base alone."""
        above = [known for base in self._resolver.linear(cls)[1:] for known in known_bases(base)]
        wanted = self.meant(tuple(names))
        if any(base and wanted.has(base) for base in above):
            return True
        if "" in above:
            return None
        ours = self._definitions.classes
        foreign = [base for base in above if base not in ours and not is_standard(base) and len(known_bases(base)) == 1]
        if any(self._definitions.modules.is_ours(base) or _is_made(base) for base in foreign):
            return None
        return None if foreign and not wanted.is_ours else False

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


def known_bases(base: str) -> tuple[str, ...]:
    """A base with all that it derives from, as far as the tool knows that of classes outside of the project."""
    return (base, *sorted(known_above(base))) if base else (base,)


def is_standard(base: str) -> bool:
    """Whether a base is of the standard library, which has nothing that a card could ask for."""
    root = base.partition(".")[0]
    return root in ("builtins", "typing_extensions") or root in sys.stdlib_module_names


def _is_made(base: str) -> bool:
    """Whether a base is what a function makes, as `with_metaclass` does, which may be of anything."""
    return base.rpartition(".")[2][:1].islower()
