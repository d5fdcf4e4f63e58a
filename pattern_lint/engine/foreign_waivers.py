"""Comments by which other linters are told to accept something: pylint's, bandit's, ruff's own, PyCharm's,
and type checkers' about methods that override others.

They count for the cards that name what the comment names among their equivalents. `# noqa` is read elsewhere, because
it is ours as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from ..lang.notes import Note

MARKS = ("pylint:", "nosec", "ruff:", "noinspection", "ignore[override", "override]")
"""What one of these comments holds, in lower case. Of what type checkers are told, cards know only how methods override
others; to read the rest would cost many files a look."""

_PYLINT = re.compile(r"#\s*pylint:\s*(?P<verb>disable-next|disable|enable|skip-file)\b(?:\s*=\s*(?P<names>[\w\s,-]+))?")
_NOSEC = re.compile(r"#\s*nosec\b:?(?P<codes>(?:[\s,]*B\d{3})*)")
_RUFF = re.compile(r"#\s*ruff\s*:\s*noqa(?:\s*:\s*(?P<codes>[A-Z]+\d+(?:[\s,]+[A-Z]+\d+)*))?", re.IGNORECASE)
_PYCHARM = re.compile(r"#\s*noinspection\s+(?P<names>\w+(?:\s*,\s*\w+)*)")
_TYPES = re.compile(r"#\s*(?:type|mypy|pyright|ty)\s*:\s*ignore\[(?P<names>[\w\s,-]+)\]")
_GOES_ON = re.compile(r"\s*(?:[)\]}#]|(?:except|else|elif|finally)\b|$)")
"""Lines with which a statement does not end, though they are no further to the right than its first one."""
_LONGEST_HEADER = 100
"""So many lines above its end a statement may begin."""
_BANDIT = ("B1", "B2", "B3", "B4", "B5", "B6", "B7")
_SEPARATOR = re.compile(r"[,\s]+")

Reach: TypeAlias = Literal["line", "next", "statement", "block", "file"]


class Accepted(NamedTuple):
    """What a comment accepts, and from where to where; all codes where it names none."""

    line: int
    column: int
    codes: tuple[str, ...] | None
    first: int
    last: int


class _Open(NamedTuple):
    """A comment whose block has not ended yet."""

    note: Note
    codes: tuple[str, ...] | None
    indentation: int
    """It ends with the first line that is not further to the right than this."""
    first: int
    """Where what it is about begins."""


def mentions_foreign(lowered: str) -> bool:
    """A cheap look at a text in lower case that spares most files all further work."""
    return any(mark in lowered for mark in MARKS)


def foreign_waivers(
    notes: Sequence[Note], lines: Sequence[str], joined: Mapping[int, tuple[int, int]]
) -> Iterator[Accepted]:
    """What comments of other linters accept; `joined` holds the lines that belong to one long line, for each."""
    blocks: dict[int, list[_Open]] = {}
    enabled: dict[int, list[frozenset[str]]] = {}
    for note in notes:
        for reach, codes in _read(note):
            first, last = joined.get(note.line, (note.line, note.line))
            if reach == "file":
                yield Accepted(note.line, note.column, codes, 1, len(lines))
            elif reach == "next":
                yield Accepted(note.line, note.column, codes, last + 1, joined.get(last + 1, (0, last + 1))[1])
            elif reach == "line":
                yield Accepted(note.line, note.column, codes, first, last)
            elif reach == "statement":
                yield Accepted(note.line, note.column, codes, last + 1, _end_of_statement(last + 1, lines, joined))
            else:
                indentation = note.column - 2 if note.alone else _indentation(lines[first - 1])
                begin = note.line if note.alone else _begin_of_header(first, lines)
                blocks.setdefault(note.line, []).append(_Open(note, codes, indentation, begin))
        again = _enabled(note)
        if again:
            enabled.setdefault(note.line, []).append(again)
    if blocks:
        yield from _ended(blocks, enabled, lines, joined)


def _read(note: Note) -> Iterator[tuple[Reach, tuple[str, ...] | None]]:
    for match in _PYLINT.finditer(note.text):
        names = tuple(filter(None, _SEPARATOR.split(match["names"] or "")))
        codes = None if "all" in names or match["verb"] == "skip-file" else names
        if match["verb"] == "skip-file":
            yield "file", None
        elif match["verb"] == "disable-next" and names:
            yield "next", codes
        elif match["verb"] == "disable" and names:
            yield "block", codes
    for match in _NOSEC.finditer(note.text):
        yield "line", tuple(filter(None, _SEPARATOR.split(match["codes"]))) or _BANDIT
    for match in _PYCHARM.finditer(note.text):
        names = tuple(_SEPARATOR.split(match["names"]))
        yield "statement" if note.alone else "line", None if "ALL" in names else names
    for match in _TYPES.finditer(note.text):
        yield "line", tuple(filter(None, _SEPARATOR.split(match["names"])))
    if note.alone and (whole := _RUFF.match(note.text)):
        yield "file", tuple(_SEPARATOR.split(whole["codes"])) if whole["codes"] else None


def _end_of_statement(first: int, lines: Sequence[str], joined: Mapping[int, tuple[int, int]]) -> int:
    """The last line of the statement, with all of its clauses, that begins on or after a line."""
    begin = next((number for number in range(first, len(lines) + 1) if _is_code(lines[number - 1])), len(lines))
    indentation = _indentation(lines[begin - 1])
    decorates = lines[begin - 1].lstrip().startswith("@")
    for number in range(begin + 1, len(lines) + 1):
        line = lines[number - 1]
        continues = joined.get(number, (number, number))[0] < number or _GOES_ON.match(line)
        if continues or _indentation(line) > indentation:
            continue
        if not decorates:
            return number - 1
        decorates = line.lstrip().startswith("@")
    return len(lines)


def _begin_of_header(last: int, lines: Sequence[str]) -> int:
    """The first line of what a line ends that begins with a closing bracket, as long signatures do."""
    line = lines[last - 1]
    if not line.lstrip().startswith((")", "]", "}")):
        return last
    above = range(last - 1, max(0, last - _LONGEST_HEADER), -1)
    at_same = (number for number in above if _indentation(lines[number - 1]) == _indentation(line))
    return next((number for number in at_same if _is_code(lines[number - 1])), last)


def _is_code(line: str) -> bool:
    text = line.strip()
    return bool(text) and not text.startswith("#")


def _enabled(note: Note) -> frozenset[str]:
    """What pylint is told to report again."""
    return frozenset(
        name
        for match in _PYLINT.finditer(note.text)
        if match["verb"] == "enable"
        for name in _SEPARATOR.split(match["names"] or "")
        if name
    )


def _ended(
    blocks: Mapping[int, Iterable[_Open]],
    enabled: Mapping[int, Iterable[frozenset[str]]],
    lines: Sequence[str],
    joined: Mapping[int, tuple[int, int]],
) -> Iterator[Accepted]:
    """Where the blocks of comments end: with the first line of code that is further to the left."""
    opened: dict[int, list[_Open]] = {}
    for number, line in enumerate(lines, 1):
        text = line.strip()
        continues = joined.get(number, (number, number))[0] < number
        if opened and text and not text.startswith("#") and not continues:
            reached = _indentation(line)
            for indentation in [each for each in opened if reached <= each]:
                yield from (_closed(each, number - 1) for each in opened.pop(indentation))
        for names in enabled.get(number, ()):
            for indentation, entries in opened.items():
                stopped = [each for each in entries if each.codes and not names.isdisjoint(each.codes)]
                yield from (_closed(each, number) for each in stopped)
                opened[indentation] = [each for each in entries if each not in stopped] if stopped else entries
        for entry in blocks.get(number, ()):
            opened.setdefault(entry.indentation, []).append(entry)
    yield from (_closed(each, len(lines)) for entries in opened.values() for each in entries)


def _closed(each: _Open, last: int) -> Accepted:
    return Accepted(each.note.line, each.note.column, each.codes, each.first, last)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())
