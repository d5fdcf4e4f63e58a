"""Which functions give back what they have prepared, and which give it back as it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .project import Project


def topic_of(globs: tuple[str, ...]) -> str:
    """The name of the topic in which files tell this of their functions."""
    return f"prepared {' '.join(globs)}"


def gives_prepared(project: Project, symbol: str, globs: tuple[str, ...]) -> bool | None:
    """Whether a call of a symbol gives what was prepared; None where no file tells."""
    function = project.calls.runs(symbol)
    home = project.definitions.home(function) if function is not None else None
    told = project.files[home["path"]]["topics"].get(topic_of(globs)) if home is not None else None
    return told.get(function) if told is not None else None
