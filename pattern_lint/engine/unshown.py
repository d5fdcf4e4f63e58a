"""Which signs, roles and libraries no file of a project shows, so that nobody need ask the cards that need them.

A project of a few modules is taken at its word, so no sign is unshown there. What once was shown counts as shown
until all is forgotten: the join looks anew, and has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from ..knowledge.blocking import blocking
from ..knowledge.lacking import RENAMED
from ..lang.languages import language_of
from ..lang.python.parsing import UnreadableError, parse
from ..lang.python.paths import category
from ..project.glimpses import Glimpses
from ..project.imported import LIBRARY, Libraries, last_names_in, libraries_in
from ..project.kin import is_shown
from ..project.look import Look, plain
from ..project.roles import ROLE
from ..project.signs import TELLING
from .files import File
from .plan import Plan, needed

if TYPE_CHECKING:
    from ..project.glimpses import Glimpse
    from ..project.kin import Kin


class Wanted(NamedTuple):
    """What one looks for in the files."""

    glimpses: frozenset[Glimpse]
    """The signs, roles and libraries that cards need."""
    kin: frozenset[str]
    """The roles and bases of which they speak."""


def looked_for(plan: Plan) -> Wanted:
    """What cards of a plan hang on."""
    signs = frozenset().union(*(group for planned in plan.rules for group in needed(planned)))
    texts = _texts_of(plan)
    libraries = libraries_in(texts) - plan.package_roots
    roles = (found for text in texts if ROLE in text for found in _ROLES.findall(text))
    bases = (name for planned in plan.rules for name in planned.rule.options.kin_named())
    made = (found for text in texts if text.endswith("__init__") for found in _CONSTRUCTORS.findall(text))
    kin = frozenset(each for each in (*roles, *bases, *made) if is_shown(each, plan.roles))
    return Wanted(signs | frozenset(map(LIBRARY.__add__, libraries)), kin | _renamed(texts))


def renamed_in(plan: Plan) -> frozenset[str]:
    """What modules may call otherwise of all that cards of a plan name."""
    return _renamed(_texts_of(plan))


def _renamed(texts: Collection[str]) -> frozenset[str]:
    return frozenset(map(RENAMED.__add__, last_names_in(texts) | blocking().names)) if texts else frozenset()


def _texts_of(plan: Plan) -> set[str]:
    return _texts_in([msgspec.to_builtins(planned.rule.options) for planned in plan.rules])


_CONSTRUCTORS = re.compile(r"(\w+)(?:\(\))?\.__init__$")
_ROLES = re.compile(rf"{ROLE}[a-z-]+")


def _texts_in(plain: Any) -> set[str]:
    """The texts in plain data: there are very many of them, and each run asks that knows no earlier one."""
    found: set[str] = set()
    pending = [plain]
    while pending:
        each = pending.pop()
        if each.__class__ is str:
            found.add(each)
        elif each.__class__ is dict:
            found.update(each)
            pending += each.values()
        elif each.__class__ is list or each.__class__ is tuple:
            pending += each
    return found


def unshown(
    plan: Plan, signs: frozenset[Glimpse], files: Iterable[File], read: Callable[[File], bytes], kin: Kin
) -> frozenset[Glimpse]:
    """Those of some signs, roles and libraries that none of some files shows; tells `kin` of the files."""
    glimpses, libraries = Glimpses(plan.roles), Libraries(each for each in signs if each.startswith(LIBRARY))
    left = frozenset(each for each in signs if not each.startswith(LIBRARY))
    for file in files if signs or kin.wanted else ():
        if language_of(file.path) is None:
            look = Look(file.path, plain(read(file)))
            left -= glimpses.shown(left, look)
            libraries.look(look)
            kin.add(look)
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
