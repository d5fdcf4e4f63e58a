"""The base of kinds that are about what is defined: classes, functions, fields of classes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, TypeVar

from ..config.globs import looks_like
from ..knowledge.lacking import may_derive
from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..query.answers import NO, Answer, answer, opposite
from ..query.definitions.defined import derives, is_decorated, is_meant
from ..query.definitions.dispatch import Selectors
from ..query.naming.names import DefinedNames, Names
from ..query.places.places import Places, Where, stands_in
from .kit import Rule
from .site_kind import CONFORMS, Judgement, Site, SiteKind, SiteOptions, demanded, only_roles

ANYHOW = ("forbidden", "only_inside", "never_inside", "name")
"""What may be demanded of all that is defined."""


class ChosenOptions(SiteOptions, frozen=True, kw_only=True):
    """Which classes or functions; fields are chosen by their classes."""

    early: ClassVar[int] = 2

    of: DefinedNames = ()
    """The classes or functions; a name without dots is their own alone. Example: `of = ["*Client", "role:service"]`"""
    derives: DefinedNames = ()
    """Only classes that have one of these as a base at any depth, and what is defined in them.
    Example: `derives = ["pydantic.BaseModel"]`"""
    decorated: Names = ()
    """Only classes or functions that have one of these decorators. Example: `decorated = ["dataclasses.dataclass"]`"""


class DefinedOptions(ChosenOptions, frozen=True, kw_only=True):
    """What may be demanded of whatever is defined."""

    forbidden: bool = False
    """Whether there must be no such thing. Example: `forbidden = true`"""
    only_inside: Places = ()
    """The only places where it may stand. Example: `only-inside = ["path:clients/**"]`"""
    never_inside: Places = ()
    """Places where it must not stand. Example: `never-inside = ["path:domain/**"]`"""
    name: tuple[str, ...] = ()
    """What it must be called: globs of which one must match. Which ones are meant, `of` says.
    Example: `name = ["*Handler"]`"""

    def places(self) -> Iterator[str]:
        yield from (*super().places(), *self.only_inside, *self.never_inside)

    def selecting_roles(self) -> Iterator[frozenset[str]]:
        yield from super().selecting_roles()
        yield from only_roles(self.of)

    def kin_named(self) -> Iterator[str]:
        yield from super().kin_named()
        dotted = (name for name in self.derives if not name.startswith("role:") and not name.endswith("()"))
        yield from (name.rpartition(".")[2] for name in dotted)


Options_ = TypeVar("Options_", bound=DefinedOptions)


class DefinedKind(SiteKind[Options_]):
    """Judges what is defined: whether it may be there at all, and what is demanded of it."""

    sort: ClassVar[str]
    """What is defined, in one word."""

    def called(self, site: Site) -> str:
        """What messages call a site."""
        return site.words[self.sort]

    def demands(self, site: Site, rule: Rule[Options_]) -> Iterator[Judgement]:
        """What becomes of each demand of a card."""
        raise NotImplementedError

    def judge(self, site: Site, rule: Rule[Options_]) -> Iterator[Judgement]:
        options, name = rule.options, self.called(site)
        if options.forbidden:
            yield Judgement("violates", f"there is to be no {self.sort} such as {name}")
            return
        is_anywhere = not (options.only_inside or options.never_inside)
        found = [*(() if is_anywhere else _of_place(options, site, name)), *_of_name(options, name)]
        found += self.demands(site, rule)
        yield from found or [CONFORMS]


def selectors(rule: Rule[Options_]) -> Selectors:
    """By what a card is dispatched."""
    return Selectors(rule.options.of, rule.options.decorated, rule.options.derives)


def chosen(options: DefinedOptions, scope: Scope, module: Module) -> Iterator[Answer]:
    """Whether a class or function is one that a card is about; of methods, the class has the bases."""
    yield is_meant(options.of, scope, module)
    if options.decorated:
        yield is_decorated(options.decorated, scope, module)
    if options.derives:
        cls = scope if scope.kind == "class" else scope.parent or scope
        yield derives(options.derives, cls, module) if may_derive(options.derives, cls.name) else NO


def is_public(scope: Scope) -> bool:
    """Whether others may name a class or function: it, and what is around it, has no underscore before its name, nor
    is that a function."""
    return not any(part.startswith(("_", "<")) for part in scope.qualname.split("."))


def _of_name(options: DefinedOptions, name: str) -> Iterator[Judgement]:
    if options.name:
        is_right = looks_like(options.name)(name.rpartition(".")[2])
        yield demanded(answer(is_right), f"{name} is not named {' or '.join(options.name)}")


def _of_place(options: DefinedOptions, site: Site, name: str) -> Iterator[Judgement]:
    where, said = Where(site.module, site.node, site.scope), f"{name} has no place here"
    if options.only_inside:
        yield demanded(stands_in(options.only_inside, where), said)
    if options.never_inside:
        yield demanded(opposite(stands_in(options.never_inside, where)), said)
