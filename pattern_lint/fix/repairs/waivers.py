"""Comments that accept nothing, taken out."""

from __future__ import annotations

import re

from ...lang.python.noqa import INLINE, WHOLE_FILE
from ...tool_findings import unused_code
from ..place import Place
from ..source import Edit

_CODE = re.compile(r"[A-Za-z]+[0-9]+")


def waiver(place: Place) -> list[Edit]:
    """The code that accepts nothing goes, and the whole comment where it names no other."""
    code = unused_code(place.finding.message)
    first, next_line = place.source.line_around(place.start)
    line = place.text(first, next_line).rstrip("\r\n")
    column = place.start - first
    found = WHOLE_FILE.match(line, column) or INLINE.match(line, column)
    if code is None or found is None or not found["codes"]:
        return []
    codes = [*_CODE.finditer(line, *found.span("codes"))]
    meant = next((number for number, each in enumerate(codes) if each[0] == code), None)
    if meant is None:
        return []
    if len(codes) == 1:
        return [_without(first, next_line, line, found)]
    start, end = codes[0].start(), codes[1].start()
    if meant:
        start, end = codes[meant - 1].end(), codes[meant].end()
    return [Edit(first + start, first + end, "")]


def _without(first: int, next_line: int, line: str, found: re.Match[str]) -> Edit:
    """The edit that takes a comment out of a line; what stands behind it in the line stays a comment."""
    before, after = line[: found.start()].rstrip(), line[found.end() :].strip()
    if after:
        return Edit(first + found.start(), first + found.end(), "" if after.startswith("#") else "# ")
    if not before:
        return Edit(first, next_line, "")
    return Edit(first + len(before), first + len(line), "")
