"""Results that wait for the end of a run on the disk: together they would take more memory than all else."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple


class Spool:
    """Keeps contents in a file without a name, which is gone when the process is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._end = 0

    def put(self, content: bytes) -> Aside | None:
        """Set a content aside; None where the disk does not take it."""
        try:
            if self._file is None:
                self._file = TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115 -- it is open to the end
            self._file.seek(self._end)
            written = self._file.write(content)
        except OSError:  # then it stays in memory
            return None
        if written != len(content):
            return None
        self._end += written
        return Aside(self, self._end - written, written)

    def read(self, start: int, length: int) -> bytes:
        """A content that was set aside."""
        assert self._file is not None
        self._file.seek(start)
        return self._file.read(length)


class Aside(NamedTuple):
    """Where a content lies."""

    spool: Spool
    start: int
    length: int

    def read(self) -> bytes:
        """The content."""
        return self.spool.read(self.start, self.length)
