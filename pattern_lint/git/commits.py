"""The commits of a branch since a revision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ..problems import UsageError
from .repository import Repository, repository_of
from .snapshot import base_of

_FILES = ("100644", "100755")


class Touched(NamedTuple):
    """A file that a commit touches: its path and its content before and after, empty where it was or is not there."""

    before: str
    after: str
    old: str
    new: str


class Commit(NamedTuple):
    """A commit with the files that it touches, by their paths from a folder."""

    id: str
    parents: int
    author: str
    message: str
    touched: tuple[Touched, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """All paths that it touches."""
        return tuple(dict.fromkeys(path for each in self.touched for path in (each.before, each.after) if path))


class History:
    """What came since the place where the branch left a revision."""

    def __init__(self, repository: Repository, base: str) -> None:
        self._repository = repository
        self._base = base

    def commits(self) -> list[Commit]:
        """The commits that touch the folder, the oldest first."""
        log = self._repository.log
        touched = dict(_touched(log(self._base, "%x01%H", "--raw", "--no-abbrev", "--find-renames")))
        return [
            Commit(id_, len(parents.split()), author, message, touched.get(id_, ()))
            for id_, parents, author, message in _taken_apart(log(self._base, "%H%n%P%n%an%n%B"))
        ]

    def contents(self, blobs: Sequence[str]) -> list[bytes]:
        """What is in blobs."""
        return self._repository.contents(blobs)


@contextmanager
def history_since(folder: Path, revision: str) -> Iterator[History]:
    """The history of a folder from where the branch left a revision, as long as it is needed."""
    with repository_of(folder) as repository:
        if repository is None:
            raise UsageError(f"--since compares revisions of git, but {folder} is in no repository")
        yield History(repository, base_of(repository, revision))


def _taken_apart(records: list[str]) -> Iterator[tuple[str, str, str, str]]:
    for record in records:
        if record.strip():
            id_, parents, author, message = record.split("\n", 3)
            yield id_, parents, author, message.rstrip("\n")


def _touched(records: list[str]) -> Iterator[tuple[str, tuple[Touched, ...]]]:
    """The files of each commit: its name comes first, behind a letter that marks it."""
    commit, files = "", list[Touched]()
    parts = iter([*records, "\x01"])
    for record in parts:
        part = record.lstrip("\n")
        if part.startswith("\x01"):
            if commit:
                yield commit, tuple(files)
            commit, files = part[1:].strip(), []
        elif part.startswith(":"):
            files.append(_one(part[1:].split(" "), parts))


def _one(about: Sequence[str], parts: Iterator[str]) -> Touched:
    """A file, of which modes, contents and status come first, and then its path, or both where it was renamed."""
    old_mode, new_mode, old, new, status = about
    before = next(parts)
    after = next(parts) if status[0] in "RC" else before
    is_new, is_gone = status[0] in "AC", status[0] == "D"
    return Touched(
        "" if is_new else before,
        "" if is_gone else after,
        old if old_mode in _FILES and not is_new else "",
        new if new_mode in _FILES else "",
    )
