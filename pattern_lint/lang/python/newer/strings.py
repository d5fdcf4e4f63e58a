"""Reads runs of strings, and lowers those that the interpreter cannot read to a tuple of what their braces hold."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .buffer import Buffer, Field, Literal, NotLoweredError, Part, Text
from .scanner import BETWEEN, Scan
from .syntax import Feature

_START = re.compile(rb"(?P<prefix>[A-Za-z]{0,2})(?P<quote>\"{3}|'{3}|\"|')")
_TRIVIA = re.compile(rb"(?:[ \t\f]|\\\n)*")
_BODIES = {
    b'"': re.compile(rb'(?:[^\\"\n]|\\.)*+', re.DOTALL),
    b"'": re.compile(rb"(?:[^\\'\n]|\\.)*+", re.DOTALL),
    b'"""': re.compile(rb'(?:[^\\"]|\\.|"(?!""))*+', re.DOTALL),
    b"'''": re.compile(rb"(?:[^\\']|\\.|'(?!''))*+", re.DOTALL),
}
_DULL = re.compile(rb"[^{}\\'\"\n]++")
_CONVERSION = re.compile(rb"!\s*(?P<kind>[A-Za-z_]\w*)\s*")
_HARD = re.compile(rb"[\\#]")
_READS_NESTED = sys.version_info >= (3, 12)
_READS_TEMPLATES = sys.version_info >= (3, 14)


class Piece(NamedTuple):
    """One string of a run."""

    start: int
    end: int
    is_template: bool
    is_hard: bool
    """Whether the interpreter cannot read it."""
    parts: tuple[Part, ...]


def read_strings(buffer: Buffer, at: int, in_brackets: bool, depth: int) -> int:
    """Read a run of strings; where it ends."""
    trivia = BETWEEN if in_brackets else _TRIVIA
    pieces: list[Piece] = []
    following = at
    while (opening := _START.match(buffer.source, following)) is not None:
        pieces.append(_Reader(buffer, opening, depth).piece())
        blank = trivia.match(buffer.source, pieces[-1].end)
        following = blank.end() if blank is not None else pieces[-1].end
    if any(piece.is_hard for piece in pieces):
        _lower(buffer, pieces)
    return pieces[-1].end


def _lower(buffer: Buffer, pieces: list[Piece]) -> None:
    start, end = pieces[0].start, pieces[-1].end
    parts = tuple(part for piece in pieces for part in piece.parts)
    kept = [(field, bytes(buffer.lowered[field.start : field.end])) for field in _fields(parts)]
    buffer.blank(start, end)
    for field, code in kept:
        buffer.write(field.start, code)
        if not field.ends_with_comma:
            buffer.write(field.end, b",")
    buffer.write(start, b"(")
    buffer.write(end - 1, b")")
    is_template = any(piece.is_template for piece in pieces)
    buffer.note(Feature.TEMPLATE if is_template else Feature.FORMATTED, start)
    buffer.texts[buffer.place(start), buffer.place(end)] = Text(is_template, parts)


def _fields(parts: Iterable[Part]) -> Iterator[Field]:
    for part in parts:
        if isinstance(part, Field):
            yield part
            yield from _fields(part.spec or ())


