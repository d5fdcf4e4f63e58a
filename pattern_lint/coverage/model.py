"""What the coverage report says, as plain data that every format shows in its own way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..cards.card import Card, Status
from ..outcome import Finding, Fix, Level, Waived, WaiverUse
from .counts import Counts, total

State = Literal["enforced", "observed", "no sites", "off", "no card", "report", "command"]
"""How a documented pattern is kept: by cards whose findings fail a check, by cards that look at it and fail nothing,
by cards to which nothing applies, by cards that take no part in the run, by no card, or by a part of the
report itself."""

LineVerdict = Literal["pass", "fail", "not applicable"]


@dataclass(frozen=True, slots=True)
class Change:
    """What has become of a figure since the last entry of the history."""

    before: float | None
    after: float | None
    violating: int
    """How many violating sites more there are now; negative when there are fewer."""

    @property
    def points(self) -> float:
        """Percentage points gained; where one of the figures is missing there is nothing to compare."""
        return 0.0 if self.before is None or self.after is None else round(self.after - self.before, 2)

    @property
    def direction(self) -> int:
        """1 for better, -1 for worse, 0 for unchanged; violations decide where the percentage stayed."""
        by_points = (self.points > 0) - (self.points < 0)
        return by_points or (self.violating < 0) - (self.violating > 0)


@dataclass(frozen=True, slots=True)
class CardCoverage:
    """One card that took part in the run."""

    code: str
    name: str
    title: str
    summary: str
    patterns: tuple[str, ...]
    documents: tuple[str, ...]
    topic: str
    tier: int | None
    status: Status | None
    level: Level
    fix: Fix
    counts: Counts
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class PatternCoverage:
    """One documented pattern, with the sum of its cards' sites."""

    id: str
    title: str
    tier: int | None
    status: Status | None
    state: State
    cards: tuple[str, ...]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Document:
    """A document and how far its patterns are enforced."""

    name: str
    title: str
    patterns: tuple[PatternCoverage, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One pattern that a component kind must have, and how its components follow it."""

    name: str
    by: tuple[str, ...]
    cards: tuple[str, ...]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Component:
    """One component kind against its target."""

    kind: str
    target: float
    cells: tuple[Cell, ...]
    counts: Counts

    @property
    def coverage(self) -> float | None:
        return self.counts.coverage

    @property
    def is_below_target(self) -> bool:
        return self.coverage is not None and self.coverage < self.target


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """One line of the checklist, decided."""

    line: str
    by: tuple[str, ...]
    cards: tuple[str, ...]
    verdict: LineVerdict
    reason: str
    counts: Counts
    violations: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Sites that have something in common: a document, a tier, a folder."""

    name: str
    counts: Counts


GroupedBy = Literal["document", "tier", "status", "topic", "package", "component"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole report."""

    project: str
    """The name of the project's folder."""
    date: str
    revision: str | None
    files: int
    cards: tuple[CardCoverage, ...]
    documents: tuple[Document, ...]
    components: tuple[Component, ...]
    all_components: Component | None
    """All component kinds together, each site once; None where no kind is asked for anything."""
    checklist: tuple[CheckedLine, ...]
    groups: Mapping[GroupedBy, tuple[Group, ...]]
    findings: tuple[Finding, ...] = ()
    baselined: tuple[Finding, ...] = ()
    unreadable: tuple[Finding, ...] = ()
    """The files in which nothing could be looked at."""
    waived: tuple[Waived, ...] = ()
    waivers: tuple[WaiverUse, ...] = ()
    """What the configuration accepts, whether or not there is anything to accept."""
    by_path: Mapping[str, Counts] = field(default_factory=dict)
    change: Change | None = None
    since: str = ""
    """Date and revision of what `change` compares with."""
    catalog: Mapping[str, Card] = field(default_factory=dict)
    """The cards by code, with their reasons and examples where a format shows them."""

    @property
    def overall(self) -> Counts:
        return total(card.counts for card in self.cards)

    def changed(self, direction: int) -> list[CardCoverage]:
        """The cards that got better (1) or worse (-1), those that changed most first."""
        found = [card for card in self.cards if card.change is not None and card.change.direction == direction]
        return sorted(found, key=lambda card: (-abs(card.change.points) if card.change else 0, card.code))
