"""Reading TOML so that what is wrong in it can be shown at its line.

tomllib gives values without their lines. A key's line is needed only when something is wrong, so it is
searched in the text then, and nobody else pays for it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pattern_lint.problems import Problem
from pattern_lint.reading import read_file

Keys = tuple[str, ...]
"""The way to a value from the top of the file; the entries of an array of tables are numbered: "0", "1"."""

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_HEADER = re.compile(r"\s*(\[\[?)(.+?)\]\]?\s*(?:#.*)?$")
_ONE_KEY = r"""(?:"[^"\n]*"|'[^'\n]*'|[\w-]+)"""
_KEY = re.compile(rf"\s*({_ONE_KEY}(?:\s*\.\s*{_ONE_KEY})*)\s*=\s*(.*)")
_KEY_PART = re.compile(r""""([^"\n]*)"|'([^'\n]*)'|([\w-]+)""")
_STRING = re.compile(r""""(?:\\.|[^"\\])*"|'[^']*'|#.*""")
_INLINE_KEY = re.compile(rf"({_ONE_KEY})\s*=")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value was written, kept by name until somebody needs the line."""

    path: Path
    keys: Keys = ()

    def below(self, *keys: str) -> Origin:
        return Origin(self.path, (*self.keys, *keys))

    def problem(self, message: str, *, about: str = "") -> Problem:
        """A problem at the key, or at the string `about` in its value when that has a line of its own."""
        text = read_text(self.path)
        if isinstance(text, Problem):
            return Problem(self.path, 0, message)
        line = key_line(text, self.keys)
        below = enumerate(text.split("\n")[line - 1 :], line)
        lines = (number for number, content in below if about and _quotes(content, about))
        return Problem(self.path, next(lines, line), message)


def _quotes(line: str, string: str) -> bool:
    return f'"{string}"' in line or f"'{string}'" in line


def parse(text: str, path: Path, first_line: int = 1) -> dict[str, object] | Problem:
    """The table that the text holds, or what keeps it from being read; the text begins at `first_line`."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        return Problem(path, first_line, "this is nested too deeply to be read")
    except ValueError as error:  # also of numbers that are too long
        message = str(error)
        place = _PLACE.search(message)
        line = place[1] if place else None
        within = int(line) if line else text.rstrip("\n").count("\n") + 1
        reason = message[: place.start()] if place else message
        return Problem(path, first_line + within - 1, f"this is not valid TOML: {reason}")


def read(path: Path) -> dict[str, object] | Problem:
    """The table that the file holds, or what keeps it from being read."""
    text = read_text(path)
    return parse(text, path) if isinstance(text, str) else text


def read_text(path: Path) -> str | Problem:
    """The file's text with plain line ends, or what keeps it from being read."""
    try:
        raw = read_file(path)
    except OSError as error:
        return Problem(path, 1, f"this cannot be read: {error.strerror or error}")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Problem(path, line, "this is not UTF-8; save the file in that encoding")


def key_line(text: str, keys: Keys) -> int:
    """The line on which a key stands, or else the nearest table above it that is there; 1-based."""
    best_line, best_depth = 1, 0
    for line, found in places(text):
        depth = _common(found, keys)
        if depth > best_depth and depth >= min(len(found), len(keys)):
            best_line, best_depth = line, depth
    return best_line


def _common(found: Keys, wanted: Keys) -> int:
    depth = 0
    for one, other in zip(found, wanted, strict=False):
        if one != other:
            break
        depth += 1
    return depth


def places(text: str) -> Iterator[tuple[int, Keys]]:
    """Every table and key of the text with its line; multi-line values are passed over."""
    table: Keys = ()
    entries: dict[Keys, int] = {}
    closing = ""
    depth = 0
    owner: Keys = ()
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if depth > 0:
            yield from ((number, (*owner, key)) for key in _inline_keys(line))
            depth += _bracket_balance(line)
            continue
        if header := _HEADER.match(line):
            table = _numbered(_parts(header[2]), entries, new_entry=header[1] == "[[")
            yield number, table
        elif key := _KEY.match(line):
            owner = (*table, *_parts(key[1]))
            yield number, owner
            value = key[2]
            quotes = value[:3]
            if quotes in ('"""', "'''"):
                closing = "" if quotes in value[3:] else quotes
                continue
            depth = _bracket_balance(value)
            yield from ((number, (*owner, inner)) for inner in _inline_keys(value))


def _parts(dotted: str) -> Keys:
    return tuple(basic or literal or bare for basic, literal, bare in _KEY_PART.findall(dotted))


def _numbered(table: Keys, entries: dict[Keys, int], *, new_entry: bool) -> Keys:
    """The table's keys with the number of the entry put in after each array of tables on the way."""
    if new_entry:
        entries[table] = entries.get(table, -1) + 1
    numbered: list[str] = []
    for length, key in enumerate(table, 1):
        numbered.append(key)
        if table[:length] in entries:
            numbered.append(str(entries[table[:length]]))
    return tuple(numbered)


def _bracket_balance(value: str) -> int:
    bare = _STRING.sub("", value)
    return sum(map(bare.count, "[{")) - sum(map(bare.count, "]}"))


def _inline_keys(value: str) -> Iterator[str]:
    if "{" not in value and "=" not in value:
        return
    for match in _INLINE_KEY.finditer(value):
        yield from _parts(match[1])
