"""Which functions give back what they have prepared, and which give it back as it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .project import Project


def topic_of(globs: tuple[str, ...]) -> str:
    """The name of the topic in which files tell this of their functions."""
    return f"prepared {' '.join(globs)}"


def gives_prepared(project: Project, symbol: str, globs: tuple[str, ...]) -> bool | None:
    """Whether a call of a symbol gives what was prepared; None where no file tells. What others make was not, nor what
    a class of the project makes of which it has no constructor."""
    function, meant = project.calls.runs(symbol), project.resolver.resolve(symbol)
    if function is None and meant is not None:
        is_ours = project.modules.is_ours(meant) and meant not in project.definitions.classes
        return None if is_ours or "" in project.resolver.linear(meant) else False
    home = project.definitions.home(function) if function is not None else None
    told = project.files[home["path"]]["topics"].get(topic_of(globs)) if home is not None else None
    return told.get(function) if told is not None else None
