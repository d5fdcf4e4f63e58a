"""A source that is being lowered: what is written over it, and what has to be put right in its tree."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from .syntax import Feature, Seen

_LINE_END = re.compile(rb"\n")
_NOT_LINE_END = re.compile(rb"[^\n]")

Place = tuple[int, int]
"""A line, from 1, and the bytes of it before the place, as the parser counts."""


class NotLoweredError(Exception):
    """The source is not what the scanner takes for Python."""


class Literal(NamedTuple):
    """Letters of a string as they are written."""

    letters: str
    quote: str
    is_raw: bool
    is_formatted: bool
    """Whether two braces stand for one."""


class Field(NamedTuple):
    """What stands between the braces of an f-string."""

    start: int
    end: int
    """Where the expression ends."""
    is_tuple: bool
    ends_with_comma: bool
    text: str
    """The expression as it is written."""
    debug: str
    """What `{x = }` shows before the value; empty where nothing."""
    conversion: int
    spec: tuple[Part, ...] | None


Part = Literal | Field


class Text(NamedTuple):
    """A run of strings that are one, with at least one that the interpreter cannot read."""

    is_template: bool
    parts: tuple[Part, ...]


class Buffer:
    """The source in bytes, so that the parser's columns are offsets, and the text that the parser is given."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.lowered = bytearray(source)
        self.seen: list[Seen] = []
        self.aliases: dict[Place, tuple[str, ...]] = {}
        self.lazy: set[Place] = set()
        self.parameters: dict[Place, tuple[str, ...]] = {}
        """The type parameters of the functions and classes that begin at a place."""
        self.types: dict[Place, int] = {}
        """How many types the except clause at a place has."""
        self.unpacked: dict[Place, Place] = {}
        """Where the comprehension at a place has its star."""
        self.texts: dict[tuple[Place, Place], Text] = {}
        """By the beginning and the end of what stands for a run of strings."""
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(source))]

    def place(self, offset: int) -> Place:
        line = bisect_right(self._starts, offset)
        return (line, offset - self._starts[line - 1])

    def is_split(self, place: Place) -> bool:
        """Whether the statement at a place stands for the beginning of the next."""
        return place in self.aliases or place in self.lazy

    def note(self, feature: Feature, offset: int) -> None:
        self.seen.append(Seen(feature, self.place(offset)[0]))

    def write(self, offset: int, text: bytes) -> None:
        self.lowered[offset : offset + len(text)] = text

    def blank(self, start: int, end: int) -> None:
        """Take a stretch out, all but its line ends."""
        self.lowered[start:end] = _NOT_LINE_END.sub(b" ", self.source[start:end])

    def blank_joined(self, start: int, end: int) -> None:
        """Take a stretch out that stands in a statement, whose lines have to stay joined."""
        self.blank(start, end)
        for found in _LINE_END.finditer(self.source, start, end):
            if self.lowered[found.start() - 1 : found.start()] != b" ":
                raise NotLoweredError
            self.lowered[found.start() - 1] = ord("\\")
