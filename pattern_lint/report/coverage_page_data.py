"""What the page shows when somebody asks for it: files, findings and waivers, as compact data."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ..coverage.counts import Counts
from ..coverage.git import line_dates
from ..coverage.model import Coverage
from ..outcome import Finding, Waived, WaiverUse
from ..reading import read_file
from ..visible import plain
from .coverage_words import several
from .escapes import json_safe
from .groups import grouped
from .source_lines import SourceLines

_logger = logging.getLogger(__name__)

_LONGEST_LINE = 200
_LONGEST_CHAIN = 12


def page_data(coverage: Coverage, files: Sequence[str]) -> str:
    """JSON that can stand inside a script element: nothing in it ends the element or opens a comment."""
    shown: list[tuple[Finding, str]] = [(found, found.level) for found in coverage.findings]
    shown += [(found, "baselined") for found in coverage.baselined]
    leads = _leads(coverage.findings) | _leads(coverage.baselined, len(coverage.findings))
    paths = list(dict.fromkeys([*files, *(found.path for found, _ in shown)]))
    number = {path: index for index, path in enumerate(paths)}
    cards = {card.code: index for index, card in enumerate(coverage.cards)}
    sources = SourceLines()
    data = {
        "cards": [[card.code, card.name] for card in coverage.cards],
        "files": [_file(path, coverage.by_path) for path in paths],
        "findings": [
            [*_finding(found, level, cards, number, sources), *leads.get(position, ())]
            for position, (found, level) in enumerate(shown)
        ],
        "waivers": _waivers(coverage, sources),
    }
    return json_safe(json.dumps(_plain(data), separators=(",", ":")).replace("<", "\\u003c"))


def _plain(data: Any) -> Any:
    """The data with its texts as people may safely see them."""
    if isinstance(data, str):
        return plain(data)
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    return list(map(_plain, data)) if isinstance(data, (list, tuple)) else data


def _file(path: str, by_path: Mapping[str, Counts]) -> list[Any]:
    counts = by_path.get(path, Counts())
    return [path, _lines(path), counts.applicable, counts.conforming, counts.violating]


def _lines(path: str) -> int:
    """How long a file is; one that is gone since it was checked has no size on the map."""
    try:
        text = read_file(Path(path))
    except OSError as error:
        _logger.debug("a file cannot be measured: %s", error)
        return 0
    return text.count(b"\n") + (not text.endswith(b"\n") and bool(text))


def _finding(
    found: Finding, level: str, cards: Mapping[str, int], number: Mapping[str, int], sources: SourceLines
) -> list[Any]:
    return [
        cards[found.code],
        number[found.path],
        found.line,
        level,
        found.message,
        _source(sources, found),
        [[place.path, place.line, place.message] for place in found.related[:_LONGEST_CHAIN]],
    ]


def _leads(findings: Sequence[Finding], start: int = 0) -> dict[int, tuple[int]]:
    """For each finding that shares its cause with others, by its position, that of the one that is shown for all."""
    position = {id(finding): place for place, finding in enumerate(findings, start)}
    return {
        position[id(finding)]: (position[id(group.finding)],)
        for group in grouped(findings)
        if group.others
        for finding in (group.finding, *group.others)
    }


class _Accepted(NamedTuple):
    """One waiver as the page shows it; what the configuration accepts stands once, whatever it accepts."""

    code: str
    path: str
    line: int
    reason: str
    by: str
    message: str
    source: str


def _waivers(coverage: Coverage, sources: SourceLines) -> list[list[Any]]:
    rows = [_configured(use, coverage) for use in coverage.waivers]
    rows += [_commented(each, sources) for each in coverage.waived if each.by == "comment"]
    dates = line_dates((row.path, row.line) for row in rows)
    rows += [_left_out(each, sources) for each in coverage.waived if each.by == "configuration" and not each.reason]
    today = date.fromisoformat(coverage.date[:10])
    shown: list[list[Any]] = []
    for row in rows:
        since = dates.get((row.path, row.line), "")
        age = (today - date.fromisoformat(since)).days if since else None
        shown.append([*row, since, age])
    return shown


def _configured(use: WaiverUse, coverage: Coverage) -> _Accepted:
    code = next((card.code for card in coverage.cards if use.code in (card.code, card.name)), use.code)
    what = "expired, accepts nothing any more" if use.is_expired else f"accepts {several(use.accepts, 'finding')}"
    owner = f", {use.owner}" if use.owner else ""
    until = f", until {use.until}" if use.until else ""
    by = f"by the configuration{owner}{until}"
    return _Accepted(code, use.path, use.line, use.reason, by, f"{use.glob}: {what}", "")


def _commented(waived: Waived, sources: SourceLines) -> _Accepted:
    found, reason = waived.finding, waived.reason or "No reason given"
    return _Accepted(found.code, found.path, found.line, reason, "by a comment", found.message, _source(sources, found))


def _left_out(waived: Waived, sources: SourceLines) -> _Accepted:
    """What `per-path` ignores has neither a reason nor a line of its own, whose age could be told."""
    return _commented(waived, sources)._replace(reason="Left out by path", by="by per-path in the configuration")


def _source(sources: SourceLines, finding: Finding) -> str:
    """The finding's line, without what is outside of the reader's sight."""
    line = (sources.line(finding.path, finding.line) or "").strip()
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"
