"""What the page shows when somebody asks for it: files, findings and waivers, as compact data."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ..coverage.counts import Counts
from ..coverage.git import line_dates
from ..coverage.model import Coverage
from ..outcome import Finding
from .source_lines import SourceLines

_logger = logging.getLogger(__name__)

_LONGEST_LINE = 200
_LONGEST_CHAIN = 12


def page_data(coverage: Coverage, files: Sequence[str]) -> str:
    """JSON that can stand inside a script element: nothing in it ends the element or opens a comment."""
    paths = list(dict.fromkeys([*files, *(finding.path for finding in coverage.findings)]))
    number = {path: index for index, path in enumerate(paths)}
    sources = SourceLines()
    data = {
        "cards": [[card.code, card.name] for card in coverage.cards],
        "files": [_file(path, coverage.by_path) for path in paths],
        "findings": _findings(coverage, number, sources),
        "waivers": _waivers(coverage, sources),
    }
    return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")


def _file(path: str, by_path: Mapping[str, Counts]) -> list[Any]:
    counts = by_path.get(path, Counts())
    return [path, _lines(path), counts.applicable, counts.conforming, counts.violating]


def _lines(path: str) -> int:
    """How long a file is; one that is gone since it was checked has no size on the map."""
    try:
        text = Path(path).read_bytes()
    except OSError as error:
        _logger.debug("a file cannot be measured: %s", error)
        return 0
    return text.count(b"\n") + (not text.endswith(b"\n") and bool(text))


def _findings(coverage: Coverage, number: Mapping[str, int], sources: SourceLines) -> list[list[Any]]:
    cards = {card.code: index for index, card in enumerate(coverage.cards)}
    return [
        [
            cards[found.code],
            number[found.path],
            found.line,
            found.level,
            found.message,
            _source(sources, found),
            [[place.path, place.line, place.message] for place in found.related[:_LONGEST_CHAIN]],
        ]
        for found in coverage.findings
    ]


def _waivers(coverage: Coverage, sources: SourceLines) -> list[list[Any]]:
    dates = line_dates((waived.finding.path, waived.finding.line) for waived in _in_comments(coverage))
    today = date.fromisoformat(coverage.date[:10])
    rows = []
    for waived in coverage.waived:
        found = waived.finding
        since = dates.get((found.path, found.line), "") if waived.by == "comment" else ""
        age = (today - date.fromisoformat(since)).days if since else None
        source = _source(sources, found)
        rows.append([found.code, found.path, found.line, waived.by, waived.reason, since, age, found.message, source])
    return rows


def _in_comments(coverage: Coverage) -> Iterable[Any]:
    """Waivers whose age is that of a line."""
    return (waived for waived in coverage.waived if waived.by == "comment")


def _source(sources: SourceLines, finding: Finding) -> str:
    """The finding's line, without what is outside of the reader's sight."""
    line = (sources.line(finding.path, finding.line) or "").strip()
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"
