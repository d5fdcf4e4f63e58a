"""What kind of class a class is, whatever it is for: an interface, an enum, an exception, a data model."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Iterator

from ..knowledge.words import names_of
from .definitions import Definitions
from .facts import ABSTRACT, ASYNC, EMPTY, UNIMPLEMENTED
from .modules import Modules
from .resolver import Resolver

_INTERFACE = re.compile(r"I[A-Z][A-Za-z0-9]*$")
_ACRONYM = re.compile(r"I[A-Z]{2}")
"""`IBClient` and `IOWorker` begin as interfaces do, and are none when their methods do something."""
PROTOCOLS = frozenset({"typing.Protocol"})
_ENUMS = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag"})
_TUPLES = frozenset(
    {
        "collections.namedtuple",
        "typing.NamedTuple",
        "typing.TypedDict",
    }
)
OPEN = "__abstract__"
"""The attribute by which a class tells SQLAlchemy that it is no table."""
_META, _ABSTRACT_MODEL = "Meta", "abstract"
"""The class within, and its attribute, by which one tells Django so."""


def is_named_interface(symbol: str) -> bool:
    """Whether a class is an interface by its name, which is all there is of one that the project does not show."""
    simple = symbol.rpartition(".")[2]
    return _INTERFACE.match(simple) is not None and not _ACRONYM.match(simple)


def unseen_bases(cls: str, definitions: Definitions, resolver: Resolver) -> list[str]:
    """The bases of a class, at any depth, whose modules would be the project's and are not there."""
    facts = (definitions.classes.get(ancestor) for ancestor in resolver.linear(cls))
    named = (base for fact in facts if fact is not None for base in fact.bases if base)
    return [base for base in named if resolver.resolve(base) is None and is_unseen(definitions.modules, base)]


def is_unseen(modules: Modules, symbol: str) -> bool:
    """Whether a symbol is of a module that would be one of the project's, and is not there."""
    home = symbol.rpartition(".")[0]
    return bool(home) and modules.is_ours(symbol) and modules.find(home) is None and modules.find(symbol) is None


class Natures:
    """Tells what the project's classes are by their bases, decorators and methods."""

    def __init__(self, definitions: Definitions, resolver: Resolver) -> None:
        self._definitions = definitions
        self._resolver = resolver
        self._interfaces: dict[str, bool] = {}

    def is_interface(self, cls: str) -> bool:
        """Whether a class is a Protocol, is named like an interface, or has abstract methods only."""
        if cls not in self._interfaces:
            is_protocol = not PROTOCOLS.isdisjoint(self._direct_bases(cls))
            self._interfaces[cls] = is_protocol or _looks_like_interface(self._definitions, cls)
        return self._interfaces[cls]

    def is_abstract(self, cls: str) -> bool:
        """Whether a class has abstract methods of its own, says in its bases or to its mapper that it is abstract, or
        leaves to its heirs what its bases left to it."""
        fact = self._definitions.classes[cls]
        if self._direct_bases(cls) & {"abc.ABC", *PROTOCOLS} or fact.metaclass == "abc.ABCMeta":
            return True
        meta = self._definitions.classes.get(f"{cls}.{_META}")
        if OPEN in fact.assigned or (meta is not None and _ABSTRACT_MODEL in meta.assigned):
            return True
        has_heirs = fact.name.rpartition(".")[2] in self._definitions.heirs
        left_open = ABSTRACT | UNIMPLEMENTED if has_heirs else ABSTRACT
        if any(_flags(self._definitions, f"{cls}.{name}") & left_open for name in fact.methods):
            return True
        left = _left_open(cls, self._definitions, self._resolver) if has_heirs else ()
        return any(_is_filled_in(cls, name, self._definitions, self._resolver) for name in left)

    def is_exception(self, cls: str) -> bool:
        classes = self._definitions.classes
        foreign = [base for base in self._resolver.linear(cls)[1:] if base not in classes]
        if "" in foreign:
            foreign += unseen_bases(cls, self._definitions, self._resolver)
        return any(map(_is_external_exception, foreign))

    def _direct_bases(self, cls: str) -> frozenset[str]:
        fact = self._definitions.classes[cls]
        return frozenset(self._resolver.resolve(base) or "" for base in fact.bases if base)

    def is_model(self, cls: str) -> bool:
        """Whether a class is a Pydantic model."""
        return not names_of("pydantic-models").isdisjoint(self._resolver.linear(cls))

    def is_struct(self, cls: str) -> bool:
        """Whether a class is a msgspec struct."""
        return not names_of("data-structs").isdisjoint(self._resolver.linear(cls))

    def is_table(self, cls: str) -> bool:
        """Whether a class is a table of an object-relational mapper."""
        assigned = self._definitions.classes[cls].assigned
        return "__tablename__" in assigned or not names_of("orm-models").isdisjoint(self._resolver.linear(cls))

    def is_enum(self, cls: str) -> bool:
        return not _ENUMS.isdisjoint(self._resolver.linear(cls))

    def is_tuple(self, cls: str) -> bool:
        """Whether a class is a NamedTuple or a TypedDict."""
        return not _TUPLES.isdisjoint(self._resolver.linear(cls))

    def is_dataclass(self, cls: str) -> bool:
        """Whether a class's own decorators make it a dataclass."""
        decorators = self._definitions.classes[cls].decorators
        return not names_of("dataclass-decorators").isdisjoint(
            self._resolver.resolve(name) for name in decorators if name
        )


