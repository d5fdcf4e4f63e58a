"""Cards by the last names of what they are about: a file, class or function that has none of them costs a look-up.

What a card is about has to have one of its names itself, a decorator that has one, or a base. A base that the project
defines may stand for any, as long as the join has not followed it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from ...config.globs import fnmatchcase, is_glob
from ...knowledge.lacking import any_may_have, may_have
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..naming.meant import MeantNames, Names
from ..naming.names import name_set
from ..naming.shown import classes, functions
from .defined import ROLE, bases, decorator_names

T = TypeVar("T")

_REMEMBERED = 5_000
"""Of how many names it is kept which rules mean them."""
_GLOB = frozenset("*?[")
"""What makes a name a glob."""


class Selectors(NamedTuple):
    """The names by which a card says which classes or functions it is about."""

    of: Sequence[str] = ()
    decorated: Sequence[str] = ()
    derives: Sequence[str] = ()
    """Bases of a class, or of the class that a method belongs to."""


class _Role(NamedTuple):
    """Classes with a role, or the methods of a name in these."""

    name: str
    member: str | None

    def may_mean(self, scope: Scope) -> bool:
        """Whether a class or function may be one of them, as far as the simple name of a class tells."""
        if self.member is None:
            return scope.kind == "class" and may_have(self.name, scope.name)
        cls = scope.parent
        return (
            scope.is_method
            and cls is not None
            and may_have(self.name, cls.name)
            and fnmatchcase(scope.name, self.member)
        )


def _role_of(name: str) -> _Role:
    role, _, member = name.partition(".")
    return _Role(role, member or None)


_Meant: TypeAlias = Iterator[tuple[Scope, Iterable[T]]]


class Dispatch(Generic[T]):
    """Finds the cards that may be about a class or function; each is kept by one of its selectors."""

    def __init__(self, rules: Iterable[T], selectors: Callable[[T], Selectors]) -> None:
        self._meant: ByName[T] = ByName()
        """All cards, by what they say of the name of a class or function itself."""
        self._by_name: ByName[T] = ByName()
        self._by_role: list[tuple[T, list[_Role]]] = []
        """Those about classes with a role, or what is defined in these."""
        self._by_decorator: ByLast[T] = ByLast()
        self._by_base: ByLast[T] = ByLast()
        for rule in rules:
            chosen = selectors(rule)
            self._meant.add(rule, chosen.of)
            if chosen.decorated:
                self._by_decorator.add(rule, name_set(chosen.decorated).last_names)
            elif chosen.derives and not _are_plain(chosen.of):  # few functions have a name, many classes a base
                self._by_base.add(rule, _last_of_bases(chosen.derives))
            elif chosen.of and all(map(ROLE.fullmatch, chosen.of)):
                self._by_role.append((rule, list(map(_role_of, chosen.of))))
            else:
                self._by_name.add(rule, chosen.of)

    def may_mean(self, name: str) -> bool:
        """Whether a card may be about a class or function of a name, as far as the name alone tells."""
        return bool(self._meant.of(name))

    def among(self, scopes: Iterable[Scope], module: Module, counts: Callable[[T], bool]) -> Iterator[tuple[Scope, T]]:
        """Some classes or functions, each with the cards that may be about it; `counts` says which cards matter."""
        all_of = list(scopes)
        if all_of:
            of_any = [rule for rule in self._by_name.all if counts(rule)]
            yield from ((scope, rule) for scope in all_of for rule in of_any)
            may_be = (self._named, self._with_role, self._decorated, self._derived)
            found = (each for look in may_be for each in look(all_of, module))
            yield from ((scope, rule) for scope, rules in found for rule in rules if counts(rule))

    def _named(self, scopes: Sequence[Scope], module: Module) -> _Meant[T]:
        named = self._by_name.like_any(classes if scopes[0].kind == "class" else functions, module)
        for scope in scopes if named else ():
            yield scope, named.get(scope.name, ())

    def _with_role(self, scopes: Sequence[Scope], module: Module) -> _Meant[T]:
        there = module.once(classes) if self._by_role else frozenset()
        for rule, roles in self._by_role:
            shown = [role for role in roles if any_may_have(role.name, there)]
            for scope in scopes if shown else ():
                if any(role.may_mean(scope) for role in shown):
                    yield scope, (rule,)

    def _decorated(self, scopes: Sequence[Scope], module: Module) -> _Meant[T]:
        decorators = module.once(decorator_names) if self._by_decorator else {}
        for scope in scopes if decorators else ():
            if scope in decorators:
                yield scope, self._by_decorator.of(decorators[scope])

    def _derived(self, scopes: Sequence[Scope], module: Module) -> _Meant[T]:
        """Those of which a base may be meant; what the project defines may be any."""
        known = module.once(bases) if self._by_base else {}
        for scope in scopes if known else ():
            shown = known.get(scope if scope.kind == "class" else scope.parent or scope)
            if shown is not None:
                may_be_any = shown.is_ours or shown.makers
                yield scope, self._by_base.rules if may_be_any else self._by_base.of(shown.last_names)


def _are_plain(names: Sequence[str]) -> bool:
    """Whether there are names, each that of a class or function alone."""
    return bool(names) and not any("." in name or is_glob(name) for name in names)


def _last_of_bases(names: Sequence[str]) -> frozenset[str] | None:
    """The last names of bases; those with a role are the project's, so that no name shows them."""
    found = frozenset(name.rpartition(".")[2] for name in names if not name.startswith("role:"))
    return None if any("*" in name for name in found) else found


