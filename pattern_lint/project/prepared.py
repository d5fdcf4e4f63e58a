"""Which functions give back what they have prepared, and which classes keep it; and which do so as it was made."""

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


def keeps_prepared(project: Project, cls: str, asked: tuple[str, tuple[str, ...]]) -> bool | None:
    """Whether the base of a class in another module prepares what it keeps in an attribute; None where nobody tells, or
    where other modules have bases between, or heirs, that may do so in its stead."""
    attribute, globs = asked
    own = project.definitions.home(cls)
    others = [each for each in project.resolver.linear(cls) if project.definitions.home(each) is not own]
    if not others or any(project.definitions.home(each) is not own for each in project.heirs_of(cls)):
        return None
    home = project.definitions.home(others[0])
    told = project.files[home["path"]]["topics"].get(topic_of(globs)) if home is not None else None
    return told.get(f"{others[0]}.{attribute}") if told is not None else None
