"""Which errors a card is about: the classes that it names, what derives from them, and what they tell of."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias, get_args

from ...knowledge.error_names import is_named, is_root_error
from ...knowledge.exceptions import Group, ancestry, errors_of
from ...knowledge.words import table
from ..answers import NO, UNKNOWN, YES, Answer, answer
from ..naming.names import Asked, Names
from ..naming.own import is_one_of, says_no_module
from .raised import error_set

Plain: TypeAlias = tuple[Any, ...]


class Selection(NamedTuple):
    """The errors of one card, as its options say them; a plain tuple of it goes into conditions."""

    of: Names
    derives: Names
    groups: tuple[Group, ...]
    project_errors: bool
    error_roots: tuple[str, ...]
    failures: tuple[str, ...]
    allow: Names
    allow_around_files: Names
    allow_around_probes: Names
    answers: tuple[str, ...]

    def takes(self, symbol: str, ancestors: frozenset[str], place: Plain, *, ours: bool = False) -> Answer:
        """Whether a class is one of the errors; ancestors hold the class itself, or nothing where none are known.

        `place` says of the guarded code whether it works on files, whether it waits for what need not come, whether
        it asks for what errors of libraries tell of, and whether it asks if a process is there.
        """
        lineage, (on_files, waits, asks, probes) = ancestors | {symbol}, place
        if _meets(self.allow, lineage) or any(is_named(each, self.answers) for each in lineage):
            return NO
        if (waits and _tell_of(("timeout",), lineage)) or (probes and _meets(self.allow_around_probes, lineage)):
            return NO
        if on_files is not False and _meets(self.allow_around_files, lineage):
            return NO if on_files else UNKNOWN
        if _meets(self.of, [symbol]) or _meets(self.derives, lineage) or _tell_of(self.groups, lineage):
            return YES
        if ours and (is_one_of(symbol, _own(self.of)) or any(is_one_of(each, _own(self.derives)) for each in lineage)):
            return YES
        if ours or symbol.rpartition(".")[2] in self.error_roots:
            return answer(self.project_errors)
        if ancestors:
            return NO
        tells = bool(self.failures) and (is_named(symbol, self.failures) or (asks and is_root_error(symbol)))
        return YES if tells and symbol.partition(".")[0] not in sys.stdlib_module_names else UNKNOWN


def takes(selection: Selection, symbol: str, place: Plain) -> Answer:
    """Whether a class of others is one of the errors; code catches the same ones again and again."""
    known = _taken().setdefault(selection, {})
    key = (symbol, *place)
    if key not in known:
        known[key] = selection.takes(symbol, ancestry(symbol), place)
    return known[key]


@table
def _taken() -> dict[Selection, dict[tuple[object, ...], Answer]]:
    return {}


def _meets(names: Names, symbols: Iterable[str]) -> bool:
    if not names:
        return False
    wanted = error_set(names)
    return any(wanted.match(Asked(each, each.rpartition(".")[2]), frozenset()).holds for each in symbols)


def _own(names: Names) -> list[str]:
    """Those that say by themselves what the project defines."""
    return [name for name in names if says_no_module(name)]


@table
def _by_group() -> dict[Group, frozenset[str]]:
    return {group: frozenset(errors_of(group)) for group in get_args(Group)}


def _tell_of(groups: Iterable[Group], lineage: frozenset[str]) -> bool:
    """Whether an error, by all that it derives from, tells of one of some parts of the world outside."""
    return any(not _by_group()[group].isdisjoint(lineage) for group in groups)
