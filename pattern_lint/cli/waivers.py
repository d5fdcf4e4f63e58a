"""`pattern-lint waivers`: everything that is accepted, by whom and why."""

from __future__ import annotations

import argparse
import os
from typing import NamedTuple

from ..engine.api import seen_from_here, targets_of, whole_outcome
from ..gate.ignored import ignored_by_path
from ..lang.languages import is_read
from ..outcome import Outcome, Waived, WaiverUse
from ..report.escapes import json_text
from ..report.progress import progress_bar
from ..tool_findings import TOOL_NAMES, UNUSED_WAIVER
from ..visible import plain
from .common import add_options, request_of, tell
from .output import say, write


class _Row(NamedTuple):
    """One waiver; `accepts` is the number of its findings."""

    by: str
    status: str
    code: str
    path: str
    line: int
    accepts: int
    reason: str
    owner: str
    until: str
    place: str
    """The glob of a waiver of the configuration; else where the finding is."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: the working folder)")
    add_options(parser)
    parser.add_argument("--output-format", choices=("text", "json"), default="text")


def run(arguments: argparse.Namespace) -> int:
    request = request_of(arguments)
    rows: list[_Row] = []
    for target in targets_of(arguments.paths, request, {}):
        with progress_bar() as announce:
            whole = whole_outcome(target, request, announce)
        outcome = seen_from_here(target, whole)
        rows += map(_configured, (*outcome.waivers, *ignored_by_path(target, whole)))
        rows += _inline(outcome)
        tell(outcome.notes, arguments)
    if arguments.output_format == "json":
        write(_as_json(rows))
    else:
        say(_as_text(rows))
    return 0


def _configured(use: WaiverUse) -> _Row:
    is_used = use.accepts > 0 or use.code in TOOL_NAMES  # what the tool would have reported itself is not kept
    status = "expired" if use.is_expired else "active" if is_used else "unused"
    return _Row(
        "configuration",
        status,
        use.code,
        os.path.relpath(use.path),
        use.line,
        use.accepts,
        use.reason,
        use.owner,
        use.until,
        use.glob,
    )


def _inline(outcome: Outcome) -> list[_Row]:
    """Comments that accept something, and those that accept nothing."""
    rows = [_accepted(waived) for waived in outcome.waived if waived.by == "comment"]
    rows += [
        _Row("comment", "unused", "", each.path, each.line, 0, each.message, "", "", each.path)
        for each in outcome.findings
        if each.code == UNUSED_WAIVER.code and is_read(each.path)
    ]
    return sorted(rows, key=lambda row: (row.path, row.line, row.code))


def _accepted(waived: Waived) -> _Row:
    found = waived.finding
    return _Row("comment", "active", found.code, found.path, found.line, 1, waived.reason, "", "", found.path)


def _as_json(rows: list[_Row]) -> str:
    return json_text([row._asdict() for row in rows])


def _as_text(rows: list[_Row]) -> str:
    lines = [f"{plain(f'{row.path}:{row.line}')}: {_told(row)}" for row in rows]
    sums = [f"{sum(row.status == status for row in rows)} {status}" for status in ("active", "expired", "unused")]
    return "".join(f"{line}\n" for line in [*lines, f"Waivers: {', '.join(sums)}."])


def _told(row: _Row) -> str:
    reason = f" -- {plain(row.reason)}" if row.reason else " (no reason given)"
    if row.by == "comment":
        return f"{row.code}{reason}"
    owner = f", {plain(row.owner)}" if row.owner else ""
    until = f", until {row.until}" if row.until else ""
    return f"{row.code} in {plain(row.place)}: {row.status}, accepts {row.accepts}{owner}{until}{reason}"
