"""What a class is in the architecture: the table of roles, and who has which.

A class has a role when its name matches, when a base at any depth does, or when its module lies in a folder of
the role. What only looks the part (interfaces, enums, mere data, test doubles, ...) has none. Exceptions have the
role `error` and no other.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from ..config.globs import Like, looks_like
from ..resources import rules_folder
from .definitions import Definitions
from .facts import ClassFact
from .libraries import BASE, PLAIN_ROOTS, Libraries
from .natures import OPEN, Natures, is_named_interface, is_part_of_framework, unseen_bases, waits
from .resolver import Resolver
from .tables import is_mapped


@dataclass(frozen=True, slots=True)
class Role:
    """How a role is recognised: globs of class names, names of bases, globs of module paths, globs of what is held."""

    names: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    """Classes of which an instance is kept in an attribute, so that the class stands before it."""
    public_only: bool = field(default=True, kw_only=True)
    """Whether a path gives the role only to classes whose name does not begin with an underscore."""


@cache
def default_roles() -> Mapping[str, Role]:
    """The roles of `rules/roles.toml`, which configurations and packs add to."""
    tables = tomllib.loads((rules_folder() / "roles.toml").read_text(encoding="utf-8"))
    return {name: Role(*(tuple(how.get(part, ())) for part in PARTS)) for name, how in tables.items()}


ROLE = "role:"
"""How a role is written among other names."""
PARTS = ("names", "bases", "paths", "holds")
_DOUBLES = ("Mock", "Fake", "Stub", "Minimal", "Placeholder", "Abstract")
_BASES = ("Base",)
_ADDING = re.compile(r"(With|Has)[A-Z]|\w+Mixin$")
"""Bases that give a class something, and do not say what it is."""
OPEN_ENDS = ("Protocol", "Interface", "Port", "ABC")
"""How classes of which nothing else is known say that they are to be implemented."""
_INNER = (".Config", ".Meta")
"""Classes in classes by which frameworks are told about the outer one."""
_OF_THE_LANGUAGE = ("ContextManager",)
"""Words of Python that end as a role does."""
_PRIVATE = re.compile(r"(^|/)_(?!_init__\.)")
"""A module or package that is nobody else's."""
_MAY_BE_MODELS = frozenset({"dto", "settings"})
ERROR = frozenset({"error"})
"""The role of exceptions, which are no components but parts of some."""
_MIXED_IN = frozenset({"builtins.object", "typing.Generic", "abc.ABC"})
"""Bases of a class that has a name for a table and no part in mapping it."""
MODEL = frozenset({"model"})
"""The role of the tables of an object-relational mapper."""


def paths_like(globs: Iterable[str]) -> Like:
    """Tells the paths, each with a slash before it, that lie where a role says."""
    return looks_like(tuple(glob.replace("**/", "*/") for glob in globs))


class _Matcher:
    """What is known of one or several roles, ready to be asked about many classes."""

    def __init__(self, roles: Sequence[Role]) -> None:
        self._is_named = looks_like(tuple(glob for role in roles for glob in role.names))
        self._bases = frozenset(base for role in roles for base in role.bases)
        self._paths = paths_like(glob for role in roles for glob in role.paths)
        self._public_only = all(role.public_only for role in roles)

    def matches(self, looks: _Looks) -> bool:
        """Whether a class looks the part; names count for a base of the project as they do for the class itself."""
        if self.names_one(looks.names):
            return True
        if not self._bases.isdisjoint(looks.bases):
            return True
        if not looks.path or (self._public_only and looks.private):
            return False
        return self.lies_in(looks.path)

    def names_one(self, names: Iterable[str]) -> bool:
        """Whether one of the names is one that classes of the role have."""
        return any(map(self._is_named, names))

    def lies_in(self, path: str) -> bool:
        """Whether a module lies where the role lives."""
        return self._paths(f"/{path}")


@lru_cache(maxsize=256)
def _matcher(*roles: Role) -> _Matcher:
    """The same for all projects with such roles."""
    return _Matcher(roles)


