"""Reading files that need not be there, for callers to whom it is all the same why there is nothing to read."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


class NoFileError(OSError):
    """What was to be read is a folder, a device or a pipe, which might never end."""


def content_of(path: Path, start: int = 0, length: int = -1) -> bytes:
    """A file's bytes, or a part of them; none where it cannot be read."""
    try:
        return read_file(path, start, length)
    except OSError:  # who has to know why reads the file itself
        return b""


def read_file(path: Path, start: int = 0, length: int = -1) -> bytes:
    """The bytes of a regular file, or a part of them; opening anything else does not wait for anybody."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except ValueError as error:  # a name with a zero byte, which no file has
        raise NoFileError(errno.EINVAL, f"no file has such a name ({error})") from None
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        raise NoFileError(errno.EINVAL, "this is no regular file")
    with os.fdopen(handle, "rb") as stream:
        if start:
            stream.seek(start)
        return stream.read(length)


def is_file(path: Path) -> bool:
    """Whether there is such a file; no name, however odd, is an error."""
    return os.path.isfile(path)  # noqa: PTH113 -- pathlib raises errors about names that are too long


def is_folder(path: Path) -> bool:
    """Whether there is such a folder; no name, however odd, is an error."""
    return os.path.isdir(path)  # noqa: PTH112 -- pathlib raises errors about names that are too long


def lies_below(path: Path, folder: Path) -> bool:
    """Whether a path leads to something below a folder, all links followed."""
    try:
        return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
    except (OSError, ValueError):  # what leads nowhere does not lead there
        return False
