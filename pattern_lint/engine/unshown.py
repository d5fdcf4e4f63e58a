"""Which signs, roles and libraries no file of a project shows, so that nobody need ask the cards that need them.

A project of a few modules is taken at its word, so no sign is unshown there. What once was shown counts as shown
until all is forgotten: the join looks anew, and has the last word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from ..lang.languages import language_of
from ..lang.python.parsing import UnreadableError, parse
from ..lang.python.paths import category
from ..project.glimpses import Glimpses, plain
from ..project.imported import LIBRARY, Libraries, libraries_in
from ..project.kin import is_shown
from ..project.roles import ERROR, ROLE
from ..project.signs import TELLING
from .files import File
from .plan import Plan, needed

if TYPE_CHECKING:
    from ..project.glimpses import Glimpse
    from ..project.kin import Kin


def looked_for(plan: Plan) -> frozenset[Glimpse]:
    """The signs, roles and libraries that cards of a plan need."""
    signs = frozenset().union(*(group for planned in plan.rules for group in needed(planned)))
    return signs | frozenset(map(LIBRARY.__add__, _libraries_of(plan)))


def _libraries_of(plan: Plan) -> frozenset[str]:
    """The libraries that cards of a plan name, those of the project itself aside."""
    options = (msgspec.to_builtins(planned.rule.options) for planned in plan.rules)
    return frozenset(name for each in options for name in libraries_in(each)) - plan.package_roots


def kin_looked_for(plan: Plan) -> frozenset[str]:
    """The roles and bases of which cards of a plan speak."""
    bases = (name for planned in plan.rules for name in planned.rule.options.bases_named())
    wanted = (*map(ROLE.__add__, plan.roles), *map(ROLE.__add__, ERROR), *bases)
    return frozenset(each for each in wanted if is_shown(each, plan.roles))


def unshown(
    plan: Plan, signs: frozenset[Glimpse], files: Iterable[File], read: Callable[[File], bytes], kin: Kin
) -> frozenset[Glimpse]:
    """Those of some signs, roles and libraries that none of some files shows; tells `kin` of the files."""
    glimpses, libraries = Glimpses(plan.roles), Libraries(each for each in signs if each.startswith(LIBRARY))
    left = frozenset(each for each in signs if not each.startswith(LIBRARY))
    for file in files if signs else ():
        if language_of(file.path) is None:
            text = plain(read(file))
            left -= glimpses.shown(left, file.path, text)
            libraries.look(text)
            kin.add(file.path, text)
    return left | libraries.left


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
