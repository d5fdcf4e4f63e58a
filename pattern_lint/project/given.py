"""Which functions of a project are given to calls of some names by other modules than their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from ..query.answers import Condition
from ..query.functions.by_calls import given_elsewhere
from .members import every_of
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project


@lru_cache(maxsize=64)
def given_topic(names: tuple[str, ...]) -> Topic:
    """What modules tell of the functions of others that they give to calls of some names."""
    return Topic(f"given to {' '.join(names)}", partial(given_elsewhere, names))


class Given:
    """Knows the functions that are given, by the names of what they are given to."""

    def __init__(self, project: Project, holds: Callable[[Condition], bool | None]) -> None:
        self._project = project
        self._holds = holds
        self._known: dict[tuple[str, ...], frozenset[str]] = {}

    def has(self, function: str, names: tuple[str, ...]) -> bool:
        """Whether a function is given to a call of one of some names."""
        if names not in self._known:
            self._known[names] = frozenset(self._to(names))
        return function in self._known[names]

    def _to(self, names: tuple[str, ...]) -> Iterator[str]:
        for told in self._project.topic(given_topic(names)).values():
            for symbol, when in told.items():
                found = self._project.resolver.resolve(symbol)
                if found is not None and every_of(map(self._holds, when)):
                    yield found
