"""The bases of the project's classes, at any depth."""

from __future__ import annotations

from collections.abc import Callable

from ..lang.python.answers import SETTLED, Answers
from .definitions import Definitions

MOST_ANCESTORS = 100
"""How many bases of a class at any depth are known; what lies beyond is one base that is not known."""


class Lineage:
    """Follows classes to their bases; what is found while symbols are still being followed is not kept."""

    def __init__(
        self, definitions: Definitions, answers: Answers[str, str], resolve: Callable[[str], str | None]
    ) -> None:
        self._classes = definitions.classes
        self._answers = answers
        self._resolve = resolve
        self._bases: dict[str, tuple[str, ...]] = {}
        self._linear: dict[str, tuple[str, ...]] = {}

    def of(self, cls: str) -> tuple[str, ...]:
        """The class and its bases at any depth, the nearest first; "" for one not known.

        External ones are there by name, and so are those of the project that nobody looks at.
        """
        if cls in self._linear:
            return self._linear[cls]
        order: dict[str, None] = {}
        waiting = [self._defined(cls)]
        while waiting:
            current = waiting.pop()
            if current not in order:
                order[current] = None
                waiting += reversed(self._direct(current))
            if len(order) > MOST_ANCESTORS:
                waiting = []
                order[""] = None
        if self._answers.open == SETTLED:
            self._linear[cls] = tuple(order)
        return tuple(order)

    def _defined(self, cls: str) -> str:
        """A class under the name from where it is defined, whoever hands it on."""
        found = self._resolve(cls) if cls and cls not in self._classes else None
        return found if found in self._classes and found is not None else cls

    def _direct(self, cls: str) -> tuple[str, ...]:
        """The bases of a class, as far as it is one of the project."""
        if cls in self._bases:
            return self._bases[cls]
        fact = self._classes.get(cls)
        named = fact.bases if fact is not None else ()
        found = tuple([self._resolve(base) or _named(base) if base else "" for base in named])
        if self._answers.open == SETTLED:
            self._bases[cls] = found
        return found


def _named(base: str) -> str:
    """The name under which a base is imported that nobody looks at; none for what a call gives."""
    return "" if any(each in base for each in "([{") else base
