"""How many ways a regular expression has to match a short text: before one is tried that somebody else wrote."""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Iterable
from typing import Any

_LONGEST = 1_000
"""How many letters an expression has at most that is tried."""
_LONGEST_TEXT = 40
_MOST = 100_000
"""So many ways take no time that anybody would notice."""
_ENDLESS = 10**12

_parser: Any = importlib.import_module("re._parser")


def compiled(text: str) -> re.Pattern[str] | None:
    """The expression; None for what is none, what another dialect means, and what could take long to try."""
    if len(text) > _LONGEST:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return re.compile(text) if _ways(_parser.parse(text)) <= _MOST else None
        except (re.error, Warning, OverflowError, RecursionError):
            return None


def _ways(parts: Iterable[Any]) -> int:
    """In how many ways a sequence can be tried at most, on a text as short as ids are."""
    ways = 1
    for operation, argument in parts:
        ways = min(ways * _ways_of(str(operation), argument), _ENDLESS)
    return ways


def _ways_of(operation: str, argument: Any) -> int:
    if operation == "BRANCH":
        return sum(_ways(branch) for branch in argument[1])
    if operation == "SUBPATTERN":
        return _ways(argument[-1])
    if operation in ("ASSERT", "ASSERT_NOT"):
        return _ways(argument[1])
    if operation == "ATOMIC_GROUP":
        return _ways(argument)
    if operation == "GROUPREF_EXISTS":
        return sum(_ways(branch) for branch in argument[1:] if branch is not None)
    if operation.endswith("_REPEAT"):
        least, most, repeated = argument
        return _ways_repeated(_ways(repeated), min(int(least), _LONGEST_TEXT), min(int(most), _LONGEST_TEXT))
    return 1


def _ways_repeated(once: int, least: int, most: int) -> int:
    ways = 0
    for count in range(least, most + 1):
        ways += once**count
        if ways > _ENDLESS:
            return _ENDLESS
    return ways
