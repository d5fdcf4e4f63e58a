"""The text of a file's bytes, for those who show or compare its lines."""

from __future__ import annotations

import re

_LINE_END = re.compile(r"\r\n|\r|\n")
"""What ends a line for Python's parser, which knows fewer ends than `str.splitlines`."""
_DECLARED_WITHIN = 400
_MARK = re.compile(b"\xef\xbb\xbf")
_DECLARATION = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*(?P<name>[-\w.]+)")
_BLANK = re.compile(rb"[ \t\f]*(?:#|$)")
_UTF_8 = re.compile(r"(?i)utf[-_]?8(?:[-_]sig)?")


def lines_of(source: bytes) -> list[str]:
    """The lines of a file without their ends, numbered from 0."""
    return split_lines(decoded(source))


def split_lines(text: str) -> list[str]:
    """The lines of a text without their ends."""
    return _LINE_END.split(text) if "\r" in text else text.split("\n")


def decoded(source: bytes) -> str:
    """The text as PEP 263 says; a file that cannot be decoded is read as far as possible."""
    encoding = "utf-8-sig" if _MARK.match(source) else "utf-8"
    if b"coding" in source[:_DECLARED_WITHIN]:
        encoding, _ = declared_encoding(source)
    for errors in ("replace", "strict"):
        try:
            return source.decode(encoding, errors)
        except (LookupError, UnicodeError):  # some encodings cannot leave letters out
            continue
    return source.decode("utf-8", "replace")


def declared_encoding(source: bytes) -> tuple[str, int]:
    """The encoding that a file declares, and the line that does."""
    start = _MARK.match(source)
    at = start.end() if start is not None else 0
    for line, text in enumerate(source[at:].splitlines()[:2], 1):
        found = _DECLARATION.match(text)
        if found is not None:
            name = found["name"].decode()
            return ("utf-8-sig" if start is not None or _UTF_8.fullmatch(name) else name), line
        if not _BLANK.match(text):
            break
    return "utf-8-sig", 1
