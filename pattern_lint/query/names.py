"""Names as cards write them, and what of the code they mean.

| written | means |
| --- | --- |
| `aiokafka.AIOKafkaProducer` | that class or function, by whatever name the code imports it |
| `fastapi.APIRouter().post` | a method of an instance: `()` is "the value of a call" |
| `sqlalchemy.*` | everything below |
| `*.commit` | a method or attribute of that name, of anything |
| `role:event-bus.publish` | a method of whatever has the role |
| `role:service` | a class with the role |
| `like:session.commit` | a method of what is called `session` or `..._session`, where nothing shows what it is |
| `print` | a builtin |
| `*Client`, `handle_*`, `Order` | a class, base or function that the project defines, by its own name |

A name of the project may stand for something else: a re-export, an attribute, an inherited method. Then the answer
hangs on the joined project.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import translate
from functools import cache, cached_property, lru_cache
from typing import Annotated, NamedTuple, TypeAlias

import msgspec

from ..config.globs import fnmatchcase
from ..knowledge.lacking import is_there, lacked_libraries, lacking, may_have
from ..knowledge.words import in_force, listed
from ..lang.python.externals import is_builtin
from ..lang.python.symbols import canonical_chain
from .answers import NO, UNKNOWN, YES, Answer, on_condition, some

Name: TypeAlias = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(@[a-z][a-z0-9-]*|like:\w+\.[\w*]+|(role:[a-z-]+(\.[\w*]+)?|[\w*]+(\(\))*)(\.[\w*]+(\(\))*)*)$",
        title="a name",
        description="a name such as `aiokafka.AIOKafkaProducer`, `fastapi.APIRouter().post`, `*.commit`, "
        "`role:event-bus.publish` or the list `@http-clients`",
    ),
]
Names: TypeAlias = tuple[Name, ...]

Defined: TypeAlias = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(@[a-z][a-z0-9-]*|role:[a-z-]+(\.[\w*]+)?|[\w*]+(\.[\w*]+)*(\(\))?)$",
        title="a name",
        description="a name such as `*Client`, `handle_*`, `acme.plugins.Plugin`, `role:service` or the list `@routes`",
    ),
]
"""What is defined somewhere: a class, a base, a function; a name without dots is its own, wherever it is defined."""
DefinedNames: TypeAlias = tuple[Defined, ...]

_ROLE = re.compile(r"role:(?P<role>[a-z-]+)(\.(?P<member>[\w*]+))?")
_LIKE = "like:"
_FIRST = re.compile(r"[^.]*")
_INIT, _SUPER = "__init__", ".__super__"
_REMEMBERED = 1000
"""Of how many places an answer is kept."""


class Asked(NamedTuple):
    """What code names at a place."""

    symbol: str | None
    """The qualified name, as far as the file shows it."""
    written: str = ""
    """The last name as it stands there."""
    receiver: str = ""
    """The name of what a method is called on, as it stands there."""


class _Sorted:
    """Names by the ways in which they are written, and what follows from it: the same for whoever asks for them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.exact: set[str] = set()
        self.globs: list[str] = []
        self.members: set[str] = set()
        self.roles: dict[str, set[str]] = {}
        """Member -> the roles of what it is a member of; "" for the class itself."""
        self.like: dict[str, set[str]] = {}
        """Member -> what that is called which it is a member of."""
        for name in names:
            self._add(name)

    def _add(self, name: str) -> None:
        role = _ROLE.fullmatch(name)
        if role is not None:
            self.roles.setdefault(role["member"] or "", set()).add(role["role"])
        elif name.startswith(_LIKE):
            receiver, _, member = name.removeprefix(_LIKE).partition(".")
            self.like.setdefault(member, set()).add(receiver)
        elif name.startswith("*.") and "*" not in name[2:] and "." not in name[2:]:
            self.members.add(name[2:])
        elif "*" in name:
            self.globs.append(name.replace("[", "[[]"))
        else:
            self.exact.add(spelled(name))

    @cached_property
    def last_names(self) -> frozenset[str] | None:
        found = self.last_globs
        return None if found is None or any("*" in name for name in found) else found

    @cached_property
    def last_globs(self) -> frozenset[str] | None:
        if any("." not in glob for glob in self.globs):
            return None
        found = {*map(last_name, (*self.exact, *self.globs)), *self.members, *self.roles, *self.like}
        found |= {name.rpartition(".")[2] for name in self.exact}  # what a call gives may be called or decorate
        return None if not found.isdisjoint(("", "*")) else frozenset(found)

    @cached_property
    def is_any(self) -> bool:
        return self.last_globs is None or any("*" in last_name(glob) for glob in self.globs)

    @cached_property
    def last(self) -> re.Pattern[str]:
        """Matches the last names of all that they can mean."""
        return one_of(("*",) if self.is_any else tuple(sorted(self.last_globs or ())))

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """The qualified names, for the join to ask what stands for one of them."""
        return tuple(sorted((*self.exact, *self.globs)))

    @cached_property
    def one_glob(self) -> re.Pattern[str]:
        return one_of(tuple(self.globs))

    @cached_property
    def constructed(self) -> frozenset[str]:
        """The classes of whose constructors they speak."""
        return frozenset(filter(None, map(_constructed, self.exact)))


