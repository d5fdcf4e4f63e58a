"""Which signs and roles no file of a project shows, so that nobody need ask the cards that need them.

A project of a few modules is taken at its word, so no sign is unshown there. What once was shown counts as shown
until all is forgotten: the join looks anew, and has the last word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from ..lang.languages import language_of
from ..lang.python.parsing import UnreadableError, parse
from ..lang.python.paths import category
from ..project.glimpses import Glimpses
from ..project.signs import TELLING
from .files import File
from .plan import Plan, needed

if TYPE_CHECKING:
    from ..project.glimpses import Glimpse


def looked_for(plan: Plan) -> frozenset[Glimpse]:
    """The signs and roles that cards of a plan need."""
    return frozenset().union(*(group for planned in plan.rules for group in needed(planned)))


def unshown(
    plan: Plan, signs: frozenset[Glimpse], files: Iterable[File], read: Callable[[File], bytes]
) -> frozenset[Glimpse]:
    """Those of some signs and roles that none of some files shows."""
    glimpses, left = Glimpses(plan.roles), signs
    for file in files if signs else ():
        if language_of(file.path) is None:
            left -= glimpses.shown(left, file.path, read(file))
            if not left:
                break
    return left


def is_telling(files: Sequence[File], read: Callable[[File], bytes]) -> bool:
    """Whether there is enough code for what is missing to mean something, as `Signs.is_telling` asks of the facts."""
    return len([*islice(_production(files, read), TELLING)]) == TELLING


def _production(files: Iterable[File], read: Callable[[File], bytes]) -> Iterator[File]:
    for file in files:
        if language_of(file.path) is None and category(file.label) == "production":
            source = read(file)
            if category(file.label, source) == "production" and _is_readable(source):
                yield file


def _is_readable(source: bytes) -> bool:
    try:
        parse(source)
    except UnreadableError:
        return False
    return True