class _Reader:
    """Reads one string."""

    def __init__(self, buffer: Buffer, opening: re.Match[bytes], depth: int) -> None:
        self._buffer = buffer
        self._source = buffer.source
        self._prefix = opening["prefix"].lower()
        self._quote = opening["quote"]
        self._start, self._body = opening.span()
        self._depth = depth
        self._has_newer = False

    def piece(self) -> Piece:
        if b"f" in self._prefix or b"t" in self._prefix:
            return self._formatted()
        end = self._plain_end()
        text = self._text(self._body, end - len(self._quote), is_formatted=False)
        return Piece(self._start, end, False, False, (text,))

    def _plain_end(self) -> int:
        found = _BODIES[self._quote].match(self._source, self._body)
        end = found.end() if found is not None else self._body
        if not self._source.startswith(self._quote, end):
            raise NotLoweredError
        return end + len(self._quote)

    def _formatted(self) -> Piece:
        is_template = b"t" in self._prefix
        edits = len(self._buffer.seen)
        parts, at = self._parts(self._body, nesting=0)
        if not self._source.startswith(self._quote, at):
            raise NotLoweredError
        is_edited = len(self._buffer.seen) > edits
        is_hard = is_edited or (self._has_newer and not _READS_NESTED) or (is_template and not _READS_TEMPLATES)
        return Piece(self._start, at + len(self._quote), is_template, is_hard, parts)

    def _is_newer(self, code: bytes) -> bool:
        """Whether code within braces is beyond an interpreter that takes an f-string for one token."""
        return bool(_HARD.search(code)) or self._quote in code or (len(self._quote) == 1 and b"\n" in code)

    def _parts(self, at: int, nesting: int) -> tuple[tuple[Part, ...], int]:
        """The parts of a string or, with a nesting, of a format specification, and where they end."""
        parts: list[Part] = []
        source, begun = self._source, at
        while not self._ends(at, nesting):
            if source.startswith((b"{{", b"}}"), at) and not nesting:
                at += 2
            elif source.startswith(b"{", at):
                parts.append(self._literal(begun, at))
                field, at = self._field(at + 1, nesting)
                parts.append(field)
                begun = at
            elif source.startswith(b"\\N{", at) and b"r" not in self._prefix:
                at = source.find(b"}", at) + 1 or len(source)
            elif source.startswith(b"\\", at) and not nesting:
                at += 1 if source.startswith((b"{", b"}"), at + 1) else 2
            else:
                dull = _DULL.match(source, at)
                at = dull.end() if dull is not None else at + 1
        parts.append(self._literal(begun, at))
        return tuple(part for part in parts if isinstance(part, Field) or part.letters), at

    def _ends(self, at: int, nesting: int) -> bool:
        if at >= len(self._source):
            raise NotLoweredError
        if nesting and self._source.startswith(b"}", at):
            return True
        if len(self._quote) == 1 and self._source.startswith(b"\n", at):
            raise NotLoweredError
        return self._source.startswith(self._quote, at)

    def _field(self, at: int, nesting: int) -> tuple[Field, int]:
        """What stands between braces, from behind the first on, and where it ends behind the last."""
        start, source = at, self._source
        stopped = Scan(self._buffer, read_strings, self._depth + 1).run(at)
        end = at = stopped.at
        debug, conversion, spec = "", -1, None
        if source.startswith(b"=", at):
            at = self._after_trivia(at + 1)
            debug, conversion = source[start:at].decode(), ord("r")
        if (found := _CONVERSION.match(source, at)) is not None:
            conversion, at = found["kind"][0], found.end()
            self._has_newer = self._has_newer or found[0].endswith((b" ", b"\t", b"\n", b"\f"))
        self._has_newer = self._has_newer or nesting > 1 or self._is_newer(source[start:at])
        if source.startswith(b":", at):
            spec, at = self._parts(at + 1, nesting + 1)
            conversion = -1 if debug and found is None else conversion
        if not source.startswith(b"}", at) or not source[start:end].strip():
            raise NotLoweredError
        text = source[start:end].decode().strip()
        ends_with_comma = stopped.last.text == b","
        return Field(start, end, stopped.has_comma, ends_with_comma, text, debug, conversion, spec), at + 1

    def _after_trivia(self, at: int) -> int:
        found = BETWEEN.match(self._source, at)
        return found.end() if found is not None else at

    def _literal(self, start: int, end: int) -> Literal:
        return self._text(start, end, is_formatted=True)

    def _text(self, start: int, end: int, *, is_formatted: bool) -> Literal:
        letters = self._source[start:end].decode()
        return Literal(letters, self._quote.decode(), b"r" in self._prefix, is_formatted)
