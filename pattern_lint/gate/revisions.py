"""What git has of a revision: its commit, and its files in a folder of their own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from ..run.targets import UsageError
from .lines import Lines

_UNSHALLOW = (
    "this clone is shallow and does not reach back to it; run `git fetch --unshallow` first "
    "(in CI, check out with the whole history: `fetch-depth: 0` on GitHub, `GIT_DEPTH: 0` on GitLab)"
)

_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What git tells its hooks about itself, relative to the folder that they start in."""


class Repository:
    """The repository that a folder lies in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def top(self) -> Path:
        """The folder of the whole working tree."""
        inside = self._git("rev-parse", "--show-toplevel")
        if inside is None:
            raise UsageError(f"--since compares revisions of git, but {self._folder} is in no repository")
        return Path(inside)

    def base(self, revision: str) -> str:
        """The commit to compare with: where the branch left the revision, or else the revision itself."""
        self.top()
        commit = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if commit is None:
            raise UsageError(f"--since {revision}: {self._why_missing(revision)}")
        base = self._git("merge-base", commit, "HEAD")
        if base is None and self._is_shallow():
            raise UsageError(f"--since {revision}: where the branch left it cannot be told: {_UNSHALLOW}")
        return base or commit

    def export(self, commit: str, folder: Path) -> None:
        """Write the files of a commit below a folder; the repository and its index stay as they are."""
        index = {"GIT_INDEX_FILE": str(folder / ".index"), "GIT_LFS_SKIP_SMUDGE": "1"}
        for arguments in (["read-tree", commit], ["checkout-index", "--all", "--quiet", f"--prefix={folder}/files/"]):
            if self._git(*arguments, extra=index) is None:
                raise UsageError(f"git cannot write the files of {commit}; `git fsck` may say why")

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

    def _git(self, *arguments: str, extra: dict[str, str] | None = None) -> str | None:
        """What git says without the line end; None where it fails."""
        try:
            done = subprocess.run(
                ["git", "-C", str(self._folder), *arguments],
                capture_output=True,
                check=False,
                stdin=subprocess.DEVNULL,
                env={**_environment(), **(extra or {})},
            )
        except OSError as error:
            raise UsageError(f"--since needs git, which cannot be run: {error.strerror or error}") from None
        return os.fsdecode(done.stdout).rstrip("\n") if done.returncode == 0 else None


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
