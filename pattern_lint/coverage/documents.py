"""Documents and how far their patterns are enforced: those of the profiles, and a team's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..cards.profiles import PatternEntry, Profile
from .basis import Basis, strictest
from .counts import Counts, total
from .model import Document, PatternCoverage, State
from .team_document import headings

Sums = Mapping[str, Counts]


def documents(basis: Basis, sums: Sums) -> tuple[Document, ...]:
    """The team's own document first, then those of the profiles in force."""
    return (*_own(basis, sums), *(_of_profile(profile, basis, sums) for profile in basis.documents))


def by_card(documents: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    """The documents that name each card."""
    found: dict[str, dict[str, None]] = {}
    for document in documents:
        for pattern in document.patterns:
            for code in pattern.cards:
                found.setdefault(code, {})[document.name] = None
    return {code: tuple(names) for code, names in found.items()}


def _of_profile(profile: Profile, basis: Basis, sums: Sums) -> Document:
    cards: dict[str, list[str]] = {}
    for card in basis.catalog.cards:
        for pattern in card.patterns:
            cards.setdefault(pattern, []).append(card.code)
    patterns = (_documented(entry, tuple(cards.get(entry.id, ())), basis, sums) for entry in profile.patterns)
    return Document(profile.name, profile.title, tuple(patterns))


def _documented(entry: PatternEntry, cards: tuple[str, ...], basis: Basis, sums: Sums) -> PatternCoverage:
    counts = total(sums.get(code, Counts()) for code in basis.running(cards))
    state: State = _state(cards, basis, counts)
    if entry.kept_by != "card" and not cards:
        state = entry.kept_by
    return PatternCoverage(entry.id, entry.title, entry.tier, entry.status, state, cards, counts)


def _state(cards: tuple[str, ...], basis: Basis, counts: Counts) -> State:
    """How a pattern is kept by the cards that there are for it, of which some take part in the run."""
    running = basis.running(cards)
    if not cards:
        return "no card"
    if not running:
        return "off"
    if not counts.applicable:
        return "no sites"
    return "enforced" if any(basis.levels[code] == "error" for code in running) else "observed"


def _own(basis: Basis, sums: Sums) -> Iterator[Document]:
    settings = basis.config.document
    if settings is None:
        return
    found = []
    for heading in headings(basis, settings):
        counts = total(sums.get(code, Counts()) for code in basis.running(heading.cards))
        status = strictest(basis.status(basis.cards[code]) for code in heading.cards)
        state = _state(heading.cards, basis, counts)
        found.append(PatternCoverage(heading.id, heading.title, None, status, state, heading.cards, counts))
    yield Document(settings.file.rpartition("/")[2], "The team's own document", tuple(found))
