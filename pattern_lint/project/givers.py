"""What functions of the project surely give, of what cards ask other modules' functions for, or that it is the same
whatever happens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..config.globs import looks_like
from ..query.functions.asking import same_answers
from ..query.values.givers import givers
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

GIVERS = Topic("givers", givers)
SAME_ANSWERS = Topic("same-answers", same_answers)


def gives_one_of(project: Project, symbol: str, names: Sequence[str]) -> bool:
    """Whether a function gives one of some names, whichever way it takes, or a constant is one or holds one."""
    is_one = looks_like(tuple(names))
    found = project.resolver.resolve(symbol) or ""
    return bool(is_one(found)) or any(
        any(map(is_one, _told(project, each))) for each in (found, *project.texts.way(symbol))
    )


def _told(project: Project, symbol: str) -> Sequence[str]:
    """What the module of a function or constant tells of it."""
    home = project.definitions.home(symbol)
    return project.files[home["path"]]["topics"].get(GIVERS.name, {}).get(symbol, ()) if home is not None else ()


def answers_alike(project: Project, symbol: str, _: tuple[Any, ...]) -> bool | None:
    """Whether what a call runs answers the same whatever happens; None where nobody knows what it runs."""
    found = project.calls.runs(symbol)
    home = project.definitions.home(found) if found is not None else None
    if found is None or home is None:
        return None
    return found in project.files[home["path"]]["topics"].get(SAME_ANSWERS.name, ())
