"""What the project surely lacks, as a quick look at all of its texts told, before anything was parsed.

It saves work and changes no answer: who asks about a class that cannot have a role, or about a name of a library that
no file imports, would hear "no" from the joined project. What nobody looked for may be there. Only what modules call
otherwise than others do is found by the look alone: by its name, no file would ask for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple


class Lacking(NamedTuple):
    """Libraries that no file imports, which classes alone may have a role or a base, and what has another name."""

    libraries: frozenset[str] = frozenset()
    kin: Mapping[str, frozenset[str]] = {}
    """A role (`role:service`), the name of a base (`BaseService`) or of a member (`has:close`) -> the simple names of
    all that may have it; and a function (`kept:partial`) -> the names of what may keep what it gives."""
    own_names: Mapping[str, tuple[str, ...]] = {}
    """What a module may hand on under another name -> the names by which cards know it."""


HAS, KEPT, RENAMED = "has:", "kept:", "renamed:"
NOTHING = Lacking()
_in_force = [NOTHING]


def use_lacking(lacking: Lacking) -> None:
    """Let this hold from now on."""
    _in_force[0] = lacking


def lacking() -> Lacking:
    """What the project lacks."""
    return _in_force[0]


def lacked_libraries() -> frozenset[str]:
    """The libraries, of those that cards name, that no file imports."""
    return _in_force[0].libraries


def own_names() -> Mapping[str, tuple[str, ...]]:
    """What a module may hand on under another name, with the names by which cards know it."""
    return _in_force[0].own_names


def also_known_as(*names: str) -> frozenset[str]:
    """Some names, with those by which cards know what modules hand on under one of them."""
    other = _in_force[0].own_names
    if not other or other.keys().isdisjoint(names):
        return frozenset(names)
    return frozenset(names).union(*(other.get(name, ()) for name in names))


def may_have(kin: str, name: str) -> bool:
    """Whether a class of a simple name may have a role, a base or a member."""
    names = _in_force[0].kin.get(kin)
    return names is None or name in names


def all_that_may_have(kin: str) -> frozenset[str] | None:
    """The simple names of all classes that may have a role, a base or a member; None where nobody knows."""
    return _in_force[0].kin.get(kin)


def all_heirs(bases: Iterable[str]) -> frozenset[str] | None:
    """The simple names of all classes that may be one of some bases, or have one; None where nobody knows."""
    found = [all_that_may_have(base) for base in bases]
    return frozenset().union(*(each or () for each in found)) if None not in found else None


def any_may_have(kin: str, names: Set[str]) -> bool:
    """Whether a class of one of some simple names may have a role, a base or a member."""
    having = _in_force[0].kin.get(kin)
    return bool(names) if having is None else not having.isdisjoint(names)


def is_there(kin: str) -> bool:
    """Whether any class may have a role or a base."""
    names = _in_force[0].kin.get(kin)
    return names is None or bool(names)


def may_derive(bases: Iterable[str], name: str) -> bool:
    """Whether a class of a simple name may have one of some bases at any depth."""
    return any(may_have(base if base.startswith("role:") else base.rpartition(".")[2], name) for base in bases)
