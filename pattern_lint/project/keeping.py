"""Functions that let no error out, for those in other modules that wait for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..flow.ends import keeping_errors
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

KEEPING = Topic("keeping-errors", lambda module: keeping_errors(module) or None)


def keeps_errors(project: Project, symbol: str, _: tuple[Any, ...]) -> bool:
    """Whether what a call runs is known to let no error out."""
    function = project.calls.runs(symbol)
    home = project.definitions.home(function) if function is not None else None
    told = project.files[home["path"]]["topics"].get(KEEPING.name) if home is not None else None
    return function is not None and function in (told or ())
