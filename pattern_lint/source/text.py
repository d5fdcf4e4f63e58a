"""The text of a file's bytes, for those who show or compare its lines."""

from __future__ import annotations

import re

_LINE_END = re.compile(r"\r\n|\r|\n")
"""What ends a line for Python's parser, which knows fewer ends than `str.splitlines`."""
_DECLARED_WITHIN = 400


def lines_of(source: bytes) -> list[str]:
    """The lines of a file without their ends, numbered from 0."""
    return split_lines(decoded(source))


def split_lines(text: str) -> list[str]:
    """The lines of a text without their ends."""
    return _LINE_END.split(text) if "\r" in text else text.split("\n")


def decoded(source: bytes) -> str:
    """The text as PEP 263 says; a file that cannot be decoded is read as far as possible."""
    encoding = "utf-8-sig"
    if b"coding" in source[:_DECLARED_WITHIN]:
        from io import BytesIO
        from tokenize import detect_encoding  # few files declare an encoding

        try:
            encoding = detect_encoding(BytesIO(source).readline)[0]
        except SyntaxError:
            encoding = "utf-8"
    return source.decode(encoding, errors="replace")
