"""What git knows of the code: the revision, and since when lines are there. Without git the answers are empty."""

from __future__ import annotations

import logging
import re
import subprocess
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

_logger = logging.getLogger(__name__)

_LONGEST = 10.0
"""Seconds after which one call of git is given up."""
_BLAMED = re.compile(r"^[0-9a-f]{40,64} \d+ (\d+)")


def revision(folder: Path) -> str | None:
    """The commit that is checked out, marked with `+` where the working tree has changes of its own."""
    commit = _git(folder, "rev-parse", "HEAD")
    if commit is None:
        return None
    changes = _git(folder, "status", "--porcelain", "--untracked-files=no")
    return commit.strip() + ("+" if changes else "")


def shortened(revision: str) -> str:
    """A revision as people write it, still marked where the working tree had changes of its own."""
    return f"{revision[:10]}{'+' if revision.endswith('+') else ''}"


def line_dates(places: Iterable[tuple[str, int]], seconds: float = _LONGEST) -> dict[tuple[str, int], str]:
    """When each line was last changed, as a date. What git does not know, or not in time, is left out."""
    by_path: dict[str, set[int]] = {}
    for path, line in places:
        by_path.setdefault(path, set()).add(line)
    end = time.monotonic() + seconds
    found: dict[tuple[str, int], str] = {}
    for path, lines in by_path.items():
        left = end - time.monotonic()
        if left <= 0:
            break
        for line, date in _blamed(Path(path), sorted(lines), left).items():
            found[path, line] = date
    return found


def _blamed(path: Path, lines: Iterable[int], seconds: float) -> Mapping[int, str]:
    ranges = [argument for line in lines for argument in ("-L", f"{line},{line}")]
    said = _git(path.parent, "blame", "--line-porcelain", *ranges, "--", path.name, seconds=seconds)
    dates: dict[int, str] = {}
    first: set[int] = set()
    line, committed = 0, True
    for row in (said or "").split("\n"):
        if blamed := _BLAMED.match(row):
            line, committed = int(blamed[1]), not row.startswith("0" * 40)
        elif row.startswith("author-time ") and committed:
            dates[line] = datetime.fromtimestamp(int(row.split()[1]), UTC).date().isoformat()
        elif row == "boundary":
            first.add(line)
    return {line: date for line, date in dates.items() if line not in first} if _is_cut(path, first) else dates


def _is_cut(path: Path, first: set[int]) -> bool:
    """Whether the history ends before its beginning, so that lines of its first commit may be much older."""
    return bool(first) and (_git(path.parent, "rev-parse", "--is-shallow-repository") or "").strip() == "true"


def _git(folder: Path, *arguments: str, seconds: float = _LONGEST) -> str | None:
    """What git says; None where there is no git, no repository, or no answer in time."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            timeout=seconds,
            check=True,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError) as error:
        _logger.debug("git gave no answer: %s", error)
        return None
    return done.stdout.decode("utf-8", errors="replace")
