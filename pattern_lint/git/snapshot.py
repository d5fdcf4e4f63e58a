"""The files of a folder at a commit, also those of its submodules, each at the commit that is noted for it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from ..problems import UsageError
from ..reading import is_file, read_file
from .lines import Lines
from .repository import Repository, blob_id, repository_of

_FILES = ("100644", "100755")
_LINK = "120000"
_SUBMODULE = "160000"
_LONGEST_SHOWN = 12
_UNSHALLOW = (
    "this clone is shallow and does not reach back to it; run `git fetch --unshallow` first "
    "(in CI, check out with the whole history: `fetch-depth: 0` on GitHub, `GIT_DEPTH: 0` on GitLab)"
)


class _Stored(NamedTuple):
    """A file of a commit: where it is kept, and what it is."""

    repository: Repository
    mode: str
    id: str


class Snapshot:
    """The files of a folder at a commit, by their paths from it."""

    def __init__(self, folder: Path, repository: Repository, files: Mapping[str, _Stored]) -> None:
        self._folder = folder
        self._repository = repository
        self._files = files

    def unchanged(self, paths: Iterable[str]) -> set[str]:
        """Those of the paths at which the same is on the disk."""
        return {path for path in paths if path in self._files and self._is_same(path, self._files[path])}

    def regular(self) -> list[str]:
        """The paths of files that are no links, and not left out of the working tree on purpose."""
        files = [path for path, stored in self._files.items() if stored.mode in _FILES]
        return [path for path in files if is_file(self._folder / path)] if self._repository.is_sparse() else files

    def contents(self, paths: Iterable[str]) -> dict[str, bytes]:
        """What was in files."""
        by_repository: dict[Repository, list[str]] = {}
        for path in paths:
            by_repository.setdefault(self._files[path].repository, []).append(path)
        found: dict[str, bytes] = {}
        for repository, members in by_repository.items():
            found |= zip(members, repository.contents([self._files[path].id for path in members]), strict=True)
        return found

    def lines(self, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Lines:
        """Where the lines of files are in those of today."""
        return self._repository.lines(before, after)

    def _is_same(self, path: str, stored: _Stored) -> bool:
        place = self._folder / path
        try:
            if stored.mode == _LINK:
                content = os.fsencode(os.readlink(place))  # noqa: PTH115 -- pathlib would tidy it up
            elif place.is_symlink():
                return False
            else:
                content = read_file(place)
        except OSError:  # what cannot be read is not what was there
            return False
        same = blob_id(content, stored.id) == stored.id
        return same or (b"\r\n" in content and blob_id(content.replace(b"\r\n", b"\n"), stored.id) == stored.id)


@contextmanager
def snapshot_at(folder: Path, revision: str) -> Iterator[Snapshot]:
    """The files as they were where the branch left a revision, or else at the revision itself."""
    with ExitStack() as stack:
        repository = stack.enter_context(repository_of(folder))
        if repository is None:
            raise UsageError(f"--since compares revisions of git, but {folder} is in no repository")
        commit = base_of(repository, revision)
        yield Snapshot(folder, repository, dict(_files(folder, repository, commit, stack)))


@contextmanager
def snapshot_of_head(folder: Path) -> Iterator[tuple[str, Snapshot] | None]:
    """The commit that is checked out with its files; None where there is none."""
    with ExitStack() as stack:
        repository = stack.enter_context(repository_of(folder))
        commit = repository.commit("HEAD") if repository is not None else None
        if repository is None or commit is None:
            yield None
            return
        yield commit, Snapshot(folder, repository, dict(_files(folder, repository, commit, stack)))


def _files(folder: Path, repository: Repository, commit: str, stack: ExitStack) -> Iterator[tuple[str, _Stored]]:
    for path, mode, id_ in repository.entries(commit):
        if mode in _FILES or mode == _LINK:
            yield path, _Stored(repository, mode, id_)
        elif mode == _SUBMODULE and os.path.lexists(folder / path / ".git"):
            yield from _submodule(folder / path, path, id_, stack)


def _submodule(folder: Path, path: str, commit: str, stack: ExitStack) -> Iterator[tuple[str, _Stored]]:
    repository = stack.enter_context(repository_of(folder))
    if repository is None or repository.commit(commit) is None:
        raise UsageError(
            f"the submodule {path} does not have its commit {commit[:_LONGEST_SHOWN]}; `git fetch` in it may help"
        )
    for below, stored in _files(folder, repository, commit, stack):
        yield f"{path}/{below}", stored


def base_of(repository: Repository, revision: str) -> str:
    """The commit at which a branch left a revision, or else the revision itself."""
    if not revision:
        raise UsageError("--since names no revision; in CI, the variable with the target branch may be empty")
    commit = repository.commit(revision)
    if commit is None:
        raise UsageError(f"--since {revision}: {_why_missing(repository, revision)}")
    base = repository.fork(commit)
    if base is None and repository.is_shallow():
        raise UsageError(f"--since {revision}: where the branch left it cannot be told: {_UNSHALLOW}")
    return base or commit


def _why_missing(repository: Repository, revision: str) -> str:
    if revision.startswith("-"):
        return "no revision has a name that begins with `-`"
    if repository.is_shallow():
        return f"there is no such revision here; {_UNSHALLOW}"
    return (
        "there is no such revision here; if it is a branch or tag of the remote, fetch it "
        f"(`git fetch origin {revision.removeprefix('origin/')}`)"
    )
