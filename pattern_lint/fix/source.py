"""The text of a file, to be edited: its letters by line and column, and its bytes as they were."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from ..lang.python.text import declared_encoding

_LINE_END = re.compile(r"\r\n|\r|\n")
_MARK = codecs.BOM_UTF8


class Edit(NamedTuple):
    """A stretch of text, by letters from the beginning, and what is put in its place."""

    start: int
    end: int
    text: str


class Source:
    """A file's content; `text` keeps line ends as they are, and leaves out the mark that says UTF-8."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._mark = _MARK if content.startswith(_MARK) else b""
        encoding, _ = declared_encoding(content)
        self._encoding = "utf-8" if encoding == "utf-8-sig" else encoding
        self.text = content.removeprefix(self._mark).decode(self._encoding)
        ends = [*_LINE_END.finditer(self.text)]
        self._starts = [0, *(end.end() for end in ends)]
        self.newline = ends[0][0] if ends else "\n"

    @property
    def is_kept(self) -> bool:
        """Whether the text says all that the bytes say, so that what is not edited stays as it is."""
        return self.encoded(self.text) == self.content

    def encoded(self, text: str) -> bytes | None:
        """Another text as the bytes of this file; None where its encoding lacks a letter."""
        try:
            return self._mark + text.encode(self._encoding)
        except UnicodeEncodeError:
            return None

    def offset(self, line: int, column: int) -> int:
        """Where a letter is; lines and columns begin at 1."""
        if line > len(self._starts):
            return len(self.text)
        return min(self._starts[line - 1] + column - 1, len(self.text))

    def line_around(self, offset: int) -> tuple[int, int]:
        """Where the line of a letter begins and where the next one does."""
        number = bisect_right(self._starts, offset)
        return self._starts[number - 1], self._starts[number] if number < len(self._starts) else len(self.text)

    def edited(self, edits: Iterable[Edit]) -> str:
        """The text with edits that do not overlap; the lines of what is new end like those of the file.

        What is put in at one place stands there in the order in which it is given.
        """
        parts, at = [], 0
        for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
            parts += [self.text[at:start], _LINE_END.sub(self.newline, text)]
            at = end
        return "".join([*parts, self.text[at:]])
