"""Results that wait for the end of a run on the disk: together they would take more memory than all else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple


class Spool:
    """Keeps contents in a file without a name, which is gone when the process is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._end = 0

    def put(self, content: bytes) -> Aside:
        """Set a content aside; one that the disk does not take stays in memory."""
        start, length = self._end, len(content)
        if self._write(content) != length:
            return Aside(length, lambda: content)
        self._end += length
        return Aside(length, partial(self._read, start, length))

    def _write(self, content: bytes) -> int:
        try:
            if self._file is None:
                self._file = TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115 -- it is open to the end
            self._file.seek(self._end)
            return self._file.write(content)
        except OSError:  # the disk may be full
            return -1

    def _read(self, start: int, length: int) -> bytes:
        assert self._file is not None
        self._file.seek(start)
        return self._file.read(length)


class Aside(NamedTuple):
    """A content that was set aside."""

    length: int
    read: Callable[[], bytes]
