"""Finds newer syntax in a source and writes older syntax over it, letter for letter in the same place.

`type X[T] = V` becomes `pass;X    = V`, the brackets of `def f[T](x)` become blanks, and a string that the interpreter
cannot read becomes a tuple of what stands between its braces. `tree` puts the nodes right that this gives. The scan
knows words, brackets, strings and line ends, and takes time that grows with the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from .buffer import Buffer, NotLoweredError
from .edits import Clause, Token, join_types, keep_parameters, make_alias, make_lazy, unpack

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
_DEEPEST = 60


_NOTHING = Token(b"", -1, "end")


@dataclass(slots=True)
class Bracket:
    """An open bracket."""

    opening: Token
    owner: Token | None = None
    """What begins the definition or alias of which the bracket holds the type parameters."""
    names: list[str] = field(default_factory=list)
    star: Token | None = None
    """The star that the bracket begins with."""


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
            if bracket.owner is not None and last.text in (b"[", b",", b"*", b"**"):
                bracket.names.append(token.text.decode())
            elif token.text == b"for" and bracket.star is not None:
                unpack(self._buffer, bracket.opening, bracket.star)
        elif token.text == b"except" and self._begins_statement(last):
            self._clause = Clause(token.start, [])
        elif token.text == b"as":
            self._clause = None
        elif last.text == b"lazy" and token.text in (b"import", b"from") and self._begins_statement(self._before[1]):
            make_lazy(self._buffer, last)

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
            join_types(self._buffer, self._clause, token, last)
            self._clause = None
        elif text == b"=" and self._is_alias(self._before):
            make_alias(self._buffer, self._before[1], ())

    def _owner(self, text: bytes) -> Token | None:
        """What begins the definition or alias whose type parameters a bracket opens."""
        last, second, third = self._before
        if text != b"[" or last.kind != "name":
            return None
        if second.text in (b"def", b"class"):
            return third if third.text == b"async" else second
        return second if not self._open and self._is_alias(self._before) else None

    def _close(self, token: Token) -> None:
        if not self._open or _CLOSING[self._open[-1].opening.text] != token.text:
            raise NotLoweredError
        bracket = self._open.pop()
        if bracket.owner is None:
            return
        self._buffer.blank_joined(bracket.opening.start, token.end)
        if bracket.owner.text == b"type":
            make_alias(self._buffer, bracket.owner, bracket.names)
        else:
            keep_parameters(self._buffer, bracket.owner, bracket.names)

    def _begins_statement(self, before: Token) -> bool:
        return not self._depth and not self._open and (before.kind == "end" or before.text in (b";", b":"))

    def _is_alias(self, before: tuple[Token, Token, Token]) -> bool:
        name, word, earlier = before
        return name.kind == "name" and word.text == b"type" and self._begins_statement(earlier)