class ByLast(Generic[T]):
    """Rules by the last names of which something has to have one."""

    def __init__(self) -> None:
        self.rules: list[T] = []
        self._named: dict[str, list[T]] = {}
        self._of_any_name: list[T] = []

    def __bool__(self) -> bool:
        return bool(self.rules)

    def add(self, rule: T, names: frozenset[str] | None) -> None:
        """Add a rule; None stands for names that may be any."""
        self.rules.append(rule)
        if names is None:
            self._of_any_name.append(rule)
        for name in names or ():
            self._named.setdefault(name, []).append(rule)

    def of(self, names: Iterable[str] | None) -> Iterator[T]:
        """The rules that may mean one of some names; none does where there are none."""
        if names is None:
            return
        yield from self._of_any_name
        found = [self._named[name] for name in names if name in self._named]
        if len(found) == 1:
            yield from found[0]
        elif found:
            yield from {id(rule): rule for rules in found for rule in rules}.values()


class ByName(Generic[T]):
    """Rules by the simple names of what they are about, which may be globs."""

    def __init__(self) -> None:
        self.all: list[T] = []
        """Those that are about something of any name."""
        self._exact: dict[str, list[T]] = {}
        self._globs: list[tuple[str, T]] = []
        self._known: dict[str, Sequence[T]] = {}
        """The rules for names that somebody asked of: code has the same names again and again."""

    def __bool__(self) -> bool:
        return bool(self._exact or self._globs or self.all)

    def add(self, rule: T, names: Sequence[str]) -> None:
        """Add a rule; one without names is about everything."""
        ends = [_simple_of(name) for name in names]
        if not ends or None in ends:
            self.all.append(rule)
            return
        for end in dict.fromkeys(end for end in ends if end is not None):
            if not _GLOB.isdisjoint(end):
                self._globs.append((end, rule))
            else:
                self._exact.setdefault(end, []).append(rule)

    def of(self, name: str) -> list[T]:
        """The rules that may mean something of a simple name."""
        return [*self.all, *self.like(name)]

    def like_any(self, names: Names, module: Module) -> Mapping[str, Sequence[T]]:
        """The same of the names of a sort in a module, for those that a rule means."""
        return {name: self.like(name) for name in self._meant.shown(names, module)}

    def like(self, name: str) -> Sequence[T]:
        """The rules that mean something of such a name, those aside that are about any."""
        known = self._known.get(name)
        if known is None:
            found = [*self._exact.get(name, ())]
            found += [rule for glob, rule in self._globs if fnmatchcase(name, glob) and rule not in found]
            known = found or ()
            if len(self._known) < _REMEMBERED:
                self._known[name] = known
        return known

    @cached_property
    def _meant(self) -> MeantNames:
        """Tells the names that one of them means."""
        return MeantNames([*self._exact, *(glob for glob, _ in self._globs)])


def _simple_of(name: str) -> str | None:
    """The simple name, or the glob of such, of what a name means; None where that may be anything."""
    role = ROLE.fullmatch(name)
    if role is not None:
        return role["member"]
    last = name.rpartition(".")[2]
    return None if last == "*" else last
