"""Colours, where somebody looks who can see them."""

from __future__ import annotations

import os
import shutil
from typing import NamedTuple, TextIO

from ..outcome import Level

_LEVEL_COLOURS: dict[Level, str] = {"error": "31", "warning": "33", "info": "36"}
_WIDTH_OF_FILES = 120


class Style(NamedTuple):
    """How text is shown: with colours or without, and in how many columns."""

    coloured: bool = False
    width: int = _WIDTH_OF_FILES

    def bold(self, text: str) -> str:
        return self._painted("1", text)

    def dim(self, text: str) -> str:
        return self._painted("2", text)

    def level(self, level: Level, text: str) -> str:
        """The text in the colour of its level."""
        return self._painted(f"1;{_LEVEL_COLOURS[level]}", text)

    def _painted(self, colour: str, text: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self.coloured and text else text


def style_for(stream: TextIO) -> Style:
    """The style for a stream: colours on a terminal alone, unless NO_COLOR or FORCE_COLOR says otherwise.

    Logs of CI servers are no terminals and show colours: FORCE_COLOR is for them. Whoever sets both wants none.
    """
    is_terminal = stream.isatty()
    wanted = bool(os.environ.get("FORCE_COLOR")) or (is_terminal and os.environ.get("TERM") != "dumb")
    coloured = wanted and not os.environ.get("NO_COLOR")
    return Style(coloured, max(40, shutil.get_terminal_size().columns) if is_terminal else _WIDTH_OF_FILES)
