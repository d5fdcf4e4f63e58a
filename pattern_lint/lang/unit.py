"""One file in another language than Python, as checks see it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ClassVar

from .languages import language_of
from .notes import Note
from .python.generated import is_generated
from .python.marks import TOP, WHOLE_FILE, ScopeLines, Scopes, digest
from .python.module import Span
from .python.parsing import UnreadableError
from .python.paths import Category

if TYPE_CHECKING:
    from .beside import Beside

_TEST_FOLDERS = frozenset({"test", "tests", "testing", "__tests__", "e2e", "spec", "cypress"})
_TEST_NAME = re.compile(r"(test_|test-).*|.*[._-](test|spec)\.\w+|.*\.(test|spec)\.\w+")
_EXAMPLE_FOLDERS = frozenset({"example", "examples", "samples", "docs_src"})
_GENERATED_NAME = re.compile(r".*\.(min|generated|gen)\.\w+")


class Unit:
    """A file: its text, its comments about findings, and the named stretches that it consists of.

    Line ends are plain, and columns count letters; both begin at 1. What reads a language says the rest.
    """

    def __init__(self, path: str, label: str, source: bytes) -> None:
        self.path = path
        self.language = language_of(path) or ""
        self.text = _text(source)
        self.category = category_of(label or path)
        self.notes: list[str] = []
        """What could not be found out, and why; for those who ask."""
        self.beside: Beside | None = None
        """The files around it, where there are any."""
        self.reported: Callable[[Collection[str], str, str], Collection[str] | None] = _nobody
        """Which of some cards, by code or name, report something in a text of Python at a path; None where they cannot
        be known, or where it cannot be read."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths under which cards may name it as a place."""
        return (self.path,)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def scopes(self) -> tuple[ScopeLines, ...]:
        """The named stretches of the file: functions and classes, sections, tables."""
        return ()

    def comments(self) -> Iterable[Note]:
        """The comments of the file, each written as `# ...`, whatever the language has for it."""
        return ()

    def last_line(self, comment: Note) -> int:
        """The last line that a comment speaks of: in most languages its own."""
        return comment.line

    @cached_property
    def named(self) -> Scopes:
        """Finds the stretch around a line."""
        return Scopes(self.scopes)

    separator: ClassVar[str] = "."
    """What stands between the names of stretches that lie in each other."""

    def around(self, line: int) -> Iterator[str]:
        """The names of all stretches around a line, each as it is and with those around it."""
        parts = self.named.at(line).split(self.separator)
        for number, part in enumerate(parts, 1):
            yield part
            yield self.separator.join(parts[:number])

    def note(self, start: int, said: str) -> Note:
        """A comment that begins at a letter of the text."""
        line = bisect_right(self._starts, start)
        column = start - self._starts[line - 1] + 1
        return Note(line, column, said, alone=not self.lines[line - 1][: column - 1].strip())

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *accumulate(len(line) + 1 for line in self.lines)]

    def line_span(self, number: int) -> Span:
        """The place of a line without the blanks around it."""
        text = self.lines[number - 1] if number <= len(self.lines) else ""
        start = len(text) - len(text.lstrip())
        return (number, start + 1, number, max(len(text.rstrip()), start) + 1)

    def first_line_of(self, span: Span) -> Span:
        """A place as far as its first line goes, which may consist of blanks from there."""
        line, column, end_line, _ = span
        return span if line == end_line else (line, column, line, max(column, self.line_span(line)[3]))


def _nobody(cards: Collection[str], path: str, text: str) -> None:
    """Nobody knows any cards."""


def unit_mark(span: Span, scopes: Scopes, lines: Sequence[str]) -> tuple[str, str]:
    """The scope and the digest of a place, as `source.marks.mark` has them: only blanks do not count here."""
    if span == TOP:
        return WHOLE_FILE, digest("")
    line, column, end_line, end_column = span
    found = list(lines[line - 1 : end_line])
    if found:
        found[-1] = found[-1][: end_column - 1]
        found[0] = found[0][column - 1 :]
    return scopes.at(line), digest(" ".join(" ".join(found).split()))


def category_of(label: str) -> Category:
    """What kind of file it is by its path; documents are what a project is made of, too."""
    *folders, name = PurePosixPath(label).parts
    if not _TEST_FOLDERS.isdisjoint(folders) or _TEST_NAME.fullmatch(name):
        return "test"
    if not _EXAMPLE_FOLDERS.isdisjoint(folders):
        return "example"
    return "generated" if _GENERATED_NAME.fullmatch(name) or is_generated(label) else "production"


def _text(source: bytes) -> str:
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        column = error.start - source.rfind(b"\n", 0, error.start)
        raise UnreadableError(f"byte 0x{source[error.start]:02x} is not valid in utf-8", line, column) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
