"""Tells scripts that a program wrote: what a bundler packed, and what says at its head that it was generated."""

from __future__ import annotations

import re

from ..python.generated import is_generated

_LONG = 1_000
"""Nobody writes lines of so many letters, but for texts and data."""
_CODE_IN = 50
"""In so many letters of packed code there is an end of a statement, a list or a block, and in texts there is none."""
_ENDS = ";,{}"
_HEAD = 3_000
_COMMENT = re.compile(r"(?m)^[ \t]*(?:/\*+|\*/|\*+|//+)")


def is_packed(text: str) -> bool:
    """Whether most of a script is code in lines that nobody writes."""
    long = [line for line in text.split("\n") if len(line) > _LONG]
    letters = sum(map(len, long))
    return letters * 2 > len(text) and sum(line.count(end) for line in long for end in _ENDS) * _CODE_IN > letters


def says_generated(label: str, text: str) -> bool:
    """Whether the first comment of a script says that a program wrote it."""
    return is_generated(label, _COMMENT.sub("#", text[:_HEAD]).encode())
