"""GitLab's code quality report, which merge requests show."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from ..gate.entries import Entry, entries_of
from ..outcome import Fault, Finding, Level, Outcome
from ..tool_findings import CRASHED
from .escapes import json_text
from .text import fault_message

_SEVERITIES: Mapping[Level, str] = {"error": "major", "warning": "minor", "info": "info"}


def gitlab(outcome: Outcome) -> str:
    """The report; a finding keeps its fingerprint when its lines move, so that GitLab knows what is new."""
    found = zip(outcome.findings, entries_of(outcome.findings), strict=True)
    issues = [*map(_fault, outcome.faults), *(_issue(finding, entry) for finding, entry in found)]
    return json_text(issues)


def _issue(finding: Finding, entry: Entry) -> dict[str, Any]:
    return {
        "description": f"{finding.code} {finding.message}",
        "check_name": finding.name,
        "fingerprint": _fingerprint(*map(str, entry[:5])),
        "severity": _SEVERITIES[finding.level],
        "location": {"path": finding.path, "lines": {"begin": finding.line, "end": finding.end_line}},
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "description": f"{CRASHED.code} {fault_message(fault)}",
        "check_name": CRASHED.name,
        "fingerprint": _fingerprint(*fault),
        "severity": "blocker",
        "location": {"path": fault.path or ".", "lines": {"begin": 1}},
    }


def _fingerprint(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode(errors="surrogateescape"), digest_size=16).hexdigest()