_sorted_names = lru_cache(maxsize=4096)(_Sorted)


class NameSet:
    """The names of one option, ready to be asked about many places."""

    def __init__(self, names: Iterable[str]) -> None:
        self._sorted = found = _sorted_names(tuple(names))
        self._exact, self._globs, self._members = found.exact, found.globs, found.members
        self._roles, self._like = found.roles, found.like
        self._present: tuple[frozenset[str], frozenset[str], re.Pattern[str]] | None = None
        """The libraries that the project lacks, and the last names of what may stand for a name: exact and others."""
        self._known: dict[Asked, Answer] = {}
        """What was asked before: code names the same things again and again."""
        self._hangs_on: tuple[object, object, object] = (None, None, None)
        """The roots and lists that these answers hang on."""

    def __bool__(self) -> bool:
        return bool(self._exact or self._globs or self._members or self._roles or self._like)

    @property
    def last_names(self) -> frozenset[str] | None:
        """The last names of all that they can mean; None where that may be anything."""
        return self._sorted.last_names

    @property
    def last_globs(self) -> frozenset[str] | None:
        """The same, with globs among them; None where not even these say anything."""
        return self._sorted.last_globs

    def may_name(self, last: str) -> bool:
        """Whether something of a last name can be one of them."""
        return bool(self._sorted.last.match(last))

    @property
    def is_any(self) -> bool:
        """Whether something of any last name can be one of them: a glob at the end of a name goes on beyond dots."""
        return self._sorted.is_any

    def _may_stand_for(self, symbol: str) -> bool:
        """Whether something of the project may stand for one of them: a re-export keeps the name.

        What a library has that no file imports cannot be re-exported, and nothing but a class that derives from
        another has its constructor.
        """
        lacked = lacked_libraries()
        if self._present is None or self._present[0] is not lacked:
            there = [name for name in (*self._exact, *self._globs) if name[: name.find(".")] not in lacked]
            globs = tuple(dict.fromkeys(last_name(name) for name in there if "*" in last_name(name)))
            self._present = lacked, frozenset(map(last_name, there)), one_of(globs)
        _, exact, pattern = self._present
        last = last_name(symbol)
        if last not in exact:
            return bool(pattern.match(last))
        owner = _constructed(symbol)
        return not owner or any(may_have(base, owner) for base in self._sorted.constructed)

    def match(self, asked: Asked, roots: frozenset[str]) -> Answer:
        """Whether a place names one of them; `roots` are the first names of what belongs to the project."""
        if self._hangs_on[0] is not roots or self._hangs_on[1] is not lacking() or self._hangs_on[2] is not in_force():
            self._hangs_on = roots, lacking(), in_force()
            self._known.clear()
        found = self._known.get(asked)
        if found is None:
            found = self._matched(asked, roots)
            if len(self._known) < _REMEMBERED:
                self._known[asked] = found
        return found

    def _matched(self, asked: Asked, roots: frozenset[str]) -> Answer:
        symbol = asked.symbol
        if asked.written in self._members or (self._members and symbol and last_name(symbol) in self._members):
            return YES
        called = _under(asked.written, self._like) if self._like and asked.receiver else None
        looks = called is not None and _is_like(called, asked.receiver)
        if symbol is None:
            if looks or (self._roles and _is_called(self._roles.get(asked.written, ()), asked.receiver, "")):
                return YES
            return UNKNOWN if asked.written in (self.last_names or ()) else NO
        if symbol in self._exact or self._sorted.one_glob.match(symbol):
            return YES
        is_ours = symbol[: symbol.find(".")] in roots
        if looks and not is_ours and symbol.startswith(tuple(listed("open-holders"))):
            return YES
        if looks and is_ours:
            may_be = self._exact and self._may_stand_for(symbol)
            shown = [on_condition(("is", symbol, self._sorted.spellings))] if may_be else []
            untyped = on_condition(("untyped", symbol.rpartition(".")[0], tuple(sorted(called or ()))))
            return some([untyped, *shown, self._role(asked, symbol, is_ours=True)])
        role = self._role(asked, symbol, is_ours=is_ours)
        if role is not NO or not is_ours:
            return role
        if self._may_stand_for(symbol):
            return on_condition(("is", symbol, self._sorted.spellings))
        return NO

    def _role(self, asked: Asked, symbol: str, *, is_ours: bool) -> Answer:
        """A class of the project has a role, and so has what is made of it; others are known by their names, and so are
        classes that are called as those with the role are."""
        roles = _under(last_name(symbol), self._roles) if self._roles else None
        if roles is not None:
            owner, _, _ = symbol.rpartition(".")
            if is_ours and not (owner.endswith("()") and _is_called(roles, "", owner)):
                may_be = any(is_there(f"role:{role}") or _speaks_of(role, owner) for role in roles)
                return on_condition(("instance", owner, tuple(sorted(roles)))) if may_be else NO
            return YES if _is_called(roles, asked.receiver, owner) else NO
        wanted = self._roles.get("", ()) if is_ours else ()
        if any(may_have(f"role:{role}", last_name(symbol)) or _speaks_of(role, symbol) for role in wanted):
            return on_condition(("role", symbol, tuple(sorted(wanted))))
        return NO


