"""How figures of the coverage report are put into words, the same in every format."""

from __future__ import annotations

from collections.abc import Iterable

from ..coverage.counts import Counts
from ..coverage.model import CardCoverage, Change, Coverage, Document

NOTHING = "–"
"""What stands where nothing applies."""


def percent(coverage: float | None) -> str:
    """A percentage with one digit; only what is complete is called 100."""
    if coverage is None:
        return NOTHING
    shown = min(round(coverage, 1), 99.9) if coverage < 100 else 100.0
    return f"{shown:.1f} %"


def points(change: Change | None) -> str:
    """What was gained or lost; empty where nothing changed or nothing can be compared."""
    if change is None or not change.direction:
        return ""
    if change.points:
        return f"{change.points:+.1f}"
    return f"{change.violating:+d} sites"


def sites(counts: Counts) -> str:
    """All sites by verdict, without the verdicts that none has."""
    rest = {
        "violate": counts.violating,
        "waived": counts.waived,
        "baselined": counts.baselined,
        "unknown": counts.unknown,
    }
    parts = [f"{counts.conforming:,} of {counts.applicable:,} sites conform"]
    return ", ".join(parts + [f"{count:,} {name}" for name, count in rest.items() if count])


def states(document: Document) -> str:
    """How many of a document's patterns are kept in which way."""
    parts = [
        (document.count("enforced"), "enforced"),
        (document.count("no sites"), "without a site in the code"),
        (document.count("off"), "off"),
        (document.count("no card"), "without a card"),
        (document.count("report", "command"), "kept by the tool itself"),
    ]
    return ", ".join(f"{count} {words}" for count, words in parts if count)


def worst_first(cards: Iterable[CardCoverage]) -> list[CardCoverage]:
    """The cards with the most to do first; those to which nothing applies last."""

    def rank(card: CardCoverage) -> tuple[bool, float, int, str]:
        coverage = card.counts.coverage
        return (coverage is None, 0.0 if coverage is None else coverage, -card.counts.violating, card.code)

    return sorted(cards, key=rank)


def headline(coverage: Coverage) -> str:
    """The report in one line."""
    change = points(coverage.change)
    trend = f" ({change} since {coverage.since})" if change else ""
    return f"{percent(coverage.overall.coverage)} of all sites follow their patterns{trend}"
