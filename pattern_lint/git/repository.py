"""What a repository has: its revisions, the files in them, and since when lines are there.

Contents come from objects as they are, without what filters or line ends would make of them.
"""

from __future__ import annotations

import hashlib
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes

from ..problems import UsageError
from ..writing import can_be_below
from .lines import Lines
from .places import place_of
from .process import Git, git_for

_BLAMED = re.compile(r"^[0-9a-f]{40,64} \d+ (\d+)")
_UNTRANSLATED = ("--no-color", "--no-ext-diff", "--no-textconv", "--text")
_HUNKS = (
    "--patch",
    "--unified=0",
    "--inter-hunk-context=0",
    "--find-renames=80%",
    "--src-prefix=a/",
    "--dst-prefix=b/",
)
_REFETCH = "in a partial clone, `git fetch --refetch --no-filter` gets all files, else `git fsck` may say why"


class TreeEntry(NamedTuple):
    """A file, a link or a submodule in a tree."""

    path: str
    mode: str
    id: str


class Repository:
    """The repository that a folder lies in; paths are from the folder."""

    def __init__(self, git: Git, folder: Path) -> None:
        self._git = git
        self._above = folder.resolve().relative_to(git.place.top).as_posix()

    def commit(self, revision: str) -> str | None:
        """The commit that a revision is."""
        if revision.startswith("-"):
            return None
        return self._git.say("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")

    def fork(self, commit: str) -> str | None:
        """Where the branch that is checked out has left the history of a commit."""
        return self._git.say("merge-base", commit, "HEAD")

    def log(self, base: str, form: str, *options: str) -> list[str]:
        """What git says in a given form of the commits since another that touch the folder, the oldest first."""
        below = ("--", f":(top,literal){self._above}") if self._above != "." else ()
        written = ("--encoding=UTF-8", "--no-color", "--no-show-signature", "--no-notes", f"--format={form}")
        relative = (f"--relative={self._above}/",) if self._above != "." else ("--no-relative",)
        said = self._git.run("log", "-z", "--reverse", *written, *relative, *options, f"{base}..HEAD", *below)
        if said is None:
            raise UsageError(f"git cannot read the commits since {base}; `git fsck` may say why")
        return said.decode(errors="surrogateescape").split("\0")

    def is_shallow(self) -> bool:
        return self._git.say("rev-parse", "--is-shallow-repository") == "true"

    def is_sparse(self) -> bool:
        """Whether files may be missing in the working tree on purpose."""
        return (self._git.place.own / "info" / "sparse-checkout").is_file()

    def entries(self, commit: str) -> Iterator[TreeEntry]:
        """What is below the folder at a commit, without names that no file can have."""
        listed = self._git.run("ls-tree", "-r", "-z", commit)
        if listed is None:
            raise UsageError(f"git cannot read the files of {commit}; `git fsck` may say why")
        prefix = "" if self._above == "." else f"{self._above}/"
        for line in listed.split(b"\0")[:-1]:
            about, _, name = line.partition(b"\t")
            mode, _, id_ = about.decode().split(" ")
            path = os.fsdecode(name)
            if path.startswith(prefix) and can_be_below(path):
                yield TreeEntry(path[len(prefix) :], mode, id_)

    def contents(self, blobs: Sequence[str]) -> list[bytes]:
        """What is in blobs."""
        said = self._git.run("cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs).encode()) or b""
        contents: list[bytes] = []
        start = 0
        for blob in blobs:
            end = said.find(b"\n", start)
            size = said[start:end].rpartition(b" ")[2]
            if end < 0 or not size.isdigit():
                raise UsageError(f"git does not have the file {blob} here, and none is fetched; {_REFETCH}")
            start = end + 1 + int(size)
            contents.append(said[end + 1 : start])
            start += 1
        return contents

    def lines(self, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Lines:
        """Where the lines of some files are in others, as git tells it of trees that are made for the question."""
        trees = (_written(self._git.objects, files, self._git.has_short_names()) for files in (before, after))
        said = self._git.say("diff-tree", "-r", *_HUNKS, *_UNTRANSLATED, *trees)
        return Lines(said or "", lambda name: os.fsdecode(unquote_to_bytes(name)))

    def dates(self, path: str, content: bytes, lines: Iterable[int], seconds: float) -> dict[int, str]:
        """The days on which lines of a file that has this content were committed; what is not known is left out."""
        ranges = [argument for line in lines for argument in ("-L", f"{line},{line}")]
        name = path if self._above == "." else f"{self._above}/{path}"
        content = self._as_committed(name, content)
        said = self._git.run(
            "blame", "--porcelain", *ranges, "--contents", "-", "--", name, given=content, seconds=seconds
        )
        return _dates((said or b"").decode(errors="replace").split("\n"), self)

    def _as_committed(self, name: str, content: bytes) -> bytes:
        """The content with the line ends that the file has in the repository, which a checkout may have changed."""
        if b"\r\n" not in content:
            return content
        committed = self._git.run("cat-file", "blob", f"HEAD:{name}")
        return content if committed is None or b"\r\n" in committed else content.replace(b"\r\n", b"\n")


@contextmanager
def repository_of(folder: Path) -> Iterator[Repository | None]:
    """The repository that a folder lies in, as long as it is needed; None where there is none."""
    place = place_of(folder)
    if place is None:
        yield None
        return
    with git_for(place) as git:
        yield Repository(git, folder)


def blob_id(content: bytes, like: str) -> str:
    """The name that git gives a content, in the form of another name."""
    return _id("blob", content, is_sha1=len(like) == hashlib.sha1().digest_size * 2)


def _id(kind: str, content: bytes, *, is_sha1: bool) -> str:
    whole = f"{kind} {len(content)}\0".encode() + content
    return (hashlib.sha1 if is_sha1 else hashlib.sha256)(whole, usedforsecurity=False).hexdigest()


def _written(objects: Path, files: Mapping[str, bytes], is_sha1: bool) -> str:
    """A flat tree of the files, put among the objects; names are quoted, so that they are plain and have no folders."""
    rows: list[tuple[bytes, str]] = []
    for path, content in files.items():
        rows.append((quote(os.fsencode(path), safe="").encode(), _stored(objects, "blob", content, is_sha1)))
    tree = b"".join(b"100644 " + name + b"\0" + bytes.fromhex(id_) for name, id_ in sorted(rows))
    return _stored(objects, "tree", tree, is_sha1)


def _stored(objects: Path, kind: str, content: bytes, is_sha1: bool) -> str:
    id_ = _id(kind, content, is_sha1=is_sha1)
    file = objects / id_[:2] / id_[2:]
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(zlib.compress(f"{kind} {len(content)}\0".encode() + content, 1))
    return id_


def _dates(rows: Iterable[str], repository: Repository) -> dict[int, str]:
    """What `git blame` says; what it says of a commit stands once, where it is named first."""
    of_commit: dict[str, str] = {}
    commits: dict[int, str] = {}
    first: set[str] = set()
    commit = ""
    for row in rows:
        if blamed := _BLAMED.match(row):
            commit = row.partition(" ")[0]
            commits[int(blamed[1])] = commit
        elif row.startswith("author-time ") and commit.strip("0"):
            day = _day(row.partition(" ")[2])
            if day is not None:
                of_commit[commit] = day
        elif row == "boundary":
            first.add(commit)
    cut = first if first and repository.is_shallow() else set[str]()
    return {line: of_commit[commit] for line, commit in commits.items() if commit in of_commit and commit not in cut}


def _day(seconds: str) -> str | None:
    """A day from what a commit says, which may be anything."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):  # noqa: PAT138 -- a day that no calendar has is none
        return None
