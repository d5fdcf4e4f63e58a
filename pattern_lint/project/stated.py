"""Whether functions of the project say something of a column, or run statements, themselves or by what they call."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from ..query.origins.stated import stated as stated_in
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

_ENOUGH = 200
"""So many functions are looked through; then the answer is that it is not known."""


def stated(stem: str) -> Topic:
    """What files tell of functions that speak of a column, and of those that run statements."""
    return Topic(_name(stem), partial(stated_in, stem))


def speaks(project: Project, symbol: str, asked: tuple[str, ...]) -> bool | None:
    """Whether a function speaks of a column by its stem; None where it is not known."""
    return _does(project, symbol, asked[0], 0)


def runs_statements(project: Project, symbol: str, asked: tuple[str, ...]) -> bool | None:
    """Whether a function runs statements, so that it gives none."""
    return _does(project, symbol, asked[0], 1)


def _does(project: Project, symbol: str, stem: str, which: int) -> bool | None:
    begin = project.calls.runs(symbol)
    pending = [begin] if begin is not None else []
    seen = set(pending)
    for function in pending:  # grows on the way
        if len(seen) > _ENOUGH:
            return None
        home = project.definitions.home(function)
        told = project.files[home["path"]]["topics"].get(_name(stem)) if home is not None else None
        if told is not None and function in told[which]:
            return True
        following = [each for each in _next(project, function) if each not in seen]
        seen.update(following)
        pending += following
    return False if begin is not None else None


def _next(project: Project, function: str) -> Iterator[str]:
    """The functions that one calls, and what heirs have in its stead."""
    yield from (callee for _, callee in project.calls.callees(function))
    cls, _, name = function.rpartition(".")
    heirs = project.heirs_of(cls) if cls in project.definitions.classes else ()
    yield from (own for heir in heirs if project.definitions.function(own := f"{heir}.{name}") is not None)


def _name(stem: str) -> str:
    return f"stated {stem}"
