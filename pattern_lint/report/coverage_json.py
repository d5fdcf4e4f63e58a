"""The coverage report for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .. import __version__
from ..coverage.counts import Counts
from ..coverage.model import CardCoverage, Cell, Change, CheckedLine, Component, Coverage, Document, PatternCoverage
from ..outcome import Finding, Waived
from .escapes import json_text


def coverage_json(coverage: Coverage) -> str:
    """One object with everything that the report says."""
    return json_text(as_data(coverage))


def as_data(coverage: Coverage) -> dict[str, Any]:
    return {
        "version": __version__,
        "project": coverage.project,
        "date": coverage.date,
        "revision": coverage.revision,
        "files": coverage.files,
        "unreadable": [found.path for found in coverage.unreadable],
        "since": coverage.since or None,
        "overall": {**figures(coverage.overall), "trend": _change(coverage.change)},
        "patterns": [_card(card) for card in coverage.cards],
        "components": [_component(component) for component in coverage.components],
        "components_overall": _overall(coverage.all_components),
        "checklist": [_line(line) for line in coverage.checklist],
        "documents": [_document(document) for document in coverage.documents],
        "groups": {
            by: [{"name": group.name, **figures(group.counts)} for group in groups]
            for by, groups in coverage.groups.items()
        },
        "waivers": [_waiver(waived) for waived in coverage.waived],
    }


def figures(counts: Counts) -> dict[str, Any]:
    """The counts of sites by verdict, and their percentage."""
    return {
        "applicable": counts.applicable,
        "conforming": counts.conforming,
        "violating": counts.violating,
        "waived": counts.waived,
        "baselined": counts.baselined,
        "unknown": counts.unknown,
        "coverage": counts.coverage,
    }


def _card(card: CardCoverage) -> dict[str, Any]:
    return {
        "code": card.code,
        "name": card.name,
        "summary": card.summary,
        "patterns": list(card.patterns),
        "documents": list(card.documents),
        "topic": card.topic,
        "tier": card.tier,
        "status": card.status,
        "level": card.level,
        **figures(card.counts),
        "trend": _change(card.change),
    }


def _change(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {"before": change.before, "points": change.points, "violating": change.violating}


def _component(component: Component) -> dict[str, Any]:
    return {
        "kind": component.kind,
        "required": [cell.name for cell in component.cells],
        "target": component.target,
        "coverage": component.coverage,
        "below_target": component.is_below_target,
        "cells": [_cell(cell) for cell in component.cells],
        **figures(component.counts),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"name": cell.name, "by": list(cell.by), "cards": list(cell.cards), **figures(cell.counts)}


def _overall(component: Component | None) -> dict[str, Any] | None:
    if component is None:
        return None
    return {
        "target": component.target,
        "below_target": component.is_below_target,
        **figures(component.counts),
    }


def _line(line: CheckedLine) -> dict[str, Any]:
    return {
        "line": line.line,
        "by": list(line.by),
        "cards": list(line.cards),
        "verdict": line.verdict,
        "reason": line.reason,
        **figures(line.counts),
        "violations": _places(line.violations),
    }


def _places(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [
        {"code": found.code, "path": found.path, "line": found.line, "column": found.column, "message": found.message}
        for found in findings
    ]


def _document(document: Document) -> dict[str, Any]:
    patterns = [_pattern(pattern) for pattern in document.patterns]
    return {"name": document.name, "title": document.title, "patterns": patterns}


def _pattern(pattern: PatternCoverage) -> dict[str, Any]:
    return {
        "id": pattern.id,
        "title": pattern.title,
        "tier": pattern.tier,
        "status": pattern.status,
        "state": pattern.state,
        "cards": list(pattern.cards),
        **figures(pattern.counts),
    }


def _waiver(waived: Waived) -> dict[str, Any]:
    finding = waived.finding
    return {
        "code": finding.code,
        "path": finding.path,
        "line": finding.line,
        "by": waived.by,
        "reason": waived.reason,
        "owner": waived.owner,
        "until": waived.until or None,
    }
