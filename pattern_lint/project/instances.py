"""Of which class something is that code asks for something: by its role, by its bases, or by how it is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..config.globs import fnmatchcase
from ..knowledge.words import listed
from ..query.naming.receivers import RECEIVERS
from .libraries import BASE
from .roles import speaks_of

if TYPE_CHECKING:
    from .project import Project

_ITEM = re.compile(r"builtins\.\w+\(\)\.(\[\]|\*)")
"""An item of a collection that does not tell what its items are."""


def has_role(project: Project, cls: str, roles: tuple[str, ...]) -> bool:
    """Whether a class of the project has one of some roles."""
    return cls in project.definitions.classes and project.roles.has(cls, roles)


def is_instance(project: Project, symbol: str, roles: tuple[str, ...]) -> bool:
    """What is known by an interface, a base or its name alone is of a class unseen, which does what it says."""
    found = project.resolver.resolve(symbol)
    if found is None and symbol.endswith("()") and "(" not in symbol[:-2]:
        return speaks_of(symbol[:-2].rpartition(".")[2], roles, project.roles)
    found = (found or "").removesuffix(".__super__")
    cls = found[:-2] if found.endswith("()") and found[:-2] in project.definitions.classes else ""
    if not cls or has_role(project, cls, roles):
        return bool(cls)
    natures, claims = project.roles.natures, project.roles.claims(cls, of_heirs=True)
    is_of_heir = BASE.match(cls.rpartition(".")[2]) or natures.is_interface(cls) or natures.is_abstract(cls)
    if is_of_heir and not claims.isdisjoint(roles):
        return True
    by_name = [role for role in roles if role in RECEIVERS]
    ends = tuple(end for role in by_name for end in listed(RECEIVERS[role]))
    is_called_so = any(each.lower().endswith(ends) for each in project.resolver.linear(cls))
    return is_called_so or not claims.isdisjoint(by_name)


def is_untyped(project: Project, symbol: str, words: tuple[str, ...]) -> bool:
    """What is of a class that nobody looks at is so where that is called alike: a session, but no Gateway; and so is
    what a class has of a base that the project does not show, and an item of a collection of whatever there is."""
    found = project.resolver.resolve(symbol)
    if found is not None and not _ITEM.match(found) and not project.roles.libraries.is_of_own_base(found):
        return False
    cls = symbol.removesuffix("()").rpartition(".")[2]
    is_class = symbol.endswith("()") and cls[:1].isupper() and "(" not in symbol[:-2]
    return not is_class or any(word.replace("_", "") in cls.lower() for word in words)


def is_instance_of(project: Project, symbol: str, names: tuple[str, ...]) -> bool | None:
    """Whether something is an instance of one of some classes, or of what derives from one."""
    found = _enum_of(project, symbol) or project.resolver.resolve(symbol)
    if found is None or not found.endswith("()"):
        return None
    return any(fnmatchcase(each, name) for each in project.resolver.linear(found[:-2]) for name in names)


def is_attribute_of(project: Project, symbol: str, asked: tuple[Any, ...]) -> bool | None:
    """The same as one of these questions, asked of an attribute: one that is annotated as a text or as any object may
    hold what derives from that."""
    is_one, names = _OF_TYPES[asked[0]], asked[1]
    found = _enum_of(project, symbol) or project.resolver.resolve(symbol)
    return None if found in _OPAQUE else is_one(project, symbol, names)


def _enum_of(project: Project, symbol: str) -> str | None:
    """What a member of an enum is an instance of."""
    owner = project.resolver.resolve(symbol.rpartition(".")[0]) or ""
    return f"{owner}()" if owner in project.definitions.classes and project.roles.natures.is_enum(owner) else None


def is_of_no_own_type(project: Project, symbol: str, names: tuple[str, ...]) -> bool | None:
    """The same as `is_instance_of`, but classes of the project that derive from builtins are types of their own."""
    cls = (project.resolver.resolve(symbol) or "").removesuffix("()")
    meant = (name for name in names if cls not in project.definitions.classes or not name.startswith("builtins."))
    return is_instance_of(project, symbol, tuple(meant))


_OPAQUE = frozenset({"builtins.bytes()", "builtins.bytearray()", "builtins.object()", "builtins.str()"})
_OF_TYPES = {"instance-of": is_instance_of, "instance-of-no-own": is_of_no_own_type}
