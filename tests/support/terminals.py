"""Somebody at a terminal."""

from __future__ import annotations

import io


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def terminal(answers: str) -> io.StringIO:
    """A standard input at which somebody gives these answers."""
    return _Terminal(answers)
