"""Files of which only the lines are looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .notes import Note
from .unit import Unit

_COMMENT = re.compile(r"(?:^|(?<=\s))#")


class Lines(Unit):
    """A file of lines, with comments behind a `#`."""

    def comments(self) -> Iterator[Note]:
        for number, line in enumerate(self.lines, 1):
            if found := _COMMENT.search(line):
                yield Note(number, found.start() + 1, line[found.start() :], alone=not line[: found.start()].strip())


def read(path: str, label: str, source: bytes) -> Lines:
    """The unit of a file."""
    return Lines(path, label, source)
