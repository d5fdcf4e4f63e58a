"""`pattern-lint rules`: all cards, profiles and kinds for people, all cards for programs."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from typing import Any

from ..cards.card import Card
from ..cards.catalogue import Catalog
from ..cards.kind_pages import about_kind
from ..cards.profiles import Profile, with_extended
from ..cards.repairs import fix_of
from ..cards.selection import select_cards
from ..kinds import kind_names
from ..report.text import counted
from .finding_cards import catalog_here, config_here
from .output import say, write


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--output-format", choices=("text", "json"), default="text")


def run(arguments: argparse.Namespace) -> int:
    catalog = catalog_here()
    if arguments.output_format == "json":
        write(_as_json(catalog))
    else:
        say(_as_text(catalog))
    return 0


def _as_json(catalog: Catalog) -> str:
    from ..report.escapes import json_text

    return json_text([_entry(card, catalog) for card in catalog.cards])


def _entry(card: Card, catalog: Catalog) -> dict[str, Any]:
    return {
        "code": card.code,
        "name": card.name,
        "summary": card.summary,
        "check": card.check,
        "patterns": list(card.patterns),
        "tier": card.tier,
        "level": card.level,
        "fix": fix_of(card),
        "profiles": profiles_of(card, catalog),
    }


def profiles_of(card: Card, catalog: Catalog) -> list[str]:
    """The profiles in which the card takes part, itself or through a profile that they extend."""
    return [
        name
        for name in sorted(catalog.profiles)
        if any(profile.enables(card) for profile in with_extended([name], catalog.profiles))
    ]


def _as_text(catalog: Catalog) -> str:
    """What is on in the working folder, and what there is: cards, profiles, kinds."""
    config = config_here()
    levels = {each.card.code: each.level for each in select_cards(config, catalog.cards, catalog.profiles)}
    cards = [
        ("on" if card.code in levels else "", card.code, levels.get(card.code, card.level), card.name, *_about(card))
        for card in catalog.cards
    ]
    profiles = [
        ("on" if name in config.profile_names else "", name, _number(profile, catalog), profile.title)
        for name, profile in sorted(catalog.profiles.items())
    ]
    uses = Counter(card.check for card in catalog.cards)
    kinds = [(kind, str(uses[kind]), _first_sentence(about_kind(kind))) for kind in kind_names()]
    return "\n".join(
        [
            _table("", ("here", "code", "level", "name", "patterns", "summary"), cards),
            _table("Profiles", ("here", "profile", "cards", "title"), profiles),
            _table("Kinds, which `pattern-lint explain KIND` describes", ("kind", "cards", "about"), kinds),
            f"{len(levels)} of {counted(len(catalog.cards), 'card')} are on here.\n",
        ]
    )


def _about(card: Card) -> tuple[str, str]:
    return " ".join(card.patterns), card.summary


def _number(profile: Profile, catalog: Catalog) -> str:
    chain = with_extended([profile.name], catalog.profiles)
    return str(sum(any(each.enables(card) for each in chain) for card in catalog.cards))


def _first_sentence(text: str) -> str:
    return " ".join(text.split("\n\n")[0].split()).split(". ")[0].rstrip(".")


def _table(title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (heads, *rows)
    ]
    return "".join(f"{line}\n" for line in ([title, ""] if title else []) + lines)
