"""Which classes do something with what they have of some names, for their heirs in other modules."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..query.definitions.put_to_use import using_one
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project


def put_to_use(globs: tuple[str, ...]) -> Topic:
    """What files tell of classes that do something with what is called so."""
    return Topic(_name(globs), partial(using_one, globs))


def is_put_to_use(project: Project, cls: str, globs: tuple[str, ...]) -> bool:
    """Whether a class of the project does something with what is called so, or takes whatever it is given."""
    home, fact = project.definitions.home(cls), project.definitions.classes[cls]
    told = project.files[home["path"]]["topics"].get(_name(globs)) if home is not None else None
    constructor = project.definitions.function(f"{cls}.__init__") if "__init__" in fact.methods else None
    takes_all = constructor is not None and any(name.startswith("*") for name in constructor.parameters)
    return takes_all or cls in (told or ())


def _name(globs: tuple[str, ...]) -> str:
    return f"put-to-use {' '.join(globs)}"
