"""Whether functions of the project say something of a column, or call something by its name, themselves or by what they
call."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from ..query.origins.stated import calling as calling_in
from ..query.origins.stated import speaking as speaking_in
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

_FAR = 5
"""Through so many calls is looked; what lies behind them is not known."""


def speaking(stem: str) -> Topic:
    """What files tell of functions that speak of a column."""
    return Topic(_speaking(stem), partial(speaking_in, stem))


def calling(names: tuple[str, ...]) -> Topic:
    """What files tell of functions that call something of some names."""
    return Topic(_calling(names), partial(calling_in, names))


def speaks(project: Project, symbol: str, asked: tuple[str, ...]) -> bool | None:
    """Whether a function speaks of a column by its stem; None where it is not known."""
    return _does(project, symbol, _speaking(asked[0]))


def calls_named(project: Project, symbol: str, names: tuple[str, ...]) -> bool | None:
    """Whether a function calls something of one of some names, whatever it belongs to; None where it is not known."""
    return _does(project, symbol, _calling(names))


def _does(project: Project, symbol: str, topic: str) -> bool | None:
    begin = project.calls.runs(symbol)
    level = {begin} if begin is not None else set()
    seen = set(level)
    for _ in range(_FAR):
        if not level:
            return False if begin is not None else None
        if any(function in _told(project, function, topic) for function in level):
            return True
        level = {each for function in level for each in _next(project, function)} - seen
        seen |= level
    return None


def _told(project: Project, function: str, topic: str) -> Any:
    home = project.definitions.home(function)
    return (project.files[home["path"]]["topics"].get(topic) if home is not None else None) or ()


def _next(project: Project, function: str) -> Iterator[str]:
    """The functions that one calls, and what heirs have in its stead."""
    yield from (callee for _, callee in project.calls.callees(function))
    cls, _, name = function.rpartition(".")
    heirs = project.heirs_of(cls) if cls in project.definitions.classes else ()
    yield from (own for heir in heirs if project.definitions.function(own := f"{heir}.{name}") is not None)


def _speaking(stem: str) -> str:
    return f"speaking {stem}"


def _calling(names: tuple[str, ...]) -> str:
    return f"calling {' '.join(names)}"
