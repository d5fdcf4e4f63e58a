"""The lines of source that reports show beside findings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ..reading import content_of

_LINE_END = re.compile(r"\r\n|\r|\n")
"""What ends a line for Python's parser, which knows fewer ends than `str.splitlines`."""


class SourceLines:
    """Reads files when the first of their lines is asked for; `texts` are of files that are not on the disk."""

    def __init__(self, texts: Mapping[str, bytes] | None = None) -> None:
        self._texts = texts or {}
        self._files: dict[str, list[str]] = {}

    def line(self, path: str, number: int) -> str | None:
        """One line without its end; None where there is none to show."""
        if path not in self._files:
            self._files[path] = self._read(path)
        lines = self._files[path]
        return lines[number - 1] if 0 < number <= len(lines) else None

    def _read(self, path: str) -> list[str]:
        source = self._texts[path] if path in self._texts else content_of(Path(path))
        text = _decoded(source)
        return _LINE_END.split(text) if "\r" in text else text.split("\n")


def _decoded(source: bytes) -> str:
    """The text as PEP 263 says; a file that cannot be decoded is shown as far as possible."""
    encoding = "utf-8-sig"
    if b"coding" in source[:400]:
        from io import BytesIO
        from tokenize import detect_encoding  # few files declare an encoding

        try:
            encoding = detect_encoding(BytesIO(source).readline)[0]
        except SyntaxError:
            encoding = "utf-8"
    return source.decode(encoding, errors="replace")
