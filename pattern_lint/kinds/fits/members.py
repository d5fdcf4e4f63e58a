"""What classes have that others may name of them."""

from __future__ import annotations

import enum
from collections.abc import Collection

from ...project.descent import is_standard
from ...project.project import Project

_OF_CLASSES = frozenset(dir(type))
_OF_ENUMS = frozenset((*_OF_CLASSES, *dir(enum.StrEnum), *dir(enum.EnumMeta), *dir(enum.IntFlag)))
_HARMLESS = frozenset({"enum.unique", "enum.verify()"})


def lacks(cls: str, member: str, project: Project) -> Collection[str] | None:
    """What a class has, where a member is not among that; nothing where it is, None where that is not known."""
    found: list[str] = []
    for ancestor in project.resolver.linear(cls):
        fact = project.definitions.classes.get(ancestor)
        if fact is None:
            if not is_standard(ancestor):
                return None
            continue
        if any(each not in _HARMLESS for each in fact.decorators) or "__getattr__" in fact.methods:
            return None
        if fact.metaclass not in ("", "enum.EnumMeta", "enum.EnumType", "abc.ABCMeta"):
            return None
        found += [*fact.assigned, *fact.attributes, *fact.methods]
    below = len(cls) + 1
    found += [other[below:] for other in project.definitions.classes if other.startswith(f"{cls}.")]
    builtin = _OF_ENUMS if project.roles.natures.is_enum(cls) else _OF_CLASSES
    is_there = member in found or member in builtin or not any(not each.startswith("_") for each in found)
    return () if is_there else found
