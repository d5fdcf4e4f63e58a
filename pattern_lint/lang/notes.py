"""Comments, in whatever language."""

from __future__ import annotations

from typing import NamedTuple


class Note(NamedTuple):
    """A comment of a file, whatever it says."""

    line: int
    column: int
    """Where the comment begins; both are counted from 1."""
    text: str
    alone: bool
    """Whether nothing stands before it on its line."""
