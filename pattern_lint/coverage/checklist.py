"""The checklist: a team's own lines, each decided by cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..outcome import Finding
from .basis import Basis
from .counts import Counts, total
from .model import CheckedLine, LineVerdict


def checked_lines(basis: Basis, sums: Mapping[str, Counts], findings: Sequence[Finding]) -> tuple[CheckedLine, ...]:
    """Every line with its verdict, and the sites behind it."""
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    lines = []
    for line, origin in basis.checklist():
        cards = basis.running(basis.codes(line.by, origin))
        counts = total(sums.get(code, Counts()) for code in cards)
        verdict, reason = _decided(cards, counts) if line.by else ("not applicable", "no card decides it")
        undecided = [asked for asked in line.by if not basis.running(basis.codes((asked,), origin))]
        if cards and undecided:
            reason += f"; no card for {', '.join(undecided)} takes part"
        violations = [finding for code in cards for finding in by_code.get(code, ())]
        violations.sort(key=lambda finding: finding.place)
        lines.append(CheckedLine(line.line, line.by, cards, verdict, reason, counts, tuple(violations)))
    return tuple(lines)


def _decided(cards: Sequence[str], counts: Counts) -> tuple[LineVerdict, str]:
    """A line passes where something was looked at and nothing violates; what could not be decided proves nothing."""
    if not cards:
        return "not applicable", "no card that decides it takes part in this run"
    if counts.violating:
        return "fail", str(counts)
    if counts.applicable > counts.unknown:
        return "pass", str(counts)
    if counts.unknown:
        return "not applicable", f"none of {counts.unknown:,} sites could be decided"
    return "not applicable", "nothing in the code that it applies to"
