"""Keeps what is remembered small: only files and folders with names that the tool gives, and never through a link."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from ..writing import WRITING
from .home import Home
from .own_files import is_ours, own_folder

_CACHE_FILE = re.compile(r"[0-9a-f]{24}\.(bin|new)")
_PROJECT_FOLDER = re.compile(r"[0-9a-f]{32}")
_KEPT_FILES = 4
"""So many configurations of a project are remembered."""
_KEPT_PROJECTS = 100
_UNUSED_AFTER = 30 * 86_400
_ABANDONED_AFTER = 3_600
"""Seconds after which nobody is still writing a file."""


def forget_old(home: Home) -> None:
    """Forget the oldest configurations of a project, and the projects that were not looked at for long."""
    _tidy(home.folder, _KEPT_FILES)
    if home.shared is None:
        return
    projects = [(status.st_mtime, path) for path, status in _own_folders(home.shared) if path != home.folder]
    recent = time.time() - _UNUSED_AFTER
    for place, (used, folder) in enumerate(sorted(projects, reverse=True), 2):
        if used < recent or place > _KEPT_PROJECTS:
            _tidy(folder, 0)
            with contextlib.suppress(OSError):  # something else lies in it
                folder.rmdir()
    _tidy(home.shared, 0)


def _own_folders(shared: Path) -> Iterator[tuple[Path, os.stat_result]]:
    for path in _children(shared):
        status = own_folder(path) if _PROJECT_FOLDER.fullmatch(path.name) else None
        if status is not None:
            yield path, status


def _tidy(folder: Path, kept: int) -> None:
    """Delete all but the newest cache files, and what killed processes left half written."""
    files = [(path, status) for path in _children(folder) if (status := _own_file(path)) is not None]
    abandoned = time.time() - _ABANDONED_AFTER
    half = [path for path, status in files if path.name.startswith(WRITING) and status.st_mtime < abandoned]
    caches = [(status.st_mtime_ns, path) for path, status in files if _CACHE_FILE.fullmatch(path.name)]
    recent = [*dict.fromkeys(path.stem for _, path in sorted(caches, reverse=True))][:kept]
    for path in [*half, *(path for _, path in caches if path.stem not in recent)]:
        path.unlink(missing_ok=True)


def _children(folder: Path) -> list[Path]:
    return [folder / name for name in os.listdir(folder)]  # noqa: PTH208 -- all at once, as some are deleted


def _own_file(path: Path) -> os.stat_result | None:
    try:
        status = path.lstat()
    except OSError:  # others tidy up, too
        return None
    return status if stat.S_ISREG(status.st_mode) and is_ours(status) else None
