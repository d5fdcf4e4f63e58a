"""How figures of the coverage report are put into words, the same in every format."""

from __future__ import annotations

from collections.abc import Iterable

from ..cards.card import LEVEL_OF_STATUS
from ..coverage.git import shortened
from ..coverage.measure import NONE
from ..coverage.model import CardCoverage, Change, Coverage, Document, Group, GroupedBy, State

NOTHING = "–"
"""What stands where nothing applies."""

KEPT: dict[State, str] = {
    "enforced": "enforced",
    "observed": "observed, fails nothing",
    "no sites": "without a site in the code",
    "off": "off",
    "no card": "without a card",
    "report": "kept by this report",
    "command": "kept by a command of pattern-lint",
}
"""How a documented pattern is kept."""

_LEAST_SHOWN = 0.05
"""What would be nothing at all with one digit is told with two."""

_IN_ORDER: frozenset[GroupedBy] = frozenset(("tier", "status"))
"""Groups that have an order of their own; of all others the lowest come first."""


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
        return f"{change.points:+.{1 if abs(change.points) >= _LEAST_SHOWN else 2}f}"
    return f"{change.violating:+d} sites"


def several(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def standing(card: CardCoverage) -> str:
    """The status of a card's pattern; the level too where it is not the one that the status gives."""
    if card.status is None:
        return card.level
    return card.status if LEVEL_OF_STATUS[card.status] == card.level else f"{card.status}, {card.level}"


def kept(document: Document) -> list[tuple[str, list[str]]]:
    """In which ways a document's patterns are kept, and which are."""
    found = ((words, [each.id for each in document.patterns if each.state == state]) for state, words in KEPT.items())
    return [(words, ids) for words, ids in found if ids]


def states(document: Document) -> str:
    """How many of a document's patterns are kept in which way."""
    return "; ".join(f"{len(ids)} {words}" for words, ids in kept(document))


def worst_first(cards: Iterable[CardCoverage]) -> list[CardCoverage]:
    """The cards with the most to do first; those to which nothing applies last."""

    def rank(card: CardCoverage) -> tuple[bool, float, int, str]:
        coverage = card.counts.coverage
        return (coverage is None, 0.0 if coverage is None else coverage, -card.counts.violating, card.code)

    return sorted(cards, key=rank)


def groups(coverage: Coverage, by: GroupedBy) -> list[tuple[str, Group]]:
    """The groups in which something applies, with their names; none where all is in one of them."""
    found = [group for group in coverage.groups[by] if group.counts.applicable]
    if by not in _IN_ORDER:
        found.sort(key=lambda group: (group.counts.coverage or 0, group.name))
    return [(_group_name(by, group.name), group) for group in found] if len(found) > 1 else []


def _group_name(by: GroupedBy, name: str) -> str:
    return f"no {by}" if name == NONE else f"tier {name}" if by == "tier" else name


def headline(coverage: Coverage) -> str:
    """The report in one line."""
    overall = coverage.overall.coverage
    if overall is None:
        return "No files to look at" if not coverage.files else "Nothing in the code to which a pattern applies"
    change = points(coverage.change)
    trend = f" ({change} since {coverage.since})" if change else ""
    return f"{percent(overall)} of all sites follow their patterns{trend}"


def commit(revision: str) -> str:
    """The revision as a reader looks it up."""
    changed = " with uncommitted changes" if revision.endswith("+") else ""
    return f"commit {shortened(revision).rstrip('+')}{changed}"


def unreadable(coverage: Coverage) -> str:
    """Which files nothing is known of; empty where all could be read."""
    paths = [found.path for found in coverage.unreadable]
    if not paths:
        return ""
    rest = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return f"{several(len(paths), 'file')} could not be parsed and count for nothing: {', '.join(paths[:3])}{rest}"