class _Looks(NamedTuple):
    """What a class shows of itself."""

    names: tuple[str, ...]
    bases: frozenset[str]
    path: str
    private: bool


def is_named(name: str, roles: Iterable[Role]) -> bool:
    """Whether a class of which nothing but its name is known has one of some roles; interfaces have none."""
    is_open = is_named_interface(name) or name.startswith((*_DOUBLES, *_BASES)) or name.endswith(OPEN_ENDS)
    return name[:1].isupper() and not is_open and _matcher(*roles).names_one((name,))


class Roles:
    """Decides the roles of the project's classes."""

    def __init__(self, definitions: Definitions, resolver: Resolver, table: Mapping[str, Role]) -> None:
        self._definitions = definitions
        self._resolver = resolver
        self.table = table
        self.matchers = {role: _matcher(how) for role, how in table.items()}
        """How each role is known."""
        self._any = _matcher(*table.values())
        self._keepers = _Keepers(table, definitions, resolver)
        self.bases = {role: frozenset(how.bases) for role, how in table.items()}
        """The names of the bases that give each role."""
        self.libraries = Libraries(definitions, resolver)
        self.natures = Natures(definitions, resolver)
        self._memo: dict[str, frozenset[str]] = {}
        self._claims: dict[str, frozenset[str]] = {}

    def of(self, cls: str) -> frozenset[str]:
        """The roles of a class of the project."""
        if cls not in self._memo:
            self._memo[cls] = self._decide(cls) | self._keepers.roles_of(cls)
        return self._memo[cls]

    def has(self, cls: str, roles: Iterable[str]) -> bool:
        return not self.of(cls).isdisjoint(roles)

    def with_role(self, roles: Iterable[str]) -> list[str]:
        """The classes of the project with one of the roles, in a stable order."""
        wanted = frozenset(roles)
        return [cls for cls in self._definitions.classes if not self.of(cls).isdisjoint(wanted)]

    def of_path(self, path: str) -> frozenset[str]:
        """The roles that a module's place gives to its classes."""
        return frozenset(role for role, matcher in self.matchers.items() if matcher.lies_in(path))

    def claims(self, cls: str, *, of_heirs: bool = False) -> frozenset[str]:
        """The roles that a class's name, bases or module speak of, whether it has them or only looks the part.

        `of_heirs` asks for what others are to be that implement it: an `OrderRepositoryPort` is for a repository.
        """
        end = next(filter(_simple(cls).endswith, OPEN_ENDS), "") if of_heirs else ""
        looks = self._looks(cls) if end or cls not in self._claims else None
        if looks is not None and end:
            return self._claimed(looks._replace(names=(*looks.names, _simple(cls).removesuffix(end))))
        if cls not in self._claims:
            self._claims[cls] = self._claimed(looks)
        return self._claims[cls]

    def _claimed(self, looks: _Looks | None) -> frozenset[str]:
        if looks is None or not self._any.matches(looks):
            return frozenset()
        return frozenset(role for role, matcher in self.matchers.items() if matcher.matches(looks))

    def acts(self, cls: str) -> bool:
        """Whether it is a class of the project that does something: no interface, abstract base, test double, enum,
        exception or mere data."""
        return (
            cls in self._definitions.classes
            and not self.natures.is_exception(cls)
            and not self._only_looks(cls)
            and not _is_data(self.natures, self._definitions, cls)
        )

    def _looks(self, cls: str) -> _Looks | None:
        """A place gives no role to a mere part of a class, such as `class Meta`."""
        home = self._definitions.home(cls)
        if home is None:
            return None
        simple, bases = _simple(cls), self._resolver.linear(cls)[1:]
        ours = (_simple(base) for base in bases if base in self._definitions.classes)
        ours = (base for base in ours if not _ADDING.match(base))
        path = "" if "." in self._definitions.classes[cls].name and not bases else home["path"]
        private = simple.startswith("_") or bool(_PRIVATE.search(path))
        if "" in bases:
            bases = (*bases, *unseen_bases(cls, self._definitions, self._resolver))
        return _Looks((simple, *ours), frozenset(map(_simple, bases)), path, private)

    def _only_looks(self, cls: str) -> bool:
        natures, fact = self.natures, self._definitions.classes[cls]
        if fact.nested or _simple(cls).startswith(_DOUBLES) or fact.name.endswith((*_INNER, *_OF_THE_LANGUAGE)):
            return True
        if natures.is_interface(cls) or natures.is_abstract(cls):
            return True
        if is_part_of_framework(self._resolver.linear(cls)):
            return True
        return natures.is_enum(cls) or natures.is_tuple(cls) or natures.is_table(cls)

    def _decide(self, cls: str) -> frozenset[str]:
        fact = self._definitions.classes[cls]
        if not fact.nested and not _simple(cls).startswith(_DOUBLES) and self.natures.is_exception(cls):
            return ERROR
        is_whole = OPEN not in fact.assigned and not fact.nested
        if is_whole and is_mapped(cls, self._definitions, self._resolver) and not self.natures.is_interface(cls):
            return MODEL if fact.decorators or not _MIXED_IN.issuperset(fact.bases) else frozenset()
        matching = self.claims(cls)
        if not matching or self._only_looks(cls):
            return frozenset()
        if _is_data(self.natures, self._definitions, cls):
            bases = frozenset(map(_simple, self._resolver.linear(cls)[1:]))
            return frozenset(r for r in matching if r in _MAY_BE_MODELS or not bases.isdisjoint(self.bases[r]))
        if BASE.match(_simple(cls)):
            return frozenset()
        foreign = tuple(_simple(base) for base in self.libraries.bases_of(cls))
        matching -= {role for role in matching - _MAY_BE_MODELS if self.matchers[role].names_one(foreign)}
        return matching if _may_hold_data(fact, self._resolver.linear(cls)) else matching - {"dto"}


