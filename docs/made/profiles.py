"""A page for each profile: the document that it enforces, pattern by pattern, with the cards that do it."""

from __future__ import annotations

from pathlib import Path

from pattern_lint.cards.card import Card
from pattern_lint.cards.catalogue import Catalog
from pattern_lint.cards.profiles import PatternEntry, Profile

from .cards import HEAD, profiles_of, row

KEPT_BY = {
    "report": "Kept by the [coverage report](../how-to/coverage.md).",
    "command": "Kept by [a command](../commands/index.md).",
}


def write_profiles(catalog: Catalog, folder: Path) -> None:
    folder.mkdir()
    rows = []
    for name, profile in catalog.profiles.items():
        (folder / f"{name}.md").write_text(page(profile, catalog), encoding="utf-8")
        rows.append(f"| [{name}]({name}.md) | {profile.document} | {len(_cards(profile, catalog))} |")
    head = ["# Profiles", "", "| profile | what it is for | cards |", "| --- | --- | --- |"]
    (folder / "index.md").write_text("\n".join([*head, *rows, ""]), encoding="utf-8")


def page(profile: Profile, catalog: Catalog) -> str:
    head = [f"# {profile.title}", "", f"`{profile.name}`: {profile.document}", ""]
    if not profile.patterns:
        cards = [row(card, profiles_of(card, catalog), "../cards/") for card in _cards(profile, catalog)]
        return "\n".join([*head, HEAD, *cards, ""])
    parts = [part for pattern in profile.patterns for part in _pattern(pattern, catalog)]
    return "\n".join([*head, *parts])


def _pattern(pattern: PatternEntry, catalog: Catalog) -> list[str]:
    """A heading with the id as its address, so that ids lead here, and the cards that enforce it."""
    cards = [card for card in catalog.cards if pattern.id in card.patterns]
    linked = [f"* [{card.code} {card.name}](../cards/{card.name}.md): {card.summary}" for card in cards]
    nobody = KEPT_BY.get(pattern.kept_by, "No card enforces it so far.")
    tier = f", tier {pattern.tier}" if pattern.tier is not None else ""
    head = f"## {pattern.id} {pattern.title} {{ #{pattern.id.lower()} }}"
    return [head, "", f"{pattern.status.capitalize()}{tier}.", "", *(linked or [nobody]), ""]


def _cards(profile: Profile, catalog: Catalog) -> list[Card]:
    return [card for card in catalog.cards if profile.enables(card)]
