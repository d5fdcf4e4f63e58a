"""Names as cards write them, and what of the code they mean.

| written | means |
| --- | --- |
| `aiokafka.AIOKafkaProducer` | that class or function, by whatever name the code imports it |
| `fastapi.APIRouter().post` | a method of an instance: `()` is "the value of a call" |
| `sqlalchemy.*` | everything below |
| `*.commit` | a method or attribute of that name, of anything |
| `role:event-bus.publish` | a method of whatever has the role |
| `role:service` | a class with the role |
| `print` | a builtin |
| `*Client`, `handle_*`, `Order` | a class, base or function that the project defines, by its own name |

A name of the project may stand for something else: a re-export, an attribute, an inherited method. Then the answer
hangs on the joined project.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache, cached_property
from typing import Annotated, NamedTuple, TypeAlias

import msgspec

from ..lang.python.externals import is_builtin
from ..lang.python.symbols import canonical_chain
from .answers import NO, UNKNOWN, YES, Answer, on_condition

Name: TypeAlias = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(@[a-z][a-z0-9-]*|(role:[a-z-]+(\.\w+)?|(\*|\w+)(\(\))*)(\.(\w*\*\w*|\w+)(\(\))*)*)$",
        title="a name",
        description="a name such as `aiokafka.AIOKafkaProducer`, `fastapi.APIRouter().post`, `*.commit`, "
        "`role:event-bus.publish` or the list `@http-clients`",
    ),
]
Names: TypeAlias = tuple[Name, ...]

Defined: TypeAlias = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(@[a-z][a-z0-9-]*|role:[a-z-]+(\.\w+)?|[\w*]+(\.[\w*]+)*(\(\))?)$",
        title="a name",
        description="a name such as `*Client`, `handle_*`, `acme.plugins.Plugin`, `role:service` or the list `@routes`",
    ),
]
"""What is defined somewhere: a class, a base, a function; a name without dots is its own, wherever it is defined."""
DefinedNames: TypeAlias = tuple[Defined, ...]

_ROLE = re.compile(r"role:(?P<role>[a-z-]+)(\.(?P<member>\w+))?")
_FIRST = re.compile(r"[^.]*")


class Asked(NamedTuple):
    """What code names at a place."""

    symbol: str | None
    """The qualified name, as far as the file shows it."""
    written: str = ""
    """The last name as it stands there."""
    receiver: str = ""
    """The name of what a method is called on, as it stands there."""


class NameSet:
    """The names of one option, ready to be asked about many places."""

    def __init__(self, names: Iterable[str]) -> None:
        self._exact: set[str] = set()
        self._globs: list[str] = []
        self._members: set[str] = set()
        self._roles: dict[str, set[str]] = {}
        """Member -> the roles of what it is a member of; "" for the class itself."""
        for name in names:
            self._add(name)

    def __bool__(self) -> bool:
        return bool(self._exact or self._globs or self._members or self._roles)

    def _add(self, name: str) -> None:
        role = _ROLE.fullmatch(name)
        if role is not None:
            self._roles.setdefault(role["member"] or "", set()).add(role["role"])
        elif name.startswith("*.") and "*" not in name[2:] and "." not in name[2:]:
            self._members.add(name[2:])
        elif "*" in name:
            self._globs.append(name.replace("[", "[[]"))
        else:
            self._exact.add(spelled(name))

    @cached_property
    def last_names(self) -> frozenset[str] | None:
        """The last names of all that they can mean; None where that may be anything."""
        if self._globs or "" in self._roles:
            return None
        return frozenset({*map(last_name, self._exact), *self._members, *self._roles})

    def match(self, asked: Asked, roots: frozenset[str]) -> Answer:
        """Whether a place names one of them; `roots` are the first names of what belongs to the project."""
        if asked.written in self._members:
            return YES
        symbol = asked.symbol
        if symbol is None:
            return UNKNOWN if asked.written in (self.last_names or ()) else NO
        if symbol in self._exact or any(fnmatchcase(symbol, glob) for glob in self._globs):
            return YES
        is_ours = symbol[: symbol.find(".")] in roots
        role = self._role(asked, symbol, is_ours=is_ours)
        if role is not NO or not is_ours:
            return role
        if last_name(symbol) in {last_name(name) for name in self._exact} or self._globs:
            return on_condition(("is", symbol, tuple(sorted((*self._exact, *self._globs)))))
        return NO

    def _role(self, asked: Asked, symbol: str, *, is_ours: bool) -> Answer:
        """A class of the project has a role, and so has what is made of it; others are known by their names."""
        roles = self._roles.get(last_name(symbol))
        if roles is not None:
            owner, _, _ = symbol.rpartition(".")
            if is_ours:
                return on_condition(("instance", owner, tuple(sorted(roles))))
            return YES if _is_called(roles, asked.receiver, owner) else NO
        if "" in self._roles and is_ours:
            return on_condition(("role", symbol, tuple(sorted(self._roles[""]))))
        return NO


@cache
def name_set(names: tuple[str, ...]) -> NameSet:
    """The names of one option, made once."""
    return NameSet(names)


RECEIVERS: dict[str, tuple[str, ...]] = {
    "event-bus": ("bus", "publisher", "emitter"),
    "container": ("container", "injector"),
}
"""How names and types end of what has a role that is known by what it is called."""


def _is_called(roles: Iterable[str], receiver: str, owner: str) -> bool:
    ends = tuple(end for role in roles for end in RECEIVERS.get(role, ()))
    return bool(ends) and (receiver.lower().endswith(ends) or owner.removesuffix("()").lower().endswith(ends))


def spelled(name: str) -> str:
    """The one spelling of a name that a card gives."""
    if "." not in name:
        return f"builtins.{name}" if is_builtin(name.removesuffix("()")) else name
    first = _FIRST.match(name)
    assert first is not None
    return canonical_chain(first[0], name[first.end() :])


def last_name(symbol: str) -> str:
    """The last name of a symbol, without the brackets of a call."""
    return symbol.rpartition(".")[2].removesuffix("()")


def each_last_name(sets: Iterable[NameSet]) -> Iterator[str | None]:
    """The last names of several sets; None among them where one of them may mean anything."""
    for names in sets:
        found = names.last_names
        yield from found if found is not None else (None,)
