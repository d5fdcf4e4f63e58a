"""Which libraries of those that cards name no file imports, so that nothing can be of them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache

from ..config.globs import is_glob
from ..lang.python.externals import CANONICAL
from ..query.naming.forms import spelled
from .look import Look

LIBRARY = "library:"
_STANDARD = frozenset({"builtins", *sys.stdlib_module_names})
_NAME = re.compile(r"[A-Za-z_]\w*\.[\w.()*]+")
"""A name of something in a library, as options of cards hold it."""
_ANYWHERE = re.compile(r"\*\.\w+(\(\))?")


def libraries_in(texts: Iterable[str]) -> frozenset[str]:
    """The libraries of which texts name something."""
    found: set[str] = set()
    for text in texts:
        if _NAME.fullmatch(text):
            found.add(text.partition(".")[0])
            if "*" not in text:
                found.add(spelled(text).partition(".")[0])
    return frozenset(found - _STANDARD)


def last_names_in(texts: Iterable[str]) -> frozenset[str]:
    """The last names of what texts name in a library, or wherever it is."""
    plain = (text.removeprefix(text[: text.find(":") + 1]) for text in texts)
    named = (text for text in plain if _NAME.fullmatch(text) or _ANYWHERE.fullmatch(text))
    lasts = frozenset(text.rpartition(".")[2].removesuffix("()") for text in named)
    return frozenset(last for last in lasts if last and not is_glob(last))


@cache
def _told_by() -> Mapping[str, frozenset[str]]:
    """Library -> others of which something is spelled as if it were of it."""
    found: dict[str, set[str]] = {}
    for symbol, spelling in CANONICAL.items():
        found.setdefault(spelling.partition(".")[0], set()).add(symbol.partition(".")[0])
    return {name: frozenset(others) for name, others in found.items()}


class Libraries:
    """The libraries that no text has imported yet."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self._by_word: dict[bytes, set[str]] = {}
        self.left: frozenset[str] = frozenset(wanted)
        for each in self.left:
            name = each.removeprefix(LIBRARY)
            for word in (name, *_told_by().get(name, ())):
                self._by_word.setdefault(word.encode(), set()).add(each)

    def look(self, look: Look) -> None:
        """Take those away of which a text may import something."""
        for word in self._by_word.keys() & look.imported:
            self.left -= self._by_word[word]
