"""What a class is in the architecture: the table of roles, and who has which.

A class has a role when its name matches, when a base at any depth does, or when its module lies in a folder of
the role. What only looks the part (interfaces, enums, dataclasses, test doubles, ...) has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import translate

from .definitions import Definitions
from .facts import ABSTRACT, ClassFact
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
_INTERFACE = re.compile(r"I[A-Z][A-Za-z0-9]*$")
_PROTOCOLS = frozenset({"typing.Protocol", "typing_extensions.Protocol"})
_ENUMS = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag"})
_MODELS = frozenset({"pydantic.BaseModel", "pydantic.main.BaseModel", "sqlmodel.SQLModel", "msgspec.Struct"})
_TUPLES = frozenset({"typing.NamedTuple", "typing.TypedDict", "typing_extensions.TypedDict"})
_DATACLASSES = frozenset(
    {
        "dataclasses.dataclass",
        "pydantic.dataclasses.dataclass",
        *(f"attr.{name}" for name in ("s", "attrs", "dataclass", "define", "frozen", "mutable")),
        *(f"attrs.{name}" for name in ("define", "frozen", "mutable")),
    }
)
_ORM_BASES = frozenset(
    {
        "sqlalchemy.orm.DeclarativeBase",
        "sqlalchemy.orm.declarative_base()",
        "sqlalchemy.ext.declarative.declarative_base()",
    }
)
_MAY_BE_MODELS = frozenset({"dto", "settings"})


class _Matcher:
    """What is known of one or several roles, ready to be asked about many classes."""

    def __init__(self, roles: Iterable[Role]) -> None:
        kept = list(roles)
        self._names = _any_of(glob for role in kept for glob in role.names)
        self._bases = frozenset(base for role in kept for base in role.bases)
        self._paths = _any_of(f"{glob.replace('**/', '*/')}" for role in kept for glob in role.paths)
        self._public_only = all(role.public_only for role in kept)

    def matches(self, simple: str, bases: frozenset[str], path: str) -> bool:
        """Whether a class matches by its simple name, the simple names of its bases or the path of its module."""
        if self._names.match(simple) or not self._bases.isdisjoint(bases):
            return True
        return bool(self._paths.match(f"/{path}")) and not (self._public_only and simple.startswith("_"))


def _any_of(globs: Iterable[str]) -> re.Pattern[str]:
    """Matches what one of the globs matches; nothing where there are none."""
    return re.compile("|".join(translate(glob) for glob in globs) or r"(?!)")


class Roles:
    """Decides the roles of the project's classes."""

    def __init__(self, definitions: Definitions, resolver: Resolver, table: Mapping[str, Role]) -> None:
        self._definitions = definitions
        self._resolver = resolver
        self._matchers = {role: _Matcher([how]) for role, how in table.items()}
        self._any = _Matcher(table.values())
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

    def is_interface(self, cls: str) -> bool:
        """Whether a class is a Protocol, is named like an interface, or has abstract methods only."""
        fact = self._definitions.classes[cls]
        simple = fact.name.rpartition(".")[2]
        if _PROTOCOLS & self._direct_bases(fact) or _INTERFACE.match(simple):
            return True
        flags = [self._flags(cls, name) for name in fact.methods if not name.startswith("__")]
        return bool(flags) and all(flag & ABSTRACT for flag in flags)

    def is_abstract(self, cls: str) -> bool:
        """Whether a class has abstract methods of its own, or says in its bases that it is abstract."""
        fact = self._definitions.classes[cls]
        if self._direct_bases(fact) & {"abc.ABC", *_PROTOCOLS} or fact.metaclass == "abc.ABCMeta":
            return True
        return any(self._flags(cls, name) & ABSTRACT for name in fact.methods)

    def is_exception(self, cls: str) -> bool:
        return any(_is_builtin_exception(ancestor) for ancestor in self._resolver.linear(cls))

    def _flags(self, cls: str, method: str) -> int:
        fact = self._definitions.function(f"{cls}.{method}")
        return fact.flags if fact is not None else 0

    def _direct_bases(self, fact: ClassFact) -> frozenset[str]:
        return frozenset(self._resolver.resolve(base) or "" for base in fact.bases if base)

    def acts(self, cls: str) -> bool:
        """Whether a class does something: no interface, abstract base, test double, exception, enum or mere data."""
        return not self._only_looks(cls) and not self._is_data(cls)

    def _only_looks(self, cls: str) -> bool:
        fact = self._definitions.classes[cls]
        if fact.nested or fact.name.rpartition(".")[2].startswith(_DOUBLES):
            return True
        if self.is_interface(cls) or self.is_abstract(cls) or self.is_exception(cls):
            return True
        linear = self._resolver.linear(cls)
        return bool(_ENUMS & set(linear) or _TUPLES & set(linear)) or _is_orm(fact, linear)

    def _is_data(self, cls: str) -> bool:
        decorators = {self._resolver.resolve(name) for name in self._definitions.classes[cls].decorators if name}
        return bool(_DATACLASSES & decorators or _MODELS & set(self._resolver.linear(cls)))

    def _decide(self, cls: str) -> frozenset[str]:
        home = self._definitions.home(cls)
        if home is None:
            return frozenset()
        simple = self._definitions.classes[cls].name.rpartition(".")[2]
        bases = frozenset(base.rpartition(".")[2] for base in self._resolver.linear(cls)[1:])
        if not self._any.matches(simple, bases, home["path"]):
            return frozenset()
        matching = frozenset(
            role for role, matcher in self._matchers.items() if matcher.matches(simple, bases, home["path"])
        )
        if not matching or self._only_looks(cls):
            return frozenset()
        return matching & _MAY_BE_MODELS if self._is_data(cls) else matching


def _is_orm(fact: ClassFact, linear: tuple[str, ...]) -> bool:
    return "__tablename__" in fact.assigned or not _ORM_BASES.isdisjoint(linear)


def _is_builtin_exception(name: str) -> bool:
    return name.startswith("builtins.") and name.endswith(("Error", "Exception", "Warning", "Interrupt", "Exit"))
