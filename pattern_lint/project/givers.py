"""What functions of the project surely give, of what cards ask other modules' functions for, or that it is the same
whatever happens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..config.globs import names_like
from ..query.values.givers import givers
from ..query.functions.asking import same_answers
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

GIVERS = Topic("givers", givers)
SAME_ANSWERS = Topic("same-answers", same_answers)


def gives_one_of(project: Project, symbol: str, names: Sequence[str]) -> bool:
    """Whether a function gives one of some names, whichever way it takes."""
    found = project.resolver.resolve(symbol) or ""
    is_one = names_like(tuple(names)).match
    home = project.definitions.home(found)
    told = project.files[home["path"]]["topics"].get(GIVERS.name, {}) if home is not None else {}
    return any(map(is_one, told.get(found, ())))


def answers_alike(project: Project, symbol: str, _: tuple[Any, ...]) -> bool | None:
    """Whether what a call runs answers the same whatever happens; None where nobody knows what it runs."""
    found = project.calls.runs(symbol)
    home = project.definitions.home(found) if found is not None else None
    if found is None or home is None:
        return None
    return found in project.files[home["path"]]["topics"].get(SAME_ANSWERS.name, ())
