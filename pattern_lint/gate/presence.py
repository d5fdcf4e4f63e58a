"""What is there today: which files, and which classes and functions in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..reading import content_of, is_file
from ..writing import can_be_below


class Presence:
    """Looks into files when it is asked about them, which is seldom; `texts` count instead of what is on the disk."""

    def __init__(self, root: Path, texts: Mapping[str, bytes]) -> None:
        self._root = root
        self._texts = texts
        self._scopes: dict[str, frozenset[str] | None] = {}

    def has_file(self, path: str) -> bool:
        return path in self._texts or (can_be_below(path) and is_file(self._root / path))

    def has_place(self, path: str, scope: str) -> bool:
        """Whether there is the file with such a scope; a file that cannot be read may have it."""
        from ..lang.python.marks import WHOLE_FILE

        if not self.has_file(path):
            return False
        if scope in ("", WHOLE_FILE):
            return True
        if path not in self._scopes:
            self._scopes[path] = self._read(path)
        known = self._scopes[path]
        return known is None or scope in known

    def _read(self, path: str) -> frozenset[str] | None:
        from ..lang.languages import language_of, read_unit
        from ..lang.python.marks import scope_lines
        from ..lang.python.module import Module
        from ..lang.python.parsing import UnreadableError

        content = self._texts[path] if path in self._texts else content_of(self._root / path)
        try:
            if language_of(path) is not None:
                return frozenset(name for _, _, name in read_unit(path, path, content).scopes)
            module = Module(path, content)
        except (UnreadableError, RecursionError):  # the run itself reports the file
            return None
        return frozenset(name for _, _, name in scope_lines(module.index.scopes))
