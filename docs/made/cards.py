"""A page for each card, and one that lists them by topic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from pattern_lint.cards.card import Card
from pattern_lint.cards.catalogue import Catalog
from pattern_lint.cards.profiles import PatternEntry, pattern_index

HEAD = "| code | name | what holds | level | profiles | worth reading |\n| --- | --- | --- | --- | --- | --- |"


def write_cards(catalog: Catalog, folder: Path) -> None:
    folder.mkdir()
    patterns = pattern_index(catalog.profiles)
    for card in catalog.cards:
        text = page(card, profiles_of(card, catalog), patterns)
        (folder / f"{card.name}.md").write_text(text, encoding="utf-8")
    (folder / "index.md").write_text(index(catalog), encoding="utf-8")


def profiles_of(card: Card, catalog: Catalog) -> list[str]:
    return [name for name, profile in catalog.profiles.items() if name != "all" and profile.enables(card)]


def index(catalog: Catalog) -> str:
    """All cards by topic, with what share of their findings was worth reading in packages that were judged by hand."""
    parts = ["# Cards", "", "What share of a card's findings is worth reading was [judged by hand](../judged.md).", ""]
    for topic, cards in groupby(sorted(catalog.cards, key=_by_topic), key=lambda card: card.path.parent.name):
        rows = [row(card, profiles_of(card, catalog)) for card in cards]
        parts += [f"## {topic.replace('-', ' ').capitalize()}", "", HEAD, *rows, ""]
    return "\n".join(parts)


def row(card: Card, profiles: Iterable[str], folder: str = "") -> str:
    linked = ", ".join(f"[{name}]({'../profiles/' if not folder else ''}{name}.md)" for name in profiles)
    name = f"[{card.name}]({folder}{card.name}.md)"
    return f"| {card.code} | {name} | {card.summary} | {card.level} | {linked} | {_share(card)} |"


def page(card: Card, profiles: Iterable[str], patterns: Mapping[str, PatternEntry]) -> str:
    """A card's page: its facts, and then the card as its author wrote it."""
    body = card.path.read_text(encoding="utf-8").split("\n+++\n", 1)[1]
    title, _, rest = body.lstrip().partition("\n")
    kept = [
        f"[{id_}](../profiles/{patterns[id_].profile}.md#{id_.lower()})" for id_ in card.patterns if id_ in patterns
    ]
    names = [f"[{name}](../profiles/{name}.md)" for name in profiles]
    facts = [
        f"`{card.code}` `{card.name}` | level {card.level} | kind [{card.check}](../kinds/{card.check}.md)",
        "",
        f"Patterns: {', '.join(kept) or 'none'}. Profiles: {', '.join(names) or 'all only'}.",
        "",
        f"Judged by hand: {card.judged}." if card.judged is not None else "Nobody has judged its findings yet.",
    ]
    if card.equivalents:
        codes = ", ".join(f"`{code}`" for code in card.equivalents)
        facts += ["", f"Comments that accept {codes} of other linters accept it, too."]
    return "\n".join([title, "", *facts, "", rest])


def _share(card: Card) -> str:
    if card.judged is None or not card.judged.read:
        return ""
    return f"{round(100 * card.judged.worth / card.judged.read)} % of {card.judged.read}"


def _by_topic(card: Card) -> tuple[str, str]:
    return card.path.parent.name, card.code
