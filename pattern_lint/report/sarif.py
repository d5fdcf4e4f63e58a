"""SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from .. import __version__
from ..cards.card import Card, with_text
from ..cards.catalogue import load_catalog
from ..cards.examples import ExampleFile
from ..gate.entries import entries_of
from ..lang.languages import shown_language
from ..outcome import Finding, Level, Outcome
from ..tool_findings import CRASHED, TOOL_FINDINGS
from .escapes import json_text
from .source_lines import SourceLines
from .text import fault_message

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Mapping[Level, str] = {"error": "error", "warning": "warning", "info": "note"}
_FINGERPRINT = "patternLint/v1"
_ROOT = "SRCROOT"

_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")

_State = Literal["new", "unchanged"]


def sarif(outcome: Outcome, sources: SourceLines) -> str:
    """The whole log: one run, with the cards of its findings as rules."""
    cards = {card.code: card for card in load_catalog(outcome.card_folders, documents=outcome.documents).cards}
    return json_text(_log(outcome, cards, sources))


def _log(outcome: Outcome, cards: Mapping[str, Card], sources: SourceLines) -> dict[str, Any]:
    codes = sorted({finding.code for finding in _all(outcome)})
    rules = [_rule(code, cards) for code in codes]
    driver = {
        "name": "pattern-lint",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": rules,
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "invocations": [_invocation(outcome)],
        "results": list(_Results(outcome, codes, sources).all()),
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _all(outcome: Outcome) -> Iterable[Finding]:
    yield from outcome.findings
    yield from outcome.baselined
    yield from outcome.older
    yield from (waived.finding for waived in outcome.waived)


def _rule(code: str, cards: Mapping[str, Card]) -> dict[str, Any]:
    tool = next((tool for tool in TOOL_FINDINGS if tool.code == code), None)
    if tool is not None:
        return _described(code, tool.name, tool.summary, tool.why, tool.level, ())
    card = cards.get(code)
    if card is None:
        return {"id": code}
    return _described(code, card.name, card.summary, _help(with_text(card)), card.level, card.patterns)


def _described(
    code: str, name: str, summary: str, markdown: str, level: Level, patterns: Sequence[str]
) -> dict[str, Any]:
    return {
        "id": code,
        "name": name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": summary},
        "help": {"text": markdown, "markdown": markdown},
        "defaultConfiguration": {"level": _LEVELS[level]},
        "properties": {"tags": list(patterns)},
    }


def _help(card: Card) -> str:
    """Why the card is there, and its first conforming example."""
    parts = [f"# {card.title}\n\n{card.why}"]
    example = next((example for example in card.examples if example.kind in ("fixed", "conforms")), None)
    if example is not None:
        parts.append(f"## Conforms: {example.title}")
        parts += [_fenced(file) for file in example.files]
    return "\n\n".join(parts)


def _fenced(file: ExampleFile) -> str:
    mark = "````" if "```" in file.text else "```"
    return f"{mark}{shown_language(file.name)}\n{file.text.rstrip()}\n{mark}"


def _invocation(outcome: Outcome) -> dict[str, Any]:
    notes = [
        {"level": "error", "message": {"text": _told(fault_message(fault))}, "descriptor": {"id": CRASHED.code}}
        for fault in outcome.faults
    ]
    found = {"executionSuccessful": not notes}
    return {**found, "toolExecutionNotifications": notes} if notes else found


class _Results:
    """Makes the results of one run."""

    def __init__(self, outcome: Outcome, codes: Sequence[str], sources: SourceLines) -> None:
        self._outcome = outcome
        self._index = {code: position for position, code in enumerate(codes)}
        self._sources = sources

    def all(self) -> Iterable[dict[str, Any]]:
        yield from self._results(self._outcome.findings, "new")
        yield from self._results(self._outcome.older, "unchanged")
        for result in self._results(self._outcome.baselined, "unchanged"):
            yield {**result, "suppressions": [{"kind": "external", "justification": "accepted by the baseline"}]}
        waived = self._outcome.waived
        for result, why in zip(self._results([each.finding for each in waived], "new"), waived, strict=True):
            kind = "inSource" if why.by == "comment" else "external"
            reason = {"justification": why.reason} if why.reason else {}
            yield {**result, "suppressions": [{"kind": kind, **reason}]}

    def _results(self, findings: Sequence[Finding], state: _State) -> Iterable[dict[str, Any]]:
        for finding, entry in zip(findings, entries_of(findings), strict=True):
            mark = f"{entry.code}:{entry.scope}:{entry.digest}:{entry.repeat}"
            yield self._result(finding, mark, {"baselineState": state} if self._outcome.is_compared else {})

    def _result(self, finding: Finding, mark: str, state: Mapping[str, str]) -> dict[str, Any]:
        place = {"physicalLocation": self._physical(finding)}
        result = {
            "ruleId": finding.code,
            "ruleIndex": self._index[finding.code],
            "level": _LEVELS[finding.level],
            "message": {"text": _told(finding.message)},
            "locations": [place],
            "partialFingerprints": {_FINGERPRINT: mark},
            **state,
        }
        if finding.related:
            steps = [
                {
                    "physicalLocation": {"artifactLocation": _artifact(path), "region": {"startLine": line}},
                    "message": {"text": _told(message)},
                }
                for path, line, message in finding.related
            ]
            result["relatedLocations"] = [{**step, "id": number} for number, step in enumerate(steps, 1)]
            flow = [{"location": step} for step in [place, *steps]]
            result["codeFlows"] = [{"threadFlows": [{"locations": flow}]}]
        return result

    def _physical(self, finding: Finding) -> dict[str, Any]:
        return {
            "artifactLocation": _artifact(finding.path),
            "region": {
                "startLine": finding.line,
                "startColumn": self._units(finding.path, finding.line, finding.column),
                "endLine": finding.end_line,
                "endColumn": self._units(finding.path, finding.end_line, finding.end_column),
            },
        }

    def _units(self, path: str, line: int, column: int) -> int:
        """A column in UTF-16 code units: letters beyond the first plane take two."""
        before = (self._sources.line(path, line) or "")[: column - 1]
        return column + sum(letter > "\uffff" for letter in before)


def _told(message: str) -> str:
    """A message in which nothing is a link: `[text](target)` would be one."""
    return _LINK.sub(r"\\[", message)


def _artifact(path: str) -> dict[str, str]:
    if Path(path).is_absolute():
        return {"uri": Path(path).as_uri()}
    return {"uri": quote(path, errors="surrogateescape"), "uriBaseId": _ROOT}
