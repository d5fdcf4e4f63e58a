"""Whether a name of the project means something that a card names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from ..config.globs import Like, looks_like

if TYPE_CHECKING:
    from .project import Project


def is_one(project: Project, symbol: str, names: tuple[str, ...]) -> bool | None:
    """A card may name things of the project by any name under which they are imported."""
    found, (exact, globs) = project.resolver.resolve(symbol), _apart(names)
    if found is None:
        return any(each in exact or globs(each) for each in _by_holder(project, symbol)) or None
    if found in exact or globs(found) or globs(_as_method(project, found)):
        return True
    is_plain = found.startswith("builtins.") and found.endswith("()")
    return _is_held_by(project, symbol, names) if is_plain else found in project.spellings_of(names)


def is_or_is_made_by(project: Project, symbol: str, names: tuple[str, ...]) -> bool | None:
    """Whether something is one of some names, or a module keeps under its name what a call of one gives."""
    found = project.resolver.resolve(symbol)
    return None if found is None else is_one(project, found.removesuffix("()"), names)


def holds_one(project: Project, symbol: str, names: tuple[str, ...]) -> bool | None:
    """The same, or nobody knows, of what may hold one: what a call makes holds what that is given."""
    is_one_of_them = is_or_is_made_by(project, symbol, names)
    is_made = (project.resolver.resolve(symbol) or "").endswith("()")
    return None if is_made and not is_one_of_them else is_one_of_them


def _by_holder(project: Project, symbol: str) -> Iterator[str]:
    """How an attribute is called that says nothing of what it holds, as one of the object that has it."""
    owner, _, name = symbol.rpartition(".")
    holder = project.resolver.resolve(owner) or ""
    if holder.endswith("()"):
        yield from (f"{each}().{name}" for each in project.resolver.linear(holder.removesuffix("()")) if each)


def _as_method(project: Project, found: str) -> str:
    """A method of a class of the project as globs name it: `Store().save` by any name of the class."""
    owner, _, name = found.rpartition(".")
    return f"{owner}().{name}" if owner in project.definitions.classes else found


def _is_held_by(project: Project, symbol: str, names: tuple[str, ...]) -> bool:
    """The same of an attribute that holds a text or a number: that says nothing of it, as others hold such, too."""
    owner, _, name = symbol.rpartition(".")
    cls = (project.resolver.resolve(owner) or "").removesuffix("()")
    return any(f"{each}().{name}" in names for each in project.resolver.linear(cls)) if cls else False


@cache
def _apart(names: tuple[str, ...]) -> tuple[frozenset[str], Like]:
    return frozenset(names), looks_like(tuple(name for name in names if "*" in name))
