"""What conditions ask of classes: their bases, their heirs, and what they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..config.globs import looks_like
from .descent import is_standard
from .members import every_of

if TYPE_CHECKING:
    from .project import Project


_MARKING = frozenset({"abc.ABC", "builtins.object", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol"})
"""Bases that only say what a class is for."""


def has_base(project: Project, cls: str, names: tuple[str, ...]) -> bool:
    return not _simple_bases(project, cls).isdisjoint(names)


def lacks_base(project: Project, cls: str, names: tuple[str, ...]) -> bool:
    """A base that is not known may be any of them."""
    return _simple_bases(project, cls).isdisjoint((*names, ""))


def _simple_bases(project: Project, cls: str) -> frozenset[str]:
    if cls not in project.definitions.classes:
        return frozenset()
    bases = project.resolver.linear(cls)[1:]
    unseen = [""] if any(map(project.definitions.is_unseen, bases)) else []
    return frozenset([*unseen, *(base.rpartition(".")[2] for base in bases)])


def is_made_with(project: Project, symbol: str, methods: tuple[str, ...]) -> bool | None:
    made = project.resolver.resolve(f"{symbol}()") or ""
    cls = made.removesuffix("()")
    if made == cls or cls not in project.definitions.classes:
        return False
    return every_of(project.members.has_method(cls, name, (), None) for name in methods)


def is_made_with_member(project: Project, symbol: str, globs: tuple[str, ...]) -> bool:
    """A class that the project does not show may have any, unless it is of the standard library."""
    cls = project.resolver.resolve(symbol) or ""
    if cls not in project.definitions.classes:
        return not is_standard(cls or symbol)
    return project.members.has_member(cls, globs) is not False


def has_member(project: Project, cls: str, globs: tuple[str, ...]) -> bool | None:
    """A class may be named as a package hands it on, or by the function that gives an instance."""
    found = (project.resolver.resolve(f"{cls}()") or "").removesuffix("()")
    return project.members.has_member(found or cls, globs)


def is_extended_by(project: Project, cls: str, globs: tuple[str, ...]) -> bool:
    """Whether a class has an heir of such a name, its own or the whole one."""
    is_meant = looks_like(globs)
    return any(is_meant(heir.rpartition(".")[2]) or is_meant(heir) for heir in project.heirs_of(cls))


def is_mixed_in(project: Project, cls: str, names: tuple[str, ...]) -> bool:
    """Whether a class is only there to be a base beside others."""
    heirs = project.heirs_of(cls)
    return bool(heirs) and all(project.descent.derives(heir, names) for heir in heirs)


def is_interface(project: Project, symbol: str, _: tuple[Any, ...]) -> bool:
    """Whether neither a class nor a base of it does anything; one that has nothing at all may only mark it."""
    cls = project.resolver.resolve(symbol) or ""
    return cls in project.definitions.classes and all(
        _does_nothing(project, base) for base in project.resolver.linear(cls)
    )


def _does_nothing(project: Project, cls: str) -> bool:
    fact = project.definitions.classes.get(cls)
    if fact is None:
        return cls in _MARKING
    return project.roles.natures.is_interface(cls) or not (fact.methods or fact.attributes or fact.assigned)
