"""Which functions of the project answer the same whatever happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..query.asking import same_answers
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

SAME_ANSWERS = Topic("same-answers", same_answers)


def answers_alike(project: Project, symbol: str, _: tuple[Any, ...]) -> bool | None:
    """Whether what a call runs answers the same whatever happens; None where nobody knows what it runs."""
    found = project.calls.runs(symbol)
    home = project.definitions.home(found) if found is not None else None
    if found is None or home is None:
        return None
    return found in project.files[home["path"]]["topics"].get(SAME_ANSWERS.name, ())
