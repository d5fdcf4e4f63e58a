"""Lines of source as a terminal shows them: aligned marks, no control characters, nothing too long."""

from __future__ import annotations

from typing import NamedTuple

_TAB = "    "
_CUT = "…"
_HIDDEN = "\N{REPLACEMENT CHARACTER}"
_BEFORE_SPAN = 24
"""How much of a cut line is kept in front of what is marked, if there is so much."""


class Shown(NamedTuple):
    """A line to print, and where the mark below it begins and how long it is."""

    text: str
    mark_start: int
    mark_width: int


def shown(line: str, start: int, end: int, width: int) -> Shown:
    """The line in at most `width` cells, with the letters from `start` to `end` (counted from 0) marked."""
    start = min(start, len(line))
    end = min(max(end, start + 1), len(line)) if line else start
    simple = line.isascii() and line.isprintable()
    if simple and len(line) <= width:
        return Shown(line, start, max(end - start, 1))
    cells = [(letter, 1) for letter in line] if simple else _cells(line)
    first, last = _window(cells, start, end, width)
    before = _CUT if first > 0 else ""
    after = _CUT if last < len(cells) else ""
    text = before + "".join(cell for cell, _ in cells[first:last]) + after
    mark_start = len(before) + _width(cells[first:start])
    return Shown(text, mark_start, max(_width(cells[start : min(end, last)]), 1))


def _window(cells: list[tuple[str, int]], start: int, end: int, width: int) -> tuple[int, int]:
    """The stretch of cells to show: from the beginning if what is marked fits, else around it."""
    if _width(cells) <= width:
        return 0, len(cells)
    room = width - 2 * len(_CUT)
    first = 0
    if _width(cells[:end]) > room:
        first = start
        kept = 0
        wanted = max(0, min(_BEFORE_SPAN, room - _width(cells[start:end])))
        while first > 0 and kept + cells[first - 1][1] <= wanted:
            first -= 1
            kept += cells[first][1]
    last, used = first, 0
    while last < len(cells) and used + cells[last][1] <= room:
        used += cells[last][1]
        last += 1
    return first, last


def _width(cells: list[tuple[str, int]]) -> int:
    return sum(width for _, width in cells)


def _cells(line: str) -> list[tuple[str, int]]:
    from unicodedata import category, east_asian_width  # most lines have nothing but plain letters

    cells: list[tuple[str, int]] = []
    for letter in line:
        kind = category(letter)
        if letter == "\t":
            cells.append((_TAB, len(_TAB)))
        elif kind[0] == "C" or kind in ("Zl", "Zp"):
            cells.append((_HIDDEN, 1))
        elif kind in ("Mn", "Me"):
            cells.append((letter, 0))
        else:
            cells.append((letter, 2 if east_asian_width(letter) in "WF" else 1))
    return cells
