"""Finds the files of a project: which Python files there are, and what is left out."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

LEFT_OUT = frozenset(
    ".bzr .direnv .eggs .git .hg .ipynb_checkpoints .mypy_cache .nox .pattern-lint-cache .pyenv .pytest_cache .pytype "
    ".ruff_cache .svn .tox .venv .vscode __pycache__ __pypackages__ _build buck-out build dist node_modules "
    "site-packages venv".split()
)
"""Folders that nobody means when they say "this project"."""


class File(NamedTuple):
    """A file of the project: its path from the root, and what the file system says of it."""

    path: str
    label: str
    """The part of the path that tells tests and examples apart: folders above what the user named do not count."""
    modified: int
    size: int


def walk(
    folder: Path, excluded: Callable[[str], bool], is_other_project: Callable[[str], bool]
) -> Iterator[tuple[str, os.stat_result]]:
    """The regular Python files below a folder, as paths from it; links to folders are not followed."""
    pending = [("", str(folder))]
    while pending:
        prefix, current = pending.pop()
        for entry in _entries(current):
            path = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in LEFT_OUT and not excluded(f"{path}/") and not is_other_project(entry.path):
                    pending.append((f"{path}/", entry.path))
            elif entry.name.endswith(".py") and not excluded(path):
                found = _status(entry)
                if found is not None:
                    yield path, found


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    """The status of a regular file; None for pipes, sockets, dangling links and what vanished meanwhile."""
    try:
        found = entry.stat()
    except OSError:
        return None
    return found if stat.S_ISREG(found.st_mode) else None
