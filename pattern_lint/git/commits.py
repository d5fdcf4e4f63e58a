"""The commits of a branch since a revision."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..problems import UsageError
from .repository import repository_of
from .snapshot import base_of


class Commit(NamedTuple):
    """A commit with the files that it touches, by their paths from a folder."""

    id: str
    parents: int
    author: str
    message: str
    files: tuple[str, ...]


def commits_since(folder: Path, revision: str) -> list[Commit]:
    """The commits that touch a folder, from where the branch left a revision, the oldest first."""
    with repository_of(folder) as repository:
        if repository is None:
            raise UsageError(f"--since compares revisions of git, but {folder} is in no repository")
        base = base_of(repository, revision)
        touched = dict(_touched(repository.log(base, "%x01%H", "--name-only", "--no-renames")))
        return [
            Commit(id_, len(parents.split()), author, message, touched.get(id_, ()))
            for id_, parents, author, message in _taken_apart(repository.log(base, "%H%n%P%n%an%n%B"))
        ]


def _taken_apart(records: list[str]) -> Iterator[tuple[str, str, str, str]]:
    for record in records:
        if record.strip():
            id_, parents, author, message = record.split("\n", 3)
            yield id_, parents, author, message.rstrip("\n")


def _touched(records: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The files of each commit: its name comes first, behind a letter that marks it."""
    commit, files = "", list[str]()
    for record in [*records, "\x01"]:
        name = record.lstrip("\n")
        if name.startswith("\x01"):
            if commit:
                yield commit, tuple(files)
            commit, files = name[1:].strip(), []
        elif name:
            files.append(name)
