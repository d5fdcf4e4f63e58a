"""What git knows of the code: the revision, and since when lines are there. Without git the answers are empty."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from ..git.places import place_of
from ..git.repository import repository_of
from ..git.snapshot import snapshot_of_head
from ..problems import UsageError
from ..reading import content_of

_logger = logging.getLogger(__name__)

_LONGEST = 10.0
"""Seconds after which no more lines are asked about."""
_COUNTED = (".py", ".toml", ".md", ".txt")
"""Of what a report is made: code, configuration, cards and baseline."""


def revision(folder: Path) -> str | None:
    """The commit that is checked out, marked with `+` where the working tree has changes of its own."""
    try:
        with snapshot_of_head(folder) as head:
            if head is None:
                return None
            commit, snapshot = head
            counted = [path for path in snapshot.regular() if path.endswith(_COUNTED)]
            return commit + ("" if len(snapshot.unchanged(counted)) == len(counted) else "+")
    except UsageError as error:
        _logger.debug("git gave no answer: %s", error)
        return None


def shortened(revision: str) -> str:
    """A revision as people write it, still marked where the working tree had changes of its own."""
    return f"{revision[:10]}{'+' if revision.endswith('+') else ''}"


def line_dates(places: Iterable[tuple[str, int]], seconds: float = _LONGEST) -> dict[tuple[str, int], str]:
    """When each line was last changed, as a date. What git does not know, or not in time, is left out."""
    end = time.monotonic() + seconds
    top_of = cache(lambda folder: place.top if (place := place_of(folder)) is not None else None)
    by_top: dict[Path, dict[str, set[int]]] = {}
    for path, line in places:
        top = top_of(Path(path).parent)
        if top is not None:
            by_top.setdefault(top, {}).setdefault(path, set()).add(line)
    found: dict[tuple[str, int], str] = {}
    for top, lines in by_top.items():
        try:
            found |= _dates_in(top, lines, end)
        except UsageError as error:
            _logger.debug("git gave no answer: %s", error)
    return found


def _dates_in(top: Path, lines: Mapping[str, set[int]], end: float) -> dict[tuple[str, int], str]:
    """The dates of lines of files in a repository, as long as there is time."""
    found: dict[tuple[str, int], str] = {}
    with repository_of(top) as repository:
        for path, numbers in lines.items() if repository is not None else ():
            left = end - time.monotonic()
            if left <= 0 or repository is None:
                break
            file = Path(path)
            below = (file.parent.resolve() / file.name).relative_to(top).as_posix()
            dates = repository.dates(below, content_of(file), sorted(numbers), left)
            found |= {(path, line): date for line, date in dates.items()}
    return found
