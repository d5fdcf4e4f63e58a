"""Asks ruff in parts where it does not get through with all files at once: one of them must not cost the others.

Ruff ends with a file that overflows its stack, and may take minutes for one that is nested absurdly. Then only files
that can be parsed here are given to it, in halves, until the guilty ones are alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from . import DiedError
from .ruff import Diagnostic, diagnose

_LONGEST_SEARCH = 60.0
"""Seconds after which what is left counts as guilty, too."""


class Said(NamedTuple):
    """What ruff says of the files, by path, and why it says nothing of some."""

    diagnostics: dict[str, list[Diagnostic]]
    unjudged: dict[str, str]


def diagnose_in_parts(
    root: Path,
    paths: Sequence[str],
    rules: Iterable[str],
    settings: Mapping[str, Any],
    is_readable: Callable[[Path], bool],
) -> Said:
    """What some rules of ruff say of files; `is_readable` tells those that Python's own parser understands."""
    wanted = tuple(rules)
    try:
        return Said(diagnose(root, paths, wanted, settings), {})
    except DiedError as error:
        reason = str(error)
    said = Said({}, {})
    readable = [path for path in paths if is_readable(root / path)]
    end = time.monotonic() + _LONGEST_SEARCH
    parts = [readable] if len(readable) < len(paths) else _halves(readable, reason, said)
    while parts:
        part = parts.pop()
        if time.monotonic() > end:
            said.unjudged.update(dict.fromkeys(part, "the search for a file that ruff does not get through took long"))
            continue
        try:
            said.diagnostics.update(diagnose(root, part, wanted, settings))
        except DiedError as error:
            parts += _halves(part, str(error), said)
    return said


def _halves(part: Sequence[str], reason: str, said: Said) -> list[Sequence[str]]:
    """The halves of a part with which ruff does not get through; a file alone is guilty."""
    if len(part) <= 1:
        said.unjudged.update(dict.fromkeys(part, reason))
        return []
    middle = len(part) // 2
    return [part[:middle], part[middle:]]
