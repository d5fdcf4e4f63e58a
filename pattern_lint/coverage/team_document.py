"""A team's own pattern document: a Markdown file whose headings, or the ids below them, name patterns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..cards.headings import Section, sections, slug
from ..config.requirements import DocumentSettings
from ..config.toml_file import read_text
from ..problems import Problem, unknown

if TYPE_CHECKING:
    from .basis import Basis

_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Heading:
    """One pattern of the document and the cards that decide it."""

    id: str
    title: str
    cards: tuple[str, ...]


def headings(basis: Basis, settings: DocumentSettings) -> tuple[Heading, ...]:
    """The patterns of the document; what is wrong with it is noted as problems of the configuration."""
    place = basis.config.origin("document")
    text = read_text(Path(settings.file))
    if isinstance(text, Problem):
        basis.problems.append(place.below("file").problem(f"{Path(settings.file)}: {text.message}"))
        return ()
    found = list(sections(text, settings.heading_level))
    name, level = Path(settings.file).name, settings.heading_level
    if not found:
        message = f"{name} has no heading of level {level}; `heading-level` says which headings are patterns"
        basis.problems.append(place.below("file").problem(message))
    titles = {section.title for section in found}
    for title in settings.patterns:
        if found and title not in titles:
            message = (
                f"{unknown('heading', title, titles, list_known=False)} {name} has no such heading of level {level}."
            )
            basis.problems.append(place.below("patterns", title).problem(message))
    return _numbered(made for section in found if (made := _heading(section, basis, settings)))


def _numbered(found: Iterable[Heading]) -> tuple[Heading, ...]:
    """The headings with ids of their own, where several have the same title."""
    met: Counter[str] = Counter()
    numbered = []
    for heading in found:
        met[heading.id] += 1
        number = met[heading.id]
        numbered.append(heading if number == 1 else replace(heading, id=f"{heading.id}-{number}"))
    return tuple(numbered)


def _heading(section: Section, basis: Basis, settings: DocumentSettings) -> Heading | None:
    said = settings.patterns.get(section.title)
    if said is None:
        return Heading(slug(section.title), section.title, _named(section, basis))
    if not said:
        return None
    origin = basis.config.origin("document").below("patterns", section.title)
    return Heading(slug(section.title), section.title, basis.codes(said, origin))


def _named(section: Section, basis: Basis) -> tuple[str, ...]:
    """The cards whose code, name or pattern stands in the section, or whose title is the heading."""
    by_title = {slug(card.title): card.code for card in basis.catalog.cards if card.title}
    heading = slug(section.title)
    codes = {by_title[heading]} if heading in by_title else set[str]()
    codes |= set().union(*(_exact(word, basis) for word in _WORDS.findall(f"{section.title}\n{section.text}")))
    return tuple(sorted(codes or _exact(heading, basis)))


def _exact(word: str, basis: Basis) -> Iterable[str]:
    """The cards that a word of the text names; the beginning of a code or ALL may be an ordinary word."""
    if word in basis.cards:
        return {word}
    is_name = "-" in word
    return (basis.selectors.codes(word) or ()) if is_name else ()
