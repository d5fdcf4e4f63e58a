"""What except clauses catch in the whole project, and which of them can never run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..lang.python.raising import never_returning
from ..lang.python.trail import taking_handled
from ..query.answers import UNKNOWN, Answer, some
from ..query.errors.errors import Selection
from .errors import Errors
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

ALWAYS_RAISING = Topic("always-raising", never_returning)
"""The functions of modules that never return."""
TAKING_HANDLED = Topic("taking-handled", taking_handled)
"""The functions of modules that ask for the error being handled, not given to them."""


class Clauses:
    """Answers what is asked of clauses whose errors only the project knows."""

    def __init__(self, project: Project) -> None:
        self._resolver = project.resolver
        self.errors = Errors(project)
        self._raising = _names_of(project, ALWAYS_RAISING)
        self._taking = _names_of(project, TAKING_HANDLED)

    def always_raises(self, function: str) -> bool:
        """Whether a function never returns."""
        return self._resolver.resolve(function) in self._raising

    def takes_handled(self, function: str) -> bool:
        """Whether a function asks for the error that is being handled where it is called."""
        return self._resolver.resolve(function) in self._taking

    def catches(self, symbol: str, selection: Selection, place: tuple[Any, ...]) -> bool | None:
        """Whether a clause that names a symbol catches one of some errors."""
        return some(self._taken(symbol, selection, place)).holds

    def _taken(self, symbol: str, selection: Selection, place: tuple[Any, ...]) -> Iterator[Answer]:
        for member in self.errors.expand(symbol):
            if member in (None, symbol) and self.errors.is_absent(symbol):
                yield selection.takes(symbol, frozenset(), place, ours=True)
            elif member is None:
                yield UNKNOWN
            else:
                yield selection.takes(member, self.errors.ancestors(member), place, ours=self.errors.is_ours(member))


def _names_of(project: Project, topic: Topic) -> frozenset[str]:
    return frozenset(name for names in project.topic(topic).values() for name in names)