def waits(definitions: Definitions, cls: str) -> bool:
    """Whether a class has a method of its own that others await, as no mere data has."""
    methods = (name for name in definitions.classes[cls].methods if not name.startswith("_"))
    return any(_flags(definitions, f"{cls}.{name}") & ASYNC for name in methods)


def is_part_of_framework(lineage: Iterable[str]) -> bool:
    """Whether a class is named for what a library calls its parts: an adapter of a logger, a manager of rows."""
    return not names_of("framework-parts").isdisjoint(lineage)


def _looks_like_interface(definitions: Definitions, cls: str) -> bool:
    fact = definitions.classes[cls]
    simple = fact.name.rpartition(".")[2]
    methods = [name for name in fact.methods if not name.startswith("__")]
    flags = (_flags(definitions, f"{cls}.{name}") for name in methods)
    if _INTERFACE.match(simple):
        return not _ACRONYM.match(simple) or all(flag & (ABSTRACT | EMPTY) for flag in flags)
    return bool(methods) and all(flag & (ABSTRACT | UNIMPLEMENTED) for flag in flags)


def _left_open(cls: str, definitions: Definitions, resolver: Resolver) -> Iterator[str]:
    """The abstract methods of its bases that a class leaves abstract."""
    there: set[str] = set()
    for each in resolver.linear(cls):
        fact = definitions.classes.get(each)
        if fact is not None:
            flags = {name: _flags(definitions, f"{each}.{name}") for name in fact.methods}
            yield from (name for name in flags if flags[name] & ABSTRACT and name not in there)
            there.update(flags, fact.assigned, fact.attributes)


def _is_filled_in(cls: str, method: str, definitions: Definitions, resolver: Resolver) -> bool:
    """Whether an heir of a class, which derives from it by name, has a method."""
    heirs = definitions.heirs.get(cls.rpartition(".")[2], ())
    having = definitions.with_method.get(method, ())
    return any(cls in resolver.linear(each)[1:] for each in having if each.rpartition(".")[2] in heirs)


def _flags(definitions: Definitions, method: str) -> int:
    fact = definitions.function(method)
    return fact.flags if fact is not None else 0


def _is_external_exception(name: str) -> bool:
    root, _, rest = name.partition(".")
    if root == "builtins":
        found = getattr(builtins, rest, None)
        return isinstance(found, type) and issubclass(found, BaseException)
    return name.endswith(("Error", "Exception", "Warning"))
