"""Commits: what is said of a change, by whom, and which files it touches.

In an example of a card a commit is written as git shows it in an editor: the message, and below it lines that begin
with `#`, such as `# Author: Ann` and `#	modified:   app/orders.py`.
"""

from __future__ import annotations

import re

from .languages import COMMIT, COMMITS
from .unit import Unit

_EXPECTED = re.compile(r"[ \t]*# expect:[^\n]*")
_TOUCHED = re.compile(r"#\s+(?:modified|new file|deleted):\s+(?P<path>\S.*)")
_AUTHOR = re.compile(r"#\s+Author:\s+(?P<name>\S.*)")
_SHOWN = 12


class CommitMessage(Unit):
    """A commit; its lines are those of its message."""

    def __init__(self, id_: str, message: str, author: str, files: tuple[str, ...], parents: int) -> None:
        super().__init__(f"{COMMITS}{id_[:_SHOWN]}", "", message.encode())
        self.language = COMMIT
        self.author = author
        self.files = files
        self.is_merge = parents > 1

    @property
    def subject(self) -> str:
        return self.lines[0].strip()

    @property
    def body(self) -> str:
        return "\n".join(self.lines[1:]).strip()

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that it touches are the places in which it stands."""
        return self.files


def read(path: str, label: str, source: bytes) -> CommitMessage:
    """The commit that an example shows."""
    text = source.decode(errors="replace").replace("\r\n", "\n")
    files = tuple(match["path"].strip() for match in _TOUCHED.finditer(text))
    author = _AUTHOR.search(text)
    said = [line for line in _EXPECTED.sub("", text).split("\n") if not line.startswith("#")]
    commit = CommitMessage(path, "\n".join(said), author["name"] if author is not None else "", files, 1)
    commit.path = path
    return commit
