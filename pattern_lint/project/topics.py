"""Topics of facts that several kinds share: collected once for a file, where a card asks for it, and joined once.

What every run needs (definitions, calls, exports) is in `facts`; a topic is what only some cards make worth knowing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..lang.python.module import Module
    from ..query.answers import Condition
    from .facts import Facts


class Topic(NamedTuple):
    """One sort of facts: its name, and how a module tells of it; plain data, or nothing worth keeping."""

    name: str
    collect: Callable[[Module], object]
    everywhere: bool = False
    """Whether files tell of it, too, in which the cards that ask for it have no places: what tests use lies there."""


class Told(NamedTuple):
    """What is known of a file without its tree."""

    facts: Facts
    roots: frozenset[str]
    """The first names of what belongs to the project."""
    read: Callable[[], bytes]
    """Gives its source."""
    holds: Callable[[tuple[Condition, ...]], bool]
    """Whether conditions are true of the project."""

    @property
    def topics(self) -> Mapping[str, object]:
        """What it tells of each topic."""
        return self.facts["topics"]

    @property
    def classes(self) -> Iterable[str]:
        """The simple names of its classes."""
        return (name.rpartition(".")[2] for name in self.facts["classes"])

    @property
    def functions(self) -> Iterable[str]:
        """The simple names of its functions and methods."""
        return (name.rpartition(".")[2] for name in self.facts["functions"])

    def mentions(self, names: Iterable[str]) -> bool:
        """Whether one of some names stands in the source; names in other letters may be the same for Python."""
        source = self.read().decode(errors="replace")
        text = source if source.isascii() else unicodedata.normalize("NFKC", source)
        return bool(re.search(rf"\b(?:{'|'.join(map(re.escape, names))})\b", text))
