"""The formats that need nothing: concise lines and JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from .. import __version__
from ..outcome import Finding, Outcome
from ..visible import guarded, plain
from .escapes import json_safe
from .style import Style
from .text import fault_lines


def concise(outcome: Outcome) -> str:
    """One line a finding, as compilers and editors know it."""
    lines = [*map(concise_line, outcome.findings), *fault_lines(outcome, Style())]
    return guarded("".join(f"{line}\n" for line in lines))


def concise_line(finding: Finding) -> str:
    level = "" if finding.level == "error" else f" ({finding.level})"
    place = f"{plain(finding.path)}:{finding.line}:{finding.column}"
    return f"{place}: {finding.code} {plain(finding.message)} [{finding.name}]{level}"


def as_json(outcome: Outcome, *, statistics: bool = False) -> str:
    """The object that programs read, one finding a line; with `statistics` counts by card in their place."""
    entries = _counts(outcome) if statistics else map(_finding, outcome.findings)
    return json_safe(
        f'{{\n"version": {_json(__version__)},\n'
        f'"{"statistics" if statistics else "findings"}": {_rows(entries)},\n'
        f'"files": {outcome.files},\n'
        f'"faults": {_rows(fault._asdict() for fault in outcome.faults)}\n}}'
    )


_json = json.JSONEncoder(ensure_ascii=False).encode


def _rows(entries: Iterable[object]) -> str:
    """A list with a line for each entry: quicker to make than an indented one, and as easy to compare."""
    lines = ",\n".join(map(_json, entries))
    return f"[\n{lines}\n]" if lines else "[]"


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
        "related": [place._asdict() for place in finding.related],
    }
