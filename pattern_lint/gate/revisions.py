"""What git has of a revision: its commit, its files, and where their lines are today."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import NamedTuple

from ..run.targets import UsageError
from .lines import Lines

_UNSHALLOW = (
    "this clone is shallow and does not reach back to it; run `git fetch --unshallow` first "
    "(in CI, check out with the whole history: `fetch-depth: 0` on GitHub, `GIT_DEPTH: 0` on GitLab)"
)

_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What git tells its hooks about itself, relative to the folder that they start in."""


_FILE_MODES = ("100644", "100755")
"""What is no link and no submodule."""


class Files(NamedTuple):
    """The files of a commit, by what has become of them."""

    same: Set[str]
    changed: Mapping[str, str]
    """The blobs of those that are no longer the same, or no longer there."""


class Repository:
    """The repository that a folder lies in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def base(self, revision: str) -> str:
        """The commit to compare with: where the branch left the revision, or else the revision itself."""
        if self._git("rev-parse", "--show-toplevel") is None:
            raise UsageError(f"--since compares revisions of git, but {self._folder} is in no repository")
        if not revision:
            raise UsageError("--since names no revision; in CI, the variable with the target branch may be empty")
        commit = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if commit is None:
            raise UsageError(f"--since {revision}: {self._why_missing(revision)}")
        base = self._git("merge-base", commit, "HEAD")
        if base is None and self._is_shallow():
            raise UsageError(f"--since {revision}: where the branch left it cannot be told: {_UNSHALLOW}")
        return base or commit

    def files(self, commit: str) -> Files:
        """The files below the folder at a commit, as far as they are no longer the same."""
        tree = self._run("ls-tree", "-r", "-z", commit)
        changed = self._run("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--relative", commit)
        if tree is None or changed is None:
            raise UsageError(f"git cannot read the files of {commit}; `git fsck` may say why")
        names = {os.fsdecode(name) for name in changed.split(b"\0")}
        listed = {path: (mode, blob) for mode, blob, path in map(_listed, tree.split(b"\0")[:-1])}
        gone = ((path, *listed[path]) for path in sorted(names & listed.keys()))
        return Files(listed.keys() - names, {path: blob for path, mode, blob in gone if mode in _FILE_MODES})

    def contents(self, blobs: Sequence[str]) -> list[bytes]:
        """What is in blobs."""
        said = self._run("cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs).encode()) or b""
        contents: list[bytes] = []
        for blob in blobs:
            head, _, said = said.partition(b"\n")
            size = head.rpartition(b" ")[2]
            if not size.isdigit():
                raise UsageError(f"git does not have the file {blob}; `git fsck` or `git fetch` may help")
            contents.append(said[: int(size)])
            said = said[int(size) + 1 :]
        return contents

    def lines(self, commit: str) -> Lines:
        """Where the lines of the folder's files at a commit are today."""
        form = ("--unified=0", "--find-renames", "--relative", "--src-prefix=a/", "--dst-prefix=b/")
        plain = ("--no-color", "--no-ext-diff", "--no-textconv")
        return Lines(self._git("-c", "core.quotePath=false", "diff", *form, *plain, commit) or "")

    def attribute(self, name: str, file: Path) -> str:
        """What git's attributes say of a file; empty where there is no repository."""
        return (self._git("check-attr", name, "--", str(file)) or "").rpartition(": ")[2]

    def _why_missing(self, revision: str) -> str:
        if self._is_shallow():
            return f"there is no such revision here; {_UNSHALLOW}"
        return (
            "there is no such revision here; if it is a branch or tag of the remote, fetch it "
            f"(`git fetch origin {revision.removeprefix('origin/')}`)"
        )

    def _is_shallow(self) -> bool:
        return self._git("rev-parse", "--is-shallow-repository") == "true"

    def _git(self, *arguments: str) -> str | None:
        """What git says without the line end; None where it fails."""
        said = self._run(*arguments)
        return None if said is None else os.fsdecode(said).rstrip("\n")

    def _run(self, *arguments: str, given: bytes = b"") -> bytes | None:
        try:
            done = subprocess.run(
                ["git", "-C", str(self._folder), *arguments],
                capture_output=True,
                check=False,
                input=given,
                env=_environment(),
            )
        except OSError as error:
            raise UsageError(f"--since needs git, which cannot be run: {error.strerror or error}") from None
        return done.stdout if done.returncode == 0 else None


def _listed(line: bytes) -> tuple[str, str, str]:
    """The mode, the blob and the path that a line of a tree names."""
    about, _, path = line.partition(b"\t")
    mode, _, blob = about.decode().split(" ")
    return mode, blob, os.fsdecode(path)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
