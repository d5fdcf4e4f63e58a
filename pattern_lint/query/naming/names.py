"""Names as cards write them, and what of the code they mean.

| written | means |
| --- | --- |
| `aiokafka.AIOKafkaProducer` | that class or function, by whatever name the code imports it |
| `fastapi.APIRouter().post` | a method of an instance: `()` is "the value of a call" |
| `torch.nn.Module()` | of what is called, an instance itself: `net(rows)` |
| `sqlalchemy.*` | everything below |
| `acme.caches.*.set` | with anything in between: an attribute, an item, several of them |
| `*.*Cache*().get` | a method of what a `Cache` by any name makes, and not of what its methods give |
| `*.commit`, `*.assert_*` | a method or attribute of that name, of anything |
| `*.objects.filter` | a method of whatever is called `objects`, of anything |
| `super().save` | a method of that name as a class calls it on `super()` |
| `role:event-bus.publish` | a method of whatever has the role |
| `role:service` | a class with the role |
| `like:session.commit` | a method of what is called `session` or `..._session`, where nothing shows what it is |
| `requests.{get,post}`, `boto3.client().{list_*,scan}`, `{@clients}.get` | each of several, or of a list |
| `print` | a builtin |
| `Order`, `make_order`, `Order().pay` | a class, function or method that the project defines, in whatever module |
| `*Client`, `handle_*` | a class, base or function that the project defines, by its own name |

A name of the project may stand for something else: a re-export, an attribute, an inherited method. Then the answer
hangs on the joined project. A variable that others import and call, as a `SessionLocal` that `sessionmaker()` gave,
counts where it is named as well: `shop.db.SessionLocal`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from functools import cached_property, lru_cache
from typing import Annotated, NamedTuple, TypeAlias

import msgspec

from ...config.globs import Like, is_glob, looks_like
from ...knowledge.lacking import all_that_may_have, is_there, lacked_libraries, lacking, may_have, own_names
from ...knowledge.words import in_force, listed
from ...lang.python.module import Module
from ..answers import NO, UNKNOWN, YES, Answer, on_condition, some
from .ends import Ends
from .forms import SUPER, form_of
from .meant import MeantNames
from .meant import Names as Shown
from .own import is_one_of
from .receivers import ByMember, is_called, is_like, speaks_of

Name: TypeAlias = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(@[a-z][a-z0-9-]*|like:\w+\.[\w*]+|(role:[a-z-]+(\.[\w*]+)?|[\w*]+(\(\))*)(\.[\w*]+(\(\))*)*)$",
        title="a name",
        description="a name such as `aiokafka.AIOKafkaProducer`, `fastapi.APIRouter().post`, `*.commit`, "
        "`role:event-bus.publish` or the list `@http-requests`",
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

_INIT = "__init__"
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


class NameSet:
    """The names of one option, ready to be asked about many places."""

    def __init__(self, names: Iterable[str]) -> None:
        self._exact: set[str] = set()
        self._own, self._own_globs = list[str](), list[str]()
        """Those that do not say in which module of the project they are."""
        self._globs: list[str] = []
        self._members: set[str] = set()
        self._member_globs: list[str] = []
        """The same as globs: what nothing is known of may be called so."""
        self._of_named: set[tuple[str, str]] = set()
        """Members of something of some name, whatever that belongs to: the name, and that of the member."""
        self._roles = ByMember()
        """The roles of what something is a member of; "" for the class itself."""
        self.like = ByMember()
        """What that is called which something is a member of."""
        self._present: tuple[frozenset[str], frozenset[str], Like] | None = None
        """The libraries that the project lacks, and the last names of what may stand for a name: exact and others."""
        self._known: dict[Asked, Answer] = {}
        """What was asked before: code names the same things again and again."""
        self._hangs_on: tuple[object, object, object] = (None, None, None)
        """The roots and lists that these answers hang on."""
        for name in names:
            self._add(name)

    def __bool__(self) -> bool:
        return bool(
            self._exact or self._globs or self._own_globs or self._members or self._roles.kept or self.like.kept
        )

    def _add(self, name: str) -> None:
        form = form_of(name)
        if form.sort == "exact":
            self._exact.add(form.name)
            self._own += [form.name] if form.is_own else []
        elif form.is_own:
            self._own_globs.append(form.name)
        elif form.sort == "member":
            self._members.add(form.name)
        elif form.sort == "glob":
            self._globs.append(form.name)
            self._member_globs += [form.name[2:]] if form.is_partial else []
            self._of_named |= {(form.of, last_name(form.name))} if form.of else set()
        else:
            (self._roles if form.sort == "role" else self.like).add(form.name, form.of)

    @cached_property
    def last_names(self) -> frozenset[str] | None:
        """The last names of all that they can mean; None where that may be anything."""
        found = self.last_globs
        return None if found is None or any("*" in name for name in found) else found

    @cached_property
    def last_globs(self) -> frozenset[str] | None:
        """The same, with globs among them; None where not even these say anything."""
        if any("." not in glob for glob in self._globs):
            return None
        ends = (*map(last_name, (*self._exact, *self._globs)), *self._own_globs, *self._members)
        found = {*ends, *self._roles.kept, *self.like.kept}
        found |= {name.rpartition(".")[2] for name in self._exact}  # what a call gives may be called or decorate
        return None if not found.isdisjoint(("", "*")) else frozenset(found)

    def shown(self, lasts: Shown, module: Module) -> Set[str]:
        """Those of the last names in a module that something can have which is one of them."""
        return module.once(lasts) if self.is_any else self.closed.shown(lasts, module)

    @cached_property
    def open_roots(self) -> frozenset[str] | None:
        """The first names of what globs mean that go on beyond dots; None where these may be any."""
        roots = frozenset(glob.partition(".")[0] for glob in self._globs if not _end_of(glob))
        is_any = any("*" in root for root in roots) or not {"", "*"}.isdisjoint((*self._roles.kept, *self.like.kept))
        return None if is_any else roots

    @cached_property
    def closed(self) -> MeantNames:
        """Tells the last names of what they can mean, what begins with one of `open_roots` aside."""
        ends = (each for name in self._exact for each in (last_name(name), name.rpartition(".")[2]))
        ends_of_globs = ((last_name(glob), _end_of(glob)) for glob in self._globs)
        found = {
            *ends,
            *(end if last == end else f"*{end}" for last, end in ends_of_globs if end),
            *self._members,
            *self._roles.kept,
            *self.like.kept,
        }
        return MeantNames(sorted(found - {"", "*"}))

    @cached_property
    def is_any(self) -> bool:
        """Whether something of any last name can be one of them: a star at the end of a name goes on beyond dots."""
        return self.last_globs is None or bool(self._own_globs) or not all(map(_end_of, self._globs))

    @property
    def are_classes_with_roles(self) -> bool:
        """Whether they mean classes by their roles, and nothing else."""
        others = self._exact or self._globs or self._own_globs or self._members or self.like.kept
        return self._roles.kept.keys() == {""} and not others

    def _meant_by(self, symbol: str) -> tuple[str, ...]:
        """The qualified names that something of the project may stand for, for the join to ask: those of its name."""
        last = last_name(symbol)
        own = own_names().get(last)
        return (
            self._ends.of(last) if own is None else tuple(each for name in (last, *own) for each in self._ends.of(name))
        )

    @cached_property
    def _ends(self) -> Ends:
        return Ends((name, last_name(name)) for name in self._whole)

    @cached_property
    def _whole(self) -> tuple[str, ...]:
        """Names of what a name of the project may stand for, which tells of a member of anything by itself."""
        return (*self._exact, *self._globs, *(f"*.{member}" for member in self._members))

    def _fits_glob(self, symbol: str) -> bool:
        """Whether one of the globs matches; of most symbols, the first name tells that none does."""
        looks = self._globs_of
        first = symbol[: symbol.find(".")]
        return ("" in looks and looks[""](symbol)) or (first in looks and looks[first](symbol))

    @cached_property
    def _globs_of(self) -> Mapping[str, Callable[[str], bool]]:
        """What tells whether globs match, by the first name of what they do; under nothing those that leave it open."""
        found: dict[str, tuple[str, ...]] = {}
        for glob in self._globs:
            root = glob.partition(".")[0]
            key = root if "." in glob and not is_glob(root) else ""
            found[key] = (*found.get(key, ()), glob)
        return {root: looks_like(globs) for root, globs in found.items()}

    def _may_stand_for(self, symbol: str) -> bool:
        """Whether something of the project may stand for one of them: a re-export keeps the name, or is known by it.

        What a library has that no file imports cannot be re-exported, and nothing but a class that derives from
        another has its constructor.
        """
        lacked = lacked_libraries()
        if self._present is None or self._present[0] is not lacked:
            there = [name for name in self._whole if name[: name.find(".")] not in lacked]
            globs = tuple(dict.fromkeys(last_name(name) for name in there if "*" in last_name(name)))
            self._present = lacked, frozenset(map(last_name, there)), looks_like(globs)
        _, exact, pattern = self._present
        last = last_name(symbol)
        if last not in exact:
            own = own_names().get(last)
            return pattern(last) or (own is not None and any(name in exact or pattern(name) for name in own))
        owner = _constructed(symbol)
        return not owner or any(may_have(base, owner) for base in self._constructed)

    @cached_property
    def _constructed(self) -> frozenset[str]:
        """The classes of whose constructors they speak."""
        return frozenset(filter(None, map(_constructed, self._exact)))

    @property
    def constructed_heirs(self) -> frozenset[str] | None:
        """The simple names of all classes that may be one of whose constructors they speak; None where nobody knows."""
        heirs = [all_that_may_have(base) for base in self._constructed]
        return frozenset().union(*(each or () for each in heirs)) if None not in heirs else None

    @property
    def constructs(self) -> bool:
        """Whether they speak of constructors, so that who makes an heir may call one."""
        return bool(self._constructed)

    def inherited_by(self, symbol: str, roots: frozenset[str]) -> Answer:
        """Whether a class of the project that has no constructor of its own inherits one of those among them."""
        owner = last_name(symbol)
        if symbol[: symbol.find(".")] not in roots or not any(may_have(base, owner) for base in self._constructed):
            return NO
        made = f"{symbol}().{_INIT}"
        return on_condition(("is", made, self._meant_by(made)))

    def match(self, asked: Asked, roots: frozenset[str]) -> Answer:
        """Whether a place names one of them; `roots` are the first names of what belongs to the project."""
        if self._hangs_on[0] is not roots or self._hangs_on[1] is not lacking() or self._hangs_on[2] is not in_force():
            self._hangs_on = roots, lacking(), in_force()
            self._known.clear()
        found = self._known.get(asked)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[asked] = self.matched(asked, roots)
        return found

    def matched(self, asked: Asked, roots: frozenset[str]) -> Answer:
        """The same, for those who remember themselves what they asked."""
        symbol = asked.symbol
        if asked.written in self._members or (self._members and symbol and last_name(symbol) in self._members):
            return YES
        if symbol is None:
            if self._member_globs and looks_like(tuple(self._member_globs))(asked.written):
                return YES
            if (asked.receiver, asked.written) in self._of_named:
                return YES
            called = self.like.under(asked.written) if asked.receiver else None
            looks = called is not None and is_like(called, asked.receiver)
            if looks or is_called(self._roles.kept.get(asked.written, ()), asked.receiver, ""):
                return YES
            return UNKNOWN if asked.written in (self.last_names or ()) else NO
        if symbol in self._exact or (self._globs and self._fits_glob(symbol)):
            return YES
        is_asked = (self._own or self._own_globs) and symbol[: symbol.find(".")] in roots
        if is_asked and is_one_of(symbol, self._own, self._own_globs):
            return YES
        return self.found_by_project(asked, roots)

    def found_by_project(self, asked: Asked, roots: frozenset[str]) -> Answer:
        """The same for something that has a name of the project, which says nothing of what it stands for."""
        symbol = asked.symbol or ""
        called = self.like.under(asked.written) if asked.receiver else None
        looks = called is not None and is_like(called, asked.receiver)
        is_ours = symbol[: symbol.find(".")] in roots
        if not (is_ours or looks or self._roles.kept):
            return NO
        if looks and not is_ours and looks_like(listed("open-holders"))(symbol):
            return YES
        if looks and is_ours:
            may_be = (self._exact or self._globs) and self._may_stand_for(symbol)
            shown = [on_condition(("is", symbol, self._meant_by(symbol)))] if may_be else []
            untyped = on_condition(("untyped", symbol.rpartition(".")[0], tuple(sorted(called or ()))))
            return some([untyped, *shown, self._role(asked, symbol, is_ours=True)])
        role = self._role(asked, symbol, is_ours=is_ours)
        if not is_ours or role == YES or not self._may_stand_for(symbol):
            return role
        itself = on_condition(("is", symbol, self._meant_by(symbol)))
        return itself if role is NO else some([role, itself])

    def _role(self, asked: Asked, symbol: str, *, is_ours: bool) -> Answer:
        """A class of the project has a role, and so has what is made of it; others are known by their names, and so are
        classes that are called as those with the role are."""
        roles = self._roles.under(last_name(symbol)) if self._roles.kept else None
        if roles is not None:
            owner, _, _ = symbol.rpartition(".")
            if is_ours and not (owner.endswith("()") and is_called(roles, "", owner)):
                may_be = any(is_there(f"role:{role}") or speaks_of(role, owner) for role in roles)
                return on_condition(("instance", owner, tuple(sorted(roles)))) if may_be else NO
            return YES if is_called(roles, asked.receiver, owner) else NO
        wanted = self._roles.kept.get("", ()) if is_ours else ()
        if any(may_have(f"role:{role}", last_name(symbol)) or speaks_of(role, symbol) for role in wanted):
            return on_condition(("role", symbol, tuple(sorted(wanted))))
        return NO


@lru_cache(maxsize=2048)
def name_set(names: tuple[str, ...]) -> NameSet:
    """The names of an option, made ready once."""
    return NameSet(names)


def _constructed(symbol: str) -> str:
    """The class of which a name is the constructor, as a class or an heir calls it; empty for other names."""
    owner, _, name = symbol.rpartition(".")
    return last_name(owner.removesuffix(SUPER)) if name == _INIT else ""


def _end_of(glob: str) -> str:
    """How the last names of all that a glob means end; nothing where these may be any."""
    return last_name(glob).rpartition("*")[2]


def last_name(symbol: str) -> str:
    """The last name of a symbol, without the brackets of a call."""
    return symbol.rpartition(".")[2].removesuffix("()")
