"""Finds the files of a project: which Python files there are, which in other languages, and what is left out."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..config.defaults import CONFIG_FILES
from ..lang.languages import ENDINGS

_FOLDER_NAME = re.compile(r"[^/?\[\]!\\#][^/?\[\]\\]*/$")
"""A folder anywhere, by its name or by a name with stars: what nearly all patterns are."""

_PART_OF_NAME = re.compile(r"\*[^/?\[\]!\\#*]+\*")
"""Files and folders anywhere in whose name something stands."""


class File(NamedTuple):
    """A file of the project: its path from the root, and what the file system says of it."""

    path: str
    label: str
    """The part of the path that tells tests and examples apart: folders above what the user named do not count."""
    modified: int
    size: int
    inode: int = 0
    changed: int = 0
    """When the file system last noted a change of the file, which no program can set back."""
    packages: int = 0
    """How many folders above the file, from its own upwards, are packages."""

    @property
    def settled(self) -> int:
        """When the file last changed, as far as anybody knows."""
        return max(self.modified, self.changed)


class Exclusion:
    """What the patterns of a configuration leave out, written as in a .gitignore."""

    def __init__(self, patterns: Sequence[str]) -> None:
        names = [pattern[:-1] for pattern in patterns if _FOLDER_NAME.match(pattern)]
        self._names = frozenset(name for name in names if "*" not in name)
        self._starred = re.compile("|".join(_expression(name) for name in names if "*" in name) or r"(?!)")
        self._parts = tuple(pattern.strip("*") for pattern in patterns if _PART_OF_NAME.fullmatch(pattern))
        self._matches: Callable[[str], bool] | None = None
        if len(names) + len(self._parts) < len(patterns):
            from pathspec import GitIgnoreSpec  # takes time, and few patterns need it

            self._matches = GitIgnoreSpec.from_lines(patterns).match_file

    def leaves_out_folder(self, name: str, path: str) -> bool:
        if self._matches is not None:
            return self._matches(f"{path}/")
        return name in self._names or self._starred.fullmatch(name) is not None or self._has_part(name)

    def leaves_out_file(self, path: str) -> bool:
        return self._matches(path) if self._matches is not None else self._has_part(path.rpartition("/")[2])

    def leaves_out(self, path: str) -> bool:
        """Whether a file is left out, itself or by a folder that it lies in."""
        *folders, name = path.split("/")
        if self._matches is not None:
            return self._matches(path)
        return self._has_part(name) or any(self.leaves_out_folder(part, part) for part in folders)

    def _has_part(self, name: str) -> bool:
        return any(part in name for part in self._parts)


def _expression(name: str) -> str:
    return ".*".join(map(re.escape, name.split("*")))


def walk(
    root: Path,
    folder: str,
    exclusion: Exclusion,
    is_other_project: Callable[[str], bool],
    is_ours: Callable[[str], bool] = lambda path: True,
    others: list[str] | None = None,
) -> Iterator[tuple[str, os.stat_result]]:
    """The regular Python files below a folder, as paths from the root; links to folders are not followed.

    `is_other_project` is asked about folders that hold a file which may be a configuration, and `is_ours` about
    links and about what has the name of a file and is none. `others` takes the paths of what seems to be in another
    language, at which nobody has looked.
    """
    seen = others if others is not None else []
    pending = [folder]
    while pending:
        current = pending.pop()
        entries = _entries(f"{root}/{current}")
        if current != folder and _may_be_configured(entries) and is_other_project(f"{root}/{current}"):
            continue
        prefix = f"{current}/" if current else ""
        for entry in entries:
            name = entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if name.endswith(".py") and not is_folder:
                if not exclusion.leaves_out_file(f"{prefix}{name}"):
                    found = _status(entry)
                    is_plain = found is not None and not entry.is_symlink()
                    if (is_plain or is_ours(f"{prefix}{name}")) and found is not None:
                        yield f"{prefix}{name}", found
            elif is_folder:
                if not exclusion.leaves_out_folder(name, f"{prefix}{name}"):
                    pending.append(f"{prefix}{name}")
            elif name.endswith(ENDINGS):
                seen.append(f"{prefix}{name}")


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:  # a folder that nobody may read has no files for us
        return []


def _may_be_configured(entries: Sequence[os.DirEntry[str]]) -> bool:
    return any(entry.name in CONFIG_FILES for entry in entries)


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    """The status of a regular file; None for pipes, sockets, dangling links and what vanished meanwhile."""
    try:
        found = entry.stat()
    except OSError:  # what has vanished is not there
        return None
    return found if stat.S_ISREG(found.st_mode) else None
