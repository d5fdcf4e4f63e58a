"""Changes of files, and diffs that show files as a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_FILES = re.compile(r"diff --git a/(?P<before>\S.*) b/(?P<after>\S.*)")
_ABOUT = ("index ", "new file", "deleted file", "similarity", "dissimilarity", "rename ", "old mode", "new mode", "@@")
Fence = dict[tuple[str, int, bool], int]


class Version(NamedTuple):
    """A file as it was or is: its path, and its text where that is known."""

    path: str
    text: str | None


class Change(NamedTuple):
    """What becomes of a file; one that is new has no `before`, and one that is deleted no `after`."""

    before: Version | None
    after: Version | None

    @property
    def path(self) -> str:
        """Where the file is, or else was."""
        version = self.after or self.before
        return version.path if version is not None else ""


def read_diff(lines: Sequence[str], above: int) -> tuple[list[Change], Fence]:
    """The changes that a diff shows as a whole, and the line on which each line of the files stands."""
    changes: list[Change] = []
    fence: Fence = {}
    names = {True: "", False: ""}
    texts: dict[bool, list[str]] = {True: [], False: []}
    missing: set[bool] = set()

    def finish() -> None:
        old, new = (
            None if side in missing else Version(names[side], "\n".join(texts[side]) + "\n") for side in (True, False)
        )
        if names[True]:
            changes.append(Change(old, new))

    for number, line in enumerate(lines, above + 1):
        if files := _FILES.match(line):
            finish()
            names = {True: files["before"], False: files["after"]}
            texts, missing = {True: [], False: []}, set()
        elif line.startswith(("--- ", "+++ ")) and not texts[True] and not texts[False]:
            missing |= {line.startswith("---")} if line.endswith("/dev/null") else set()
        elif not line.startswith(_ABOUT) and not (line == "" and number == above + len(lines)):
            for side in (True, False):
                if line[:1] in (" ", "", "-" if side else "+"):
                    texts[side].append(line[1:])
                    fence[names[side], len(texts[side]), side] = number
    finish()
    return changes, fence
