"""Where the project puts right what a call gives: in what that is handed to, or where it was asked for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ..query.calls.put_right import putting_right as told_in
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project


def putting_right(methods: tuple[str, ...]) -> Topic:
    """What files tell of the values on which they call some methods."""
    return Topic(_name(methods), partial(told_in, methods))


def puts_right(project: Project, symbol: str, asked: tuple[int | str, tuple[str, ...]]) -> bool:
    """Whether a function calls one of some methods on what it is given at a place, or by a keyword."""
    place, methods = asked
    function = project.calls.runs(symbol)
    home = project.definitions.home(function) if function is not None else None
    told = _told(project, home["path"], methods) if home is not None else None
    names = told[0].get(function, ()) if told is not None else ()
    if isinstance(place, str):
        return place in names
    return project.signatures.is_at(symbol, names, place)


def is_put_right_by_callers(project: Project, function: str, methods: tuple[str, ...]) -> bool:
    """Whether all that call a function call one of some methods on what it gives."""
    callers = [*project.calls.callers(function)]
    told = {path: _told(project, path, methods) for path in {each.path for each in callers}}
    right = {(path, *each) for path, found in told.items() if found is not None for each in found[1]}
    return bool(callers) and all((each.path, each.call.symbol, each.call.line) in right for each in callers)


def _told(project: Project, path: str, methods: tuple[str, ...]) -> Any:
    return project.files[path]["topics"].get(_name(methods))


def _name(methods: tuple[str, ...]) -> str:
    return f"putting-right {' '.join(methods)}"
