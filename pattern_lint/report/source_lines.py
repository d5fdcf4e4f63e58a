"""The lines of source that reports show beside findings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..lang.python.text import lines_of
from ..reading import content_of


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
        return lines_of(self._texts[path] if path in self._texts else content_of(Path(path)))
