"""What the names that cards give mean in a project, each made out once: many sites hang on the same."""

from __future__ import annotations

import re

from ..query.names import one_of
from .resolver import Resolver

_GLOB = frozenset("*?[")


class Named:
    """Answers whether something is meant by names of cards; these may be any under which it is imported, or globs."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._meant: dict[tuple[str, ...], tuple[frozenset[str | None], re.Pattern[str] | None]] = {}

    def means(self, names: tuple[str, ...], found: str) -> bool:
        """Whether one of some names means what has been found in the end."""
        if names not in self._meant:
            globs = tuple(name for name in names if not _GLOB.isdisjoint(name))
            exact = frozenset((*names, *map(self._resolver.resolve, names)))
            self._meant[names] = exact, one_of(globs) if globs else None
        exact, like = self._meant[names]
        return found in exact or (like is not None and like.match(found) is not None)
