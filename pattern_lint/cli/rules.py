"""`pattern-lint rules`: all cards, for people and programs."""

from __future__ import annotations

import argparse
from typing import Any

from ..cards.card import Card
from ..cards.catalogue import Catalog
from ..cards.profiles import with_extended
from .finding_cards import catalog_here
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
        "fix": card.fix,
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
    heads = ("code", "level", "name", "patterns", "summary")
    rows = [(c.code, c.level, c.name, " ".join(c.patterns), c.summary) for c in catalog.cards]
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (heads, *rows)
    ]
    return "".join(f"{line}\n" for line in lines)
