"""What functions of the project surely give, of what cards ask other modules' functions for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..config.globs import names_like
from ..query.givers import givers
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

GIVERS = Topic("givers", givers)


def gives_one_of(project: Project, symbol: str, names: Sequence[str]) -> bool:
    """Whether a function gives one of some names, whichever way it takes."""
    found = project.resolver.resolve(symbol) or ""
    is_one = names_like(tuple(names)).match
    home = project.definitions.home(found)
    told = project.files[home["path"]]["topics"].get(GIVERS.name, {}) if home is not None else {}
    return any(map(is_one, told.get(found, ())))
