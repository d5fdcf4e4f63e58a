"""Documents and how far their patterns are enforced: those of the profiles, and a team's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..profiles import PatternEntry, Profile
from .basis import Basis, strictest
from .counts import Counts, total
from .model import Document, PatternCoverage, State
from .team_document import headings

Sums = Mapping[str, Counts]


def documents(basis: Basis, sums: Sums) -> tuple[Document, ...]:
    """The team's own document first, then those of the profiles in force."""
    return (*_own(basis, sums), *(_of_profile(profile, basis, sums) for profile in basis.documents))


def _of_profile(profile: Profile, basis: Basis, sums: Sums) -> Document:
    cards: dict[str, list[str]] = {}
    for card in basis.catalog.cards:
        for pattern in card.patterns:
            cards.setdefault(pattern, []).append(card.code)
    patterns = (_documented(entry, tuple(cards.get(entry.id, ())), basis, sums) for entry in profile.patterns)
    return Document(profile.name, profile.title, tuple(patterns))


def _documented(entry: PatternEntry, cards: tuple[str, ...], basis: Basis, sums: Sums) -> PatternCoverage:
    running = basis.running(cards)
    counts = total(sums.get(code, Counts()) for code in running)
    state: State = state_of(cards, running, counts)
    if entry.kept_by != "card" and not cards:
        state = entry.kept_by
    return PatternCoverage(entry.id, entry.title, entry.tier, entry.status, state, cards, counts)


def state_of(cards: tuple[str, ...], running: tuple[str, ...], counts: Counts) -> State:
    """How a pattern is kept by the cards that there are for it, of which some take part in the run."""
    if not cards:
        return "no card"
    if not running:
        return "off"
    return "enforced" if counts.applicable else "no sites"


def _own(basis: Basis, sums: Sums) -> Iterator[Document]:
    settings = basis.config.document
    if settings is None:
        return
    found = []
    for heading in headings(basis, settings):
        running = basis.running(heading.cards)
        counts = total(sums.get(code, Counts()) for code in running)
        status = strictest(basis.status(basis.cards[code]) for code in heading.cards)
        state = state_of(heading.cards, running, counts)
        found.append(PatternCoverage(heading.id, heading.title, None, status, state, heading.cards, counts))
    yield Document(settings.file.rpartition("/")[2], "The team's own document", tuple(found))
