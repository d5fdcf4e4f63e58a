"""`pattern-lint new`: writes a first card, or a component that keeps its patterns from the first line."""

from __future__ import annotations

import argparse

from .asking import asked, is_somebody_there
from .finding_cards import config_here

_CARD = "card"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        metavar="KIND",
        help="`card`, or a kind of component: worker, dto, adapter, service, coordinator, repository, strategy, "
        "api-client, background-task, or one of your own",
    )
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help="the name: of a card such as no-print, of a component such as PriceFeed"
    )
    parser.add_argument(
        "--folder", metavar="FOLDER", help="where it goes: your own cards, or the package (default: the only one)"
    )
    card = parser.add_argument_group("for a card")
    card.add_argument("--kind", metavar="KIND", help="the kind of checks that does the work")
    card.add_argument("--of", metavar="NAMES", help="what the card is about, such as requests.get,*.commit")
    card.add_argument(
        "--option", action="append", default=[], metavar="LINE", help="an option as a card has it; may be repeated"
    )
    card.add_argument("--code", metavar="CODE", help="the card's code (default: the next of your own)")
    card.add_argument("--summary", metavar="TEXT", help="what holds, in one sentence")


def run(arguments: argparse.Namespace) -> int:
    if arguments.what == _CARD:
        from .new_card import write_card

        return write_card(arguments)
    from .new_component import write_component

    name = arguments.name or (asked("Name, such as PriceFeed") if is_somebody_there() else "")
    return write_component(arguments.what, name, arguments.folder, config_here())
