"""What conditions ask of symbols: what they stand for, and what the project defines under their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..config.globs import looks_like, outermost
from ..knowledge.exceptions import ANY_ERROR, ancestry
from ..query.values.types import name_type
from .instances import has_role
from .meant import is_one

if TYPE_CHECKING:
    from .facts import FunctionFact
    from .project import Project


def is_of_role(project: Project, symbol: str, roles: tuple[str, ...]) -> bool:
    """Whether a class has one of some roles, by the name that it is asked by or by its own."""
    return has_role(project, symbol, roles) or has_role(project, project.resolver.resolve(symbol) or "", roles)


def is_kind_of(project: Project, symbol: str, names: tuple[str, ...]) -> bool | None:
    """Whether an exception is one of some, or derives from one."""
    found = _error(project, symbol)
    if found is None or found.endswith("()"):
        return None
    return is_one(project, found, names) or project.descent.derives(found, names)


def _error(project: Project, symbol: str) -> str | None:
    """The class of an error that a symbol stands for; of what a call gives, no more than that it is some error may be
    known, which says nothing."""
    found = project.resolver.resolve(symbol)
    if found is None or not symbol.endswith("()"):
        return found
    cls = found.removesuffix("()")
    is_known = project.messages.own_error(cls) is not None or bool(ancestry(cls))
    return cls if is_known and cls not in ANY_ERROR else None


def _function(project: Project, symbol: str) -> FunctionFact | None:
    return project.definitions.function(project.resolver.resolve(symbol) or "")


def is_own_callable(project: Project, symbol: str, _: tuple[Any, ...]) -> bool:
    """Whether the project defines what can be called, be it a class whose instances can."""
    found = project.resolver.resolve(symbol) or ""
    return project.definitions.function(found) is not None or (
        found in project.definitions.classes and project.members.has_method(found, "__call__", (), None) is True
    )


def is_error(project: Project, symbol: str, names: tuple[str, ...]) -> bool | None:
    """Whether an error is of one of some classes, and not of one that derives from it."""
    found = _error(project, symbol)
    return None if found is None or found.endswith("()") else looks_like(names)(found)


def is_at_home(project: Project, symbol: str, asked: tuple[tuple[str, ...], str]) -> bool | None:
    """Whether a file lies in the folder, of those that some globs mean, in which something is defined; what is defined
    in none of them is everybody's."""
    globs, path = asked
    home = None
    while symbol and home is None:  # of what its methods and managers give, the class tells
        home = project.definitions.home(project.resolver.resolve(symbol) or "")
        symbol = symbol.rpartition(".")[0].removesuffix("()")
    folder = outermost(globs, home["path"]) if home is not None else None
    return None if folder is None else not folder or path.startswith(f"{folder}/")


def is_own_error(project: Project, symbol: str, _: tuple[Any, ...]) -> bool | None:
    """Whether the project defines an exception; what a function gives may be one."""
    if symbol.endswith("()"):
        given = _error(project, symbol)
        return None if given is None else project.messages.own_error(given) is not None
    if project.messages.own_error(symbol) is not None:
        return True
    return None if _function(project, symbol) is not None else False


def is_decorated(project: Project, symbol: str, names: tuple[str, ...]) -> bool:
    """Whether a function or class has one of some decorators."""
    found = (project.resolver.resolve(symbol) or "").replace("().", ".")
    fact = project.definitions.function(found) or project.definitions.classes.get(found)
    return fact is not None and any(is_one(project, each, names) for each in fact.decorators if each)


def stands_for(project: Project, symbol: str, names: tuple[str, ...]) -> bool | None:
    """Whether a name in an annotation is one of some types, under whatever name the project keeps it."""
    found = project.resolver.resolve(symbol)
    if found is None or found.endswith("()"):
        return None
    if name_type(names, found) or any(found == project.resolver.resolve(name) for name in names):
        return True
    roles = tuple(name[5:] for name in names if name.startswith("role:"))
    return bool(roles) and has_role(project, found, roles)
