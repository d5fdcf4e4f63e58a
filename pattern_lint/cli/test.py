"""`pattern-lint test`: runs the examples of cards."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..cards.card import Card
from ..engine.examples import failures
from ..engine.targets import absolute
from ..reading import is_file, is_folder
from ..report.text import counted
from .finding_cards import cards_named, catalog_here, roles_for
from .main import FINDINGS
from .output import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "cards",
        nargs="*",
        metavar="CARD",
        help="a code, a name, a pattern's id, or the path of a card or folder (default: all cards)",
    )

    parser.add_argument("--watch", action="store_true", help="run them again when their files change, until Ctrl-C")


def run(arguments: argparse.Namespace) -> int:
    if arguments.watch:
        from .watching import watch

        watch(arguments.cards)
    named = [Path(name) for name in arguments.cards]
    files = [absolute(path) for path in named if is_file(path) or is_folder(path)]
    catalog = catalog_here(examples=True, also=files)
    cards = cards_named(arguments.cards, catalog) if arguments.cards else list(catalog.cards)
    examples = sum(len(card.examples) for card in cards)
    failed = [failure for card in cards for failure in failures(card, catalog.cards, roles_for(card))]
    sums = f"{counted(examples, 'example')} of {counted(len(cards), 'card')}: {counted(len(failed), 'failure')}"
    lines = [*map(str, failed), *map(_unshown, filter(_shows_nothing_wrong, cards)), sums]
    say("".join(f"{line}\n" for line in lines))
    return FINDINGS if failed else 0


def _shows_nothing_wrong(card: Card) -> bool:
    return not any(example.kind in ("violates", "known-miss") for example in card.examples)


def _unshown(card: Card) -> str:
    """What to say of a card of which no example would fail if it found nothing at all."""
    return f"{card.path}: no example shows what {card.code} finds; add `## Violates: ...`"
