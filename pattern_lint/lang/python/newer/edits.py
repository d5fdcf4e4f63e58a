"""What is written over newer syntax."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import NamedTuple

from .buffer import Buffer, NotLoweredError
from .syntax import Feature

_OLD_STYLE = re.compile(rb"[ \t]*[a-z_][a-z0-9_]*[ \t]*")
"""What names the error in Python 2: `except ValueError, error:`."""


class Token(NamedTuple):
    """A word or sign, and where it begins."""

    text: bytes
    start: int
    kind: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Clause(NamedTuple):
    """An except clause that is being read: where it begins, and the commas between its types."""

    start: int
    commas: list[int]


def make_alias(buffer: Buffer, word: Token, names: Sequence[str]) -> None:
    """Make an assignment of a type alias that begins with a word."""
    _begin_anew(buffer, word)
    buffer.aliases[buffer.place(word.start)] = tuple(names)
    buffer.note(Feature.ALIAS, word.start)


def make_lazy(buffer: Buffer, word: Token) -> None:
    """Make an import of a lazy one."""
    _begin_anew(buffer, word)
    buffer.lazy.add(buffer.place(word.start))
    buffer.note(Feature.LAZY, word.start)


def _begin_anew(buffer: Buffer, word: Token) -> None:
    """Put a statement in the place of a word, so that another begins behind it."""
    if buffer.source[word.end : word.end + 1] not in (b" ", b"\t"):
        raise NotLoweredError
    buffer.write(word.start, b"pass;")


def keep_parameters(buffer: Buffer, owner: Token, names: Sequence[str]) -> None:
    """Keep the type parameters of a function or class, which have been blanked."""
    buffer.parameters[buffer.place(owner.start)] = tuple(names)
    buffer.note(Feature.PARAMETERS, owner.start)


def unpack(buffer: Buffer, opening: Token, star: Token) -> None:
    """Take out the star at the beginning of a comprehension."""
    buffer.blank(star.start, star.end)
    buffer.unpacked[buffer.place(opening.start)] = buffer.place(star.start)
    buffer.note(Feature.UNPACKED, star.start)


def join_types(buffer: Buffer, clause: Clause, colon: Token, last: Token) -> None:
    """Join the types of a clause that have no parentheses by a sign of the lowest rank."""
    commas = clause.commas
    if not commas or sys.version_info >= (3, 14):
        return
    if len(commas) == 1 and _OLD_STYLE.fullmatch(buffer.source, commas[0] + 1, colon.start):
        return
    is_trailing = last.start == commas[-1]
    for comma in commas:
        buffer.write(comma, b"|")
    if is_trailing:
        buffer.write(commas[-1], b" ")
    buffer.types[buffer.place(clause.start)] = len(commas) + (0 if is_trailing else 1)
    buffer.note(Feature.BARE_TYPES, clause.start)
