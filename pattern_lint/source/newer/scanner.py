"""Finds newer syntax in a source and writes older syntax over it, letter for letter in the same place.

`type X[T] = V` becomes `pass;X    = V`, the brackets of `def f[T](x)` become blanks, and a string that the interpreter
cannot read becomes a tuple of what stands between its braces. `tree` puts the nodes right that this gives. The scan
knows words, brackets, strings and line ends, and takes time that grows with the source.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from .buffer import Buffer, NotLoweredError
from .syntax import Feature

_TOKEN = re.compile(
    rb"""
    (?P<blank>[ \t\f]+ | \\\n | \#[^\n]*)
  | (?P<end>\n)
  | (?P<string>(?i:[rbuft]|[bft]r|r[bft])?(?:\"{3}|'{3}|\"|'))
  | (?P<name>[A-Za-z_\x80-\xff][\w\x80-\xff]*)
  | (?P<number>\.?[0-9](?:[eE][+-]|[\w.])*)
  | (?P<operator>\*\*|[=!<>:]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
BETWEEN = re.compile(rb"(?:[ \t\f\n\\]|\#[^\n]*)*+")
"""What may stand between words within brackets."""
_CLOSING = {b"(": b")", b"[": b"]", b"{": b"}"}
_OLD_STYLE = re.compile(rb"[ \t]*[a-z_][a-z0-9_]*[ \t]*")
"""What names the error in Python 2: `except ValueError, error:`."""
_DEEPEST = 60


class Token(NamedTuple):
    """A word or sign, and where it begins."""

    text: bytes
    start: int
    kind: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


_NOTHING = Token(b"", -1, "end")


@dataclass(slots=True)
class Bracket:
    """An open bracket."""

    opening: Token
    owner: int = -1
    """Where the definition or alias begins of which the bracket holds the type parameters; -1 where it does not."""
    names: list[str] = field(default_factory=list)
    star: Token | None = None
    """The star that the bracket begins with."""


class Clause(NamedTuple):
    """An except clause that is being read: where it begins, and the commas between its types."""

    start: int
    commas: list[int]


class Stopped(NamedTuple):
    """Where a scan of code ended."""

    at: int
    last: Token
    has_comma: bool


class Scan:
    """One scan over code: that of a module, or of what stands between the braces of an f-string."""

    def __init__(self, buffer: Buffer, strings: Callable[[Buffer, int, bool, int], int], depth: int = 0) -> None:
        if depth > _DEEPEST:
            raise NotLoweredError
        self._buffer = buffer
        self._strings = strings
        self._depth = depth
        self._open: list[Bracket] = []
        self._before = (_NOTHING, _NOTHING, _NOTHING)
        """The last three tokens, the latest first."""
        self._clause: Clause | None = None
        self._has_comma = False

    def run(self, at: int) -> Stopped:
        """Read code up to its end."""
        source, match, size = self._buffer.source, _TOKEN.match, len(self._buffer.source)
        while at < size:
            found = match(source, at)
            assert found is not None
            kind, text = found.lastgroup or "", found[0]
            token = Token(text, at, kind)
            if kind == "string":
                token = Token(b"''", at, kind)
                at = self._strings(self._buffer, at, bool(self._open) or self._depth > 0, self._depth)
            elif self._depth and not self._open and self._ends_field(text, found.end()):
                break
            else:
                at = found.end()
            if kind != "blank" and not (kind == "end" and (self._open or self._depth)):
                self._take(token)
        return Stopped(at, self._before[0], self._has_comma)

    def _ends_field(self, text: bytes, end: int) -> bool:
        if text == b"=":
            between = BETWEEN.match(self._buffer.source, end)
            return between is not None and self._buffer.source.startswith((b"}", b"!", b":"), between.end())
        return text in (b"}", b":", b":=", b"!")

    def _take(self, token: Token) -> None:
        if token.kind == "operator":
            self._sign(token)
        elif token.kind == "name":
            self._word(token)
        elif token.kind == "end":
            self._clause = None
        self._before = (token, *self._before[:2])

    def _word(self, token: Token) -> None:
        last = self._before[0]
        if self._open:
            bracket = self._open[-1]
            if bracket.owner >= 0 and last.text in (b"[", b",", b"*", b"**"):
                bracket.names.append(token.text.decode())
            elif token.text == b"for" and bracket.star is not None:
                self._unpack(bracket, bracket.star)
        elif token.text == b"except" and self._begins_statement(last):
            self._clause = Clause(token.start, [])
        elif token.text == b"as":
            self._clause = None
        elif last.text == b"lazy" and token.text in (b"import", b"from") and self._begins_statement(self._before[1]):
            self._begin_anew(last)
            self._buffer.lazy.add(self._buffer.place(last.start))
            self._buffer.note(Feature.LAZY, last.start)

    def _sign(self, token: Token) -> None:
        text, last = token.text, self._before[0]
        if text in _CLOSING:
            self._open.append(Bracket(token, self._owner(text)))
        elif text in (b")", b"]", b"}"):
            self._close(token)
        elif self._open:
            if text in (b"*", b"**") and last.start == self._open[-1].opening.start:
                self._open[-1].star = token
        elif text == b",":
            self._has_comma = True
            if self._clause is not None:
                self._clause.commas.append(token.start)
        elif text == b":" and self._clause is not None:
            self._join_types(self._clause, token)
            self._clause = None
        elif text == b"=" and self._is_alias(self._before):
            self._alias(self._before[1], ())

    def _owner(self, text: bytes) -> int:
        """Where the definition or alias begins whose type parameters a bracket opens."""
        last, second, third = self._before
        if text != b"[" or last.kind != "name":
            return -1
        if second.text in (b"def", b"class"):
            return third.start if third.text == b"async" else second.start
        return second.start if not self._open and self._is_alias(self._before) else -1

    def _close(self, token: Token) -> None:
        if not self._open or _CLOSING[self._open[-1].opening.text] != token.text:
            raise NotLoweredError
        bracket = self._open.pop()
        if bracket.owner < 0:
            return
        buffer = self._buffer
        buffer.blank_joined(bracket.opening.start, token.end)
        if self._buffer.source.startswith(b"type", bracket.owner):
            self._alias(Token(b"type", bracket.owner, "name"), tuple(bracket.names))
        else:
            buffer.note(Feature.PARAMETERS, bracket.opening.start)
            buffer.parameters[buffer.place(bracket.owner)] = tuple(bracket.names)

    def _begins_statement(self, before: Token) -> bool:
        return not self._depth and not self._open and (before.kind == "end" or before.text in (b";", b":"))

    def _is_alias(self, before: tuple[Token, Token, Token]) -> bool:
        name, word, earlier = before
        return name.kind == "name" and word.text == b"type" and self._begins_statement(earlier)

    def _alias(self, word: Token, names: tuple[str, ...]) -> None:
        self._begin_anew(word)
        self._buffer.aliases[self._buffer.place(word.start)] = names
        self._buffer.note(Feature.ALIAS, word.start)

    def _begin_anew(self, word: Token) -> None:
        """Put a statement in the place of a word, so that another begins behind it."""
        if self._buffer.source[word.end : word.end + 1] not in (b" ", b"\t"):
            raise NotLoweredError
        self._buffer.write(word.start, b"pass;")

    def _unpack(self, bracket: Bracket, star: Token) -> None:
        buffer = self._buffer
        buffer.blank(star.start, star.end)
        buffer.unpacked[buffer.place(bracket.opening.start)] = buffer.place(star.start)
        buffer.note(Feature.UNPACKED, star.start)

    def _join_types(self, clause: Clause, colon: Token) -> None:
        """Types without parentheses are joined by a sign of the lowest rank."""
        buffer, commas = self._buffer, clause.commas
        if not commas or sys.version_info >= (3, 14):
            return
        if len(commas) == 1 and _OLD_STYLE.fullmatch(buffer.source, commas[0] + 1, colon.start):
            return
        trailing = self._before[0].start == commas[-1]
        for comma in commas:
            buffer.write(comma, b"|")
        if trailing:
            buffer.write(commas[-1], b" ")
        buffer.types[buffer.place(clause.start)] = len(commas) + (0 if trailing else 1)
        buffer.note(Feature.BARE_TYPES, clause.start)