@lru_cache(maxsize=2048)
def name_set(names: tuple[str, ...]) -> NameSet:
    """The names of an option, made ready once."""
    return NameSet(names)


@lru_cache(maxsize=1024)
def one_of(globs: tuple[str, ...]) -> re.Pattern[str]:
    """Matches what one of some globs does; nothing where there are none."""
    return re.compile("|".join(map(translate, globs)) or r"(?!)")


RECEIVERS: dict[str, str] = {"event-bus": "bus-endings", "container": "container-endings"}
"""Roles that are known by what their instances and types are called, with the list of how these names end."""


def _under(name: str, kept: dict[str, set[str]]) -> set[str] | None:
    """What is kept under a name, and under globs that it matches; None where there is nothing."""
    found = kept.get(name)
    if not name or not kept:
        return found
    matching = [kept[glob] for glob in kept if "*" in glob and glob != name and fnmatchcase(name, glob)]
    return (found or set[str]()).union(*matching) if matching else found


def _is_like(called: Iterable[str], receiver: str) -> bool:
    plain = receiver.lower().lstrip("_")
    return any(plain == each or plain.endswith(f"_{each}") for each in called)


def _speaks_of(role: str, owner: str) -> bool:
    """Whether what a method is called on speaks of a role by the name of its class, which nobody may look at."""
    return role.replace("-", "") in owner.lower() or _is_called((role,), "", owner)


def _is_called(roles: Iterable[str], receiver: str, owner: str) -> bool:
    ends = tuple(end for role in roles if role in RECEIVERS for end in listed(RECEIVERS[role]))
    return bool(ends) and (receiver.lower().endswith(ends) or owner.removesuffix("()").lower().endswith(ends))


@cache
def spelled(name: str) -> str:
    """The one spelling of a name that a card gives."""
    if "." not in name:
        return f"builtins.{name}" if is_builtin(name.removesuffix("()")) else name
    first = _FIRST.match(name)
    assert first is not None
    return canonical_chain(first[0], name[first.end() :])


def _constructed(symbol: str) -> str:
    """The class of which a name is the constructor, as a class or an heir calls it; empty for other names."""
    owner, _, name = symbol.rpartition(".")
    return last_name(owner.removesuffix(_SUPER)) if name == _INIT else ""


def last_name(symbol: str) -> str:
    """The last name of a symbol, without the brackets of a call."""
    return symbol.rpartition(".")[2].removesuffix("()")


def each_last_name(sets: Iterable[NameSet]) -> Iterator[str | None]:
    """The last names of several sets; None among them where one of them may mean anything."""
    for names in sets:
        found = names.last_names
        yield from found if found is not None else (None,)
