"""Which functions save what they are given, and of which what they give is saved, wherever that is done."""

from __future__ import annotations

from collections.abc import Set
from functools import partial
from typing import TYPE_CHECKING

from ..query.calls.saving import saving as saving_in
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project


def saving(globs: tuple[str, ...]) -> Topic:
    """What files tell of what they save by calls of some names."""
    return Topic(_name(globs), partial(saving_in, globs))


def saves(project: Project, symbol: str, globs: tuple[str, ...]) -> bool:
    """Whether a call of a symbol runs a function that saves what it is given."""
    function = project.calls.runs(symbol)
    home = project.definitions.home(function) if function is not None else None
    told = project.files[home["path"]]["topics"].get(_name(globs)) if home is not None else None
    return told is not None and function in told[0]


def is_saved_by_callers(project: Project, function: str, globs: tuple[str, ...]) -> bool:
    """Whether something that calls a function saves what that gives."""
    return bool(saved_by_callers(project, function, globs))


def saved_by_callers(project: Project, function: str, globs: tuple[str, ...]) -> Set[str]:
    """The functions that call a function and save what that gives."""
    callers = {each.path for each in project.calls.callers(function)}
    told = (project.files[path]["topics"].get(_name(globs)) for path in sorted(callers))
    given = (pair for each in told if each is not None for pair in each[1])
    return {home for symbol, home in given if project.calls.runs(symbol) == function}


def _name(globs: tuple[str, ...]) -> str:
    return f"saving {' '.join(globs)}"
