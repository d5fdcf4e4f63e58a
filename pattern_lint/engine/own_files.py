"""Files that belong to the user and that the tool made itself, read without following links.

What lies at a path may have been put there by somebody else: by the checked repository, or by another user of the
machine. A link, a device or a file of somebody else is as good as not there.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

_WITHOUT_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_HAS_OWNERS = hasattr(os, "geteuid")
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def is_ours(status: os.stat_result) -> bool:
    """Whether something belongs to the user; where files have no owners everything does."""
    return not _HAS_OWNERS or status.st_uid == os.geteuid()


def own_folder(path: Path) -> os.stat_result | None:
    """What the system says of a folder of the user's that is no link and that nobody else may write to."""
    try:
        status = path.lstat()
    except OSError:  # what cannot be looked at is not there
        return None
    others_write = _HAS_OWNERS and status.st_mode & _OTHERS_WRITE
    return status if stat.S_ISDIR(status.st_mode) and is_ours(status) and not others_write else None


def own_content(path: Path, start: int = 0, length: int = -1, *, private: bool = False) -> bytes:
    """A part of a file of the user's; nothing where there is no such file, or where it is not `private` and should."""
    try:
        with open(path, "rb", opener=_opened_without_links) as stream:
            status = os.fstat(stream.fileno())
            shown = private and _HAS_OWNERS and status.st_mode & _FOR_OTHERS
            if not stat.S_ISREG(status.st_mode) or not is_ours(status) or shown:
                return b""
            stream.seek(start)
            return stream.read(length)
    except OSError:  # what cannot be read is not there
        return b""


def _opened_without_links(path: str, flags: int) -> int:
    return os.open(path, flags | _WITHOUT_LINKS)
