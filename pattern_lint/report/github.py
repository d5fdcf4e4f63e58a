"""Annotations that GitHub shows beside the changed lines."""

from __future__ import annotations

from collections.abc import Iterator

from ..outcome import LEVELS, Finding, Level, Outcome
from ..visible import guarded, plain
from .groups import grouped
from .plain import concise_line
from .text import counted, fault_message, summary

_COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "info": "notice"}
_MOST_OF_A_LEVEL = 10
"""GitHub shows so many of a level and step, and drops the others without a word."""


def github(outcome: Outcome) -> str:
    """As many annotations as are shown; the other findings are lines of the log."""
    lines = [f"::{guarded(f'error title=pattern-lint::{_data(fault_message(fault))}')}" for fault in outcome.faults]
    left: list[Finding] = []
    for level in LEVELS:
        found = [finding for finding in outcome.findings if finding.level == level]
        if len(found) > _MOST_OF_A_LEVEL:  # then one for each cause comes first
            groups = grouped(found)
            found = [group.finding for group in groups] + [other for group in groups for other in group.others]
        lines += map(_annotation, found[:_MOST_OF_A_LEVEL])
        left += found[_MOST_OF_A_LEVEL:]
    lines += _rest(left)
    return "".join(f"{line}\n" for line in [*lines, summary(outcome)])


def _rest(left: list[Finding]) -> Iterator[str]:
    if left:
        yield f"{counted(len(left), 'finding')} more than GitHub shows as annotations:"
        yield from (
            guarded(f"  {concise_line(finding)}") for finding in sorted(left, key=lambda finding: finding.place)
        )


def _annotation(finding: Finding) -> str:
    properties = {
        "file": finding.path,
        "line": str(finding.line),
        "endLine": str(finding.end_line),
        "col": str(finding.column),
        "endColumn": str(finding.end_column),
        "title": f"{finding.code} {finding.name}",
    }
    if finding.end_line != finding.line:
        del properties["endColumn"]
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    chain = [f"{plain(path)}:{line}: {plain(message)}" for path, line, message in finding.related]
    said = _data("\n".join([plain(finding.message), *chain]))
    return f"::{guarded(f'{_COMMANDS[finding.level]} {told}::{said}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(plain(text)).replace(":", "%3A").replace(",", "%2C")
