"""The formats that need nothing: concise lines and JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from .. import __version__
from ..outcome import Finding, Outcome
from .frame import plain
from .style import Style
from .text import fault_lines


def concise(outcome: Outcome) -> str:
    """One line a finding, as compilers and editors know it."""
    lines = [*map(concise_line, outcome.findings), *fault_lines(outcome, Style())]
    return "".join(f"{line}\n" for line in lines)


def concise_line(finding: Finding) -> str:
    level = "" if finding.level == "error" else f" ({finding.level})"
    place = f"{plain(finding.path)}:{finding.line}:{finding.column}"
    return f"{place}: {finding.code} {plain(finding.message)} [{finding.name}]{level}"


def as_json(outcome: Outcome, *, statistics: bool = False) -> str:
    """The object that programs read; with `statistics` counts by card stand in place of the findings."""
    found = {"statistics": _counts(outcome)} if statistics else {"findings": [*map(_finding, outcome.findings)]}
    return json.dumps(
        {
            "version": __version__,
            **found,
            "files": outcome.files,
            "faults": [{"path": f.path, "card": f.card, "message": f.message} for f in outcome.faults],
        },
        indent=2,
        ensure_ascii=False,
    )


def _counts(outcome: Outcome) -> list[dict[str, Any]]:
    counts = Counter((finding.code, finding.name, finding.level) for finding in outcome.findings)
    return [
        {"code": code, "name": name, "level": level, "count": count}
        for (code, name, level), count in sorted(counts.items())
    ]


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "patterns": list(finding.patterns),
        "level": finding.level,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "message": finding.message,
        "fix": None if finding.fix == "none" else finding.fix,
        "related": [{"path": place.path, "line": place.line, "message": place.message} for place in finding.related],
    }
