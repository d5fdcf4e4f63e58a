"""Classes that keep their only instance in `__new__`, for those in other modules that derive from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..flow.kept import making_of
from ..lang.python.module import Module
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

_NEW = "__new__"


def makers(module: Module) -> dict[str, bool] | None:
    """The classes of a module that make their only instance, each with whether it keeps one for each key."""
    found: dict[str, bool] = {}
    for scope in module.index.functions:
        owner = scope.parent
        if scope.name == _NEW and owner is not None and owner.kind == "class":
            making = making_of(scope, owner, module)
            found |= {module.names.qualified(owner): making.is_by_key} if making is not None else {}
    return found or None


SINGLETONS = Topic("singletons", makers)


def keeps_one(project: Project, base: str, asked: tuple[Any, ...]) -> bool:
    """Whether heirs of a class are made once; a constructor that only keeps what it is given may run for each key."""
    (is_plain,) = asked
    for cls in project.resolver.linear((project.resolver.resolve(base) or "").removesuffix("()")):
        fact = project.definitions.classes.get(cls)
        home = project.definitions.home(cls) if fact is not None else None
        told = (project.files[home["path"]]["topics"].get(SINGLETONS.name) or {}) if home is not None else {}
        if cls in told:
            return not (told[cls] and is_plain)
        if fact is not None and _NEW in fact.methods:
            return False
    return False
