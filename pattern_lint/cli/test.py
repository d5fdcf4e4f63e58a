"""`pattern-lint test`: runs the examples of cards."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..engine.examples import failures
from ..engine.targets import absolute
from ..reading import is_file, is_folder
from ..report.text import counted
from .finding_cards import cards_named, catalog_here
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
    failed = [failure for card in cards for failure in failures(card, catalog.cards)]
    sums = f"{counted(examples, 'example')} of {counted(len(cards), 'card')}: {counted(len(failed), 'failure')}"
    lines = [*map(str, failed), sums]
    say("".join(f"{line}\n" for line in lines))
    return FINDINGS if failed else 0
