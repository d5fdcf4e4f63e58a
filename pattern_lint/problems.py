"""What is wrong with a card, a profile or a configuration, and where.

Everything that people write for the tool is read the same way: to the end, so that one run
names all that is wrong, and with the nearest known name where a name is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pattern_lint.visible import plain


class Problem(NamedTuple):
    """One thing that the author of a file has to put right; line 0 is for what has no line."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else f"{self.path}"
        return plain(f"{place}: {self.message}")


class Problems(Exception):
    """All that is wrong with a set of files; the base of the errors of each kind of file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class UsageError(Exception):
    """What the user asked for cannot be done; the message says why and what to do."""


_MOST_TO_READ = 60
"""Among more names than these nobody looks for one when the one that is like theirs has been said."""


def unknown(what: str, name: str, known: Iterable[str], *, list_known: bool = True) -> str:
    """A message about a name that nobody knows: with the one that its author may have meant, and else or beside that
    with all that are known, as far as anybody would read them."""
    candidates = sorted(known)
    hint = nearest(name, candidates)
    is_listed = list_known and bool(candidates) and not (hint and len(candidates) > _MOST_TO_READ)
    names = f" Known are {listing(candidates)}." if is_listed else ""
    return f"unknown {what} `{name}`{hint or '.'}{names}"


def nearest(name: str, known: Iterable[str]) -> str:
    """A question after the known name that is like the given one; empty when none is."""
    like = closest(name, known)
    return f"; did you mean `{like}`?" if like else ""


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that is like the given one; empty when none is."""
    from difflib import get_close_matches  # only those who err pay for the import

    by_lower_case = {candidate.lower(): candidate for candidate in known}
    close = get_close_matches(name.lower(), by_lower_case, n=1, cutoff=0.5)
    return by_lower_case[close[0]] if close else ""


def listing(names: Iterable[str]) -> str:
    """The names that may stand in a place, for a message."""
    return ", ".join(f"`{name}`" for name in names)
