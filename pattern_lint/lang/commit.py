"""Commits and branches: what is said of a change, by whom, and what it does to which files.

In an example of a card a commit is written as git shows it in an editor: the message, and below it lines that begin
with `#`, such as `# Author: Ann` and `#	modified:   app/orders.py`, or a diff that shows files as a whole. Such a
diff alone is a branch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from .diff import Change, Version, read_diff
from .languages import BRANCH, BRANCHES, COMMIT, COMMITS
from .python.module import Span
from .unit import Unit

_EXPECTED = re.compile(r"[ \t]*# expect:[^\n]*")
_TOUCHED = re.compile(r"#\s+(?P<how>modified|new file|deleted):\s+(?P<path>\S.*)")
_AUTHOR = re.compile(r"#\s+Author:\s+(?P<name>\S.*)")
_SHOWN = 12


class Shown(NamedTuple):
    """Where something about a file is reported, and the text there."""

    path: str
    span: Span
    text: str


class Changes(Unit):
    """What changes files; its lines are those of what is said of it."""

    def __init__(self, path: str, said: str, load: Callable[[], Sequence[Change]]) -> None:
        super().__init__(path, "", said.encode(errors="replace"))
        self._load = load
        self.fence: dict[tuple[str, int, bool], int] = {}
        """In an example: the line of the example that a line of a file is on, before or after the change."""
        self.today: Callable[[str], str | None] = lambda path: None
        """The text that a file has now, where it is there."""

    @cached_property
    def changes(self) -> Sequence[Change]:
        """The files that it changes."""
        return self._load()

    def shown(self, version: Version, line: int, *, before: bool = False) -> Shown:
        """Where a line of a file is reported: in an example, where the example has it."""
        lines = (version.text or "").split("\n")
        text = lines[line - 1] if line <= len(lines) else ""
        if (version.path, line, before) in self.fence:
            at = self.fence[version.path, line, before]
            return Shown(self.path, (at, 1, at, 1), text)
        line = _line_today(text, line, self.today(version.path))
        start = len(text) - len(text.lstrip()) + 1
        return Shown(version.path, (line, start, line, max(len(text.rstrip()) + 1, start)), text)


def _line_today(text: str, line: int, today: str | None) -> int:
    """Where a line is now: the nearest that says the same, or else where it was."""
    same = [number for number, other in enumerate((today or "").split("\n"), 1) if other == text]
    return min(same, key=lambda number: abs(number - line), default=line)


class BranchChanges(Changes):
    """All that a branch changes, and what is not committed yet."""

    def __init__(self, load: Callable[[], Sequence[Change]]) -> None:
        super().__init__(BRANCHES, "", load)
        self.language = BRANCH

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(change.path for change in self.changes)


class CommitMessage(Changes):
    """A commit; its lines are those of its message."""

    def __init__(
        self,
        id_: str,
        message: str,
        author: str,
        files: tuple[str, ...],
        parents: int,
        load: Callable[[], Sequence[Change]] = tuple,
    ) -> None:
        super().__init__(f"{COMMITS}{id_[:_SHOWN]}", message, load)
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


def read(path: str, label: str, source: bytes) -> Changes:
    """The commit or the branch that an example shows."""
    text = _EXPECTED.sub("", source.decode(errors="replace").replace("\r\n", "\n"))
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.startswith("diff --git ")), len(lines))
    changes, fence = read_diff(lines[start:], start)
    for number, line in enumerate(lines[:start], 1):
        if touched := _TOUCHED.match(line):
            version = Version(touched["path"].strip(), None)
            old, new = touched["how"] != "new file", touched["how"] != "deleted"
            changes.append(Change(version if old else None, version if new else None))
            fence |= {(version.path, 1, before): number for before in (False, True)}
    unit: Changes
    if path.endswith(".branch"):
        unit = BranchChanges(lambda: changes)
    else:
        files = tuple(dict.fromkeys(version.path for change in changes for version in change if version is not None))
        author = _AUTHOR.search(text)
        said = [line for line in lines[:start] if not line.startswith("#")]
        name = author["name"] if author is not None else ""
        unit = CommitMessage(path, "\n".join(said), name, files, 1, lambda: changes)
    unit.path, unit.fence = path, fence
    return unit