def speaks_of(simple: str, wanted: Iterable[str], roles: Roles) -> bool:
    """Whether a class that nobody looks at has one of some roles by its name, which is all there is of it."""
    known = (roles.matchers[role] for role in wanted if role in roles.matchers)
    return not simple.startswith(_DOUBLES) and any(each.names_one([simple]) for each in known)


class _Keepers:
    """Tells the roles that classes have by what their instances keep, be it by what a base says."""

    def __init__(self, table: Mapping[str, Role], definitions: Definitions, resolver: Resolver) -> None:
        self._holding = {role: looks_like(how.holds) for role, how in table.items() if how.holds}
        self._classes = definitions.classes
        self._resolver = resolver
        self._said: dict[str, frozenset[str]] = {}
        """The roles by what a class says itself, as many derive from it."""

    def roles_of(self, cls: str) -> frozenset[str]:
        ours = [each for each in self._resolver.linear(cls) if each in self._classes] if self._holding else []
        return frozenset().union(*map(self._said_by, ours))

    def _said_by(self, cls: str) -> frozenset[str]:
        if cls not in self._said:
            resolve = self._resolver.resolve
            symbols = {symbol for symbol in self._classes[cls].attributes.values() if symbol}
            kept = (*symbols, *filter(None, map(resolve, symbols)))  # what a builder gives may be known by it alone
            found = {each[:-2] for each in kept if each.endswith("()")}
            self._said[cls] = frozenset(role for role, is_held in self._holding.items() if any(map(is_held, found)))
        return self._said[cls]


def _is_data(natures: Natures, definitions: Definitions, cls: str) -> bool:
    """Whether a class is mere data; a dataclass whose methods wait for something only spares itself a constructor."""
    is_dataclass = natures.is_dataclass(cls) and not waits(definitions, cls)
    return is_dataclass or natures.is_model(cls) or natures.is_struct(cls)


def _simple(cls: str) -> str:
    return cls.rpartition(".")[2]


def _may_hold_data(fact: ClassFact, linear: tuple[str, ...]) -> bool:
    """Whether a class has public attributes other than constants, or a base that may have some."""
    if any(base.partition(".")[0] not in PLAIN_ROOTS for base in linear[1:]):
        return True
    return any(not name.startswith("_") and not name.isupper() for name in (*fact.attributes, *fact.assigned))
