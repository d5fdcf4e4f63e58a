"""What except clauses catch in the whole project, and which of them can never run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..lang.python.raising import never_returning
from ..query.answers import UNKNOWN, Answer, some
from ..query.errors import Selection
from .errors import Errors
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

ALWAYS_RAISING = Topic("always-raising", never_returning)
"""The functions of modules that never return."""


class Clauses:
    """Answers what is asked of clauses whose errors only the project knows."""

    def __init__(self, project: Project) -> None:
        self._resolver = project.resolver
        self._errors = Errors(project)
        self._raising = frozenset(name for names in project.topic(ALWAYS_RAISING).values() for name in names)

    def always_raises(self, function: str) -> bool:
        """Whether a function never returns."""
        return self._resolver.resolve(function) in self._raising

    def catches(self, symbol: str, selection: Selection, place: tuple[Any, ...]) -> bool | None:
        """Whether a clause that names a symbol catches one of some errors."""
        return some(self._taken(symbol, selection, place)).holds

    def _taken(self, symbol: str, selection: Selection, place: tuple[Any, ...]) -> Iterator[Answer]:
        for member in self._errors.expand(symbol):
            if member in (None, symbol) and self._errors.is_absent(symbol):
                yield selection.takes(symbol, frozenset(), place, ours=True)
            elif member is None:
                yield UNKNOWN
            else:
                yield selection.takes(member, self._errors.ancestors(member), place, ours=self._errors.is_ours(member))

    def hidden(self, types: Sequence[str], before: Sequence[Sequence[str]], place: int) -> bool | None:
        """Whether clauses catch all that one behind them catches, the first of them at a place; "" is not known."""
        own = [member for symbol in types for member in self._each(symbol)]
        if None in own:
            return None
        hiding = [self._first_of(member or "", before) for member in own]
        return None not in hiding and hiding[:1] == [place]

    def _first_of(self, symbol: str, clauses: Sequence[Sequence[str]]) -> int | None:
        """The first of some clauses that catches a class."""
        lineage = self._errors.ancestors(symbol) | {symbol}
        for place, types in enumerate(clauses):
            if any(member in lineage for each in types for member in self._each(each)):
                return place
        return None

    def _each(self, symbol: str) -> tuple[str | None, ...]:
        return self._errors.expand(symbol) if symbol else (None,)
