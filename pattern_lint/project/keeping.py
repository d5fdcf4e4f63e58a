"""Functions that let no error out, or lose what they catch, for those in other modules that call them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..flow.ends import keeping_errors
from ..query.functions.losing import losing_errors
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

KEEPING = Topic("keeping-errors", lambda module: keeping_errors(module) or None)
LOSING = Topic("losing-errors", lambda module: losing_errors(module) or None)


def keeps_errors(project: Project, symbol: str, _: tuple[Any, ...]) -> bool:
    """Whether what a call runs is known to let no error out."""
    return _is_told_of(project, symbol, KEEPING)


def loses_errors(project: Project, symbol: str, _: tuple[Any, ...]) -> bool:
    """Whether what a call runs catches all errors of its work, tells of them and goes on."""
    return _is_told_of(project, symbol, LOSING)


def _is_told_of(project: Project, symbol: str, topic: Topic) -> bool:
    function = project.calls.runs(symbol)
    home = project.definitions.home(function) if function is not None else None
    told = project.files[home["path"]]["topics"].get(topic.name) if home is not None else None
    return function is not None and function in (told or ())
