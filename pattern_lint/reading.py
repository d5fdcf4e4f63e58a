"""Reading files that need not be there, for callers to whom it is all the same why there is nothing to read."""

from __future__ import annotations

import os
import stat
from pathlib import Path


class NoFileError(OSError):
    """What was to be read is a folder, a device or a pipe, which might never end."""


def content_of(path: Path, start: int = 0, length: int = -1) -> bytes:
    """A file's bytes, or a part of them; none where it cannot be read."""
    try:
        return read_file(path, start, length)
    except OSError:  # noqa: PAT138 -- what this function is for; who has to know why reads the file itself
        return b""


def read_file(path: Path, start: int = 0, length: int = -1) -> bytes:
    """The bytes of a regular file, or a part of them; opening anything else does not wait for anybody."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except ValueError as error:  # a name with a zero byte, which no file has
        raise NoFileError(f"no file has such a name: {error}") from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NoFileError("this is no regular file")
    with os.fdopen(handle, "rb") as stream:
        if start:
            stream.seek(start)
        return stream.read(length)
