"""What a class is in the architecture: the table of roles, and who has which.

A class has a role when its name matches, when a base at any depth does, or when its module lies in a folder of
the role. What only looks the part (interfaces, enums, dataclasses, test doubles, ...) has none. Exceptions have the
role `error` and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from .definitions import Definitions
from .facts import ClassFact
from .natures import Natures
from .resolver import Resolver


@dataclass(frozen=True, slots=True)
class Role:
    """How a role is recognised: globs of class names, names of bases, globs of module paths."""

    names: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    public_only: bool = field(default=True, kw_only=True)
    """Whether a path gives the role only to classes whose name does not begin with an underscore."""


DEFAULT_ROLES: Mapping[str, Role] = {
    "service": Role(("*Service",), ("BaseService",)),
    "worker": Role(("*Worker",), ("IWorker", "IWorkerLifecycle", "BaseWorker"), ("**/workers/*.py", "**/*_worker.py")),
    "dto": Role(("*DTO", "*Dto"), (), ("**/dto/*.py", "**/dtos/*.py")),
    "repository": Role(("*Repository",), ("BaseRepository",)),
    "adapter": Role(("*Adapter",), ("BaseAdapter",)),
    "exchange": Role(("*Exchange",), ("BaseExchange",)),
    "strategy": Role(("*Strategy",), ("BaseStrategy", "TradingStrategy")),
    "coordinator": Role(("*Coordinator",), ("BaseCoordinator",)),
    "orchestrator": Role(("*Orchestrator",)),
    "manager": Role(("*Manager",)),
    "client": Role(("*Client",)),
    "scheduler": Role(("*Scheduler",)),
    "processor": Role(("*Processor", "*Monitor", "*Task")),
    "constraint": Role(("*Constraint",), ("BaseConstraint",)),
    "event-handler": Role((), ("EventHandler",)),
    "event-bus": Role(("EventBus", "*EventBus", "EventEmitter"), ("EventEmitter",)),
    "unit-of-work": Role(("*UnitOfWork", "*UoW")),
    "settings": Role(("*Settings", "*Config"), ("BaseSettings",)),
    "controller": Role(("*Controller",), (), ("**/controllers/*.py",)),
}

_DOUBLES = ("Mock", "Fake", "Stub", "Minimal", "Placeholder", "Abstract")
_PRIVATE = re.compile(r"(^|/)_(?!_init__\.)")
"""A module or package that is nobody else's."""
_BASE = re.compile(r"Base[A-Z]")
_PLAIN_ROOTS = frozenset({"abc", "builtins", "typing", "typing_extensions"})
_MAY_BE_MODELS = frozenset({"dto", "settings"})
_ERROR = frozenset({"error"})


class Roles:
    """Decides the roles of the project's classes."""

    def __init__(self, definitions: Definitions, resolver: Resolver, table: Mapping[str, Role]) -> None:
        self._definitions = definitions
        self._resolver = resolver
        self._table = table
        self.natures = Natures(definitions, resolver)
        self._memo: dict[str, frozenset[str]] = {}

    def of(self, cls: str) -> frozenset[str]:
        """The roles of a class of the project."""
        if cls not in self._memo:
            self._memo[cls] = self._decide(cls)
        return self._memo[cls]

    def has(self, cls: str, roles: Iterable[str]) -> bool:
        return not self.of(cls).isdisjoint(roles)

    def with_role(self, roles: Iterable[str]) -> list[str]:
        """The classes of the project with one of the roles, in a stable order."""
        wanted = frozenset(roles)
        return [cls for cls in self._definitions.classes if not self.of(cls).isdisjoint(wanted)]

    def of_path(self, path: str) -> frozenset[str]:
        """The roles that a module's place gives to its classes."""
        return frozenset(role for role, how in self._table.items() if _lies_in(how, path))

    def claims(self, cls: str) -> frozenset[str]:
        """The roles that a class's name, bases or module speak of, whether it has them or only looks the part."""
        home = self._definitions.home(cls)
        return self._matching(cls, home["path"]) if home is not None else frozenset()

    def _matching(self, cls: str, path: str) -> frozenset[str]:
        """The roles that a class looks like; a place gives none to a mere part of a class, such as `class Meta`."""
        simple = _simple(cls)
        bases = self._resolver.linear(cls)[1:]
        ours = [_simple(base) for base in bases if base in self._definitions.classes]
        if "." in self._definitions.classes[cls].name and not bases:
            path = ""
        return frozenset(role for role, how in self._table.items() if _matches(how, simple, bases, ours, path))

    def _decide(self, cls: str) -> frozenset[str]:
        fact = self._definitions.classes[cls]
        home = self._definitions.home(cls)
        simple = _simple(cls)
        if home is None or fact.nested or simple.startswith(_DOUBLES):
            return frozenset()
        natures = self.natures
        if natures.is_exception(cls):
            return _ERROR
        matching = self._matching(cls, home["path"])
        if not matching or natures.is_interface(cls) or natures.is_abstract(cls):
            return frozenset()
        if natures.is_enum(cls) or natures.is_tuple(cls) or natures.is_table(cls):
            return frozenset()
        if natures.is_dataclass(cls) or natures.is_model(cls) or natures.is_struct(cls):
            return matching & _MAY_BE_MODELS
        if _BASE.match(simple):
            return frozenset()
        return matching if _may_hold_data(fact, self._resolver.linear(cls)) else matching - {"dto"}


def _simple(cls: str) -> str:
    return cls.rpartition(".")[2]


def _may_hold_data(fact: ClassFact, linear: tuple[str, ...]) -> bool:
    """Whether a class has public attributes other than constants, or a base that may have some."""
    if any(base.partition(".")[0] not in _PLAIN_ROOTS for base in linear[1:]):
        return True
    return any(not name.startswith("_") and not name.isupper() for name in (*fact.attributes, *fact.assigned))


def _matches(role: Role, simple: str, bases: tuple[str, ...], ours: list[str], path: str) -> bool:
    """Whether a class looks the part; names count for a base of the project as they do for the class itself."""
    if any(fnmatchcase(name, glob) for glob in role.names for name in (simple, *ours)):
        return True
    if any(_simple(base) in role.bases for base in bases):
        return True
    if role.public_only and (simple.startswith("_") or _PRIVATE.search(path)):
        return False
    return bool(path) and _lies_in(role, path)


def _lies_in(role: Role, path: str) -> bool:
    return any(fnmatchcase(f"/{path}", glob.replace("**/", "*/")) for glob in role.paths)
