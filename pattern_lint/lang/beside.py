"""Files beside one that is looked at, which take no part themselves."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Mapping
from pathlib import Path

from ..reading import is_file, lies_below, read_file

_LARGEST = 64 << 20
"""Bytes of a file beyond which nobody waits for its checksum."""
_POINTER = b"version https://git-lfs.github.com/"


class Beside:
    """The files around one of a project; they come from texts where the project is in memory."""

    def __init__(self, root: Path, path: str, texts: Mapping[str, bytes] | None = None) -> None:
        self._root = root
        self._folder = posixpath.dirname(path)
        self._texts = texts
        self.was_asked = False
        """Whether what is said of the file hangs on others, whose changes nobody notices."""

    def content(self, name: str) -> bytes | None:
        """What is in a file; None where it is not there, leads out of the project or is very large."""
        self.was_asked = True
        path = posixpath.normpath(posixpath.join(self._folder, name))
        if path.startswith(("../", "/")):
            return None
        if self._texts is not None:
            return self._texts.get(path)
        place = self._root / path
        try:
            if not is_file(place) or not lies_below(place, self._root) or place.stat().st_size > _LARGEST:
                return None
            return read_file(place)
        except OSError:  # what cannot be read is not there for us
            return None

    def digest(self, name: str, digits: int) -> str | None:
        """The checksum of a file that has so many digits; None where it is not known, or a file is kept elsewhere."""
        kind = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}.get(digits)
        content = self.content(name)
        if content is None or kind is None or content.startswith(_POINTER):
            return None
        return hashlib.new(kind, content, usedforsecurity=False).hexdigest()
