"""`pattern-lint try`: what one card would say here, whether it is on or not."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from ..cards.card import Card, load_cards
from ..engine.request import Request
from ..engine.targets import absolute, find_targets
from ..engine.trial import Trial, sums, try_card
from ..outcome import VERDICTS
from ..problems import UsageError
from ..reading import is_file
from ..report.progress import progress_bar
from ..report.text import counted, fault_message
from .common import add_means, cache_folder_of
from .main import FAULT
from .output import complain, say

_SHOWN = 20
_IN_WORDS = {"conforms": "conform", "violates": "violate", "waived": "waived", "unknown": "unknown"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("card", metavar="CARD", help="the file of a card, or a card's code or name")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: the working folder)")
    parser.add_argument(
        "--show", type=int, default=_SHOWN, metavar="N", help=f"list at most so many findings (default: {_SHOWN})"
    )
    add_means(parser)


def run(arguments: argparse.Namespace) -> int:
    began = time.monotonic()
    card = _card(arguments.card)
    request = Request(
        config_file=arguments.config,
        isolated=arguments.isolated,
        jobs=arguments.jobs,
        cache_folder=cache_folder_of(arguments),
    )
    targets = find_targets(arguments.paths, config_file=request.config_file, isolated=request.isolated)
    if len(targets) > 1:
        roots = ", ".join(str(target.root) for target in targets)
        raise UsageError(f"these paths belong to several projects, and a card is tried in one: {roots}; name one")
    with progress_bar() as announce:
        found = try_card(targets[0], request, card.code, card.path, announce)
    say("".join(f"{line}\n" for line in _told(card, found, arguments.show, time.monotonic() - began)))
    for fault in found.outcome.faults:
        complain(fault_message(fault))
    return FAULT if found.outcome.faults else 0


def _card(name: str) -> Card:
    if is_file(Path(name)):
        (card,) = load_cards([absolute(name)], examples=False)
        return card
    from .finding_cards import cards_named, catalog_here

    cards = cards_named([name], catalog_here())
    if len(cards) > 1:
        raise UsageError(f"{name}: several cards are meant: {', '.join(card.code for card in cards)}; name one")
    return cards[0]


def _told(card: Card, found: Trial, most: int, seconds: float) -> list[str]:
    """The findings, as many as wanted, and the sums of all verdicts."""
    findings = found.outcome.findings
    lines = [f"{each.path}:{each.line}:{each.column}: {each.code} {each.message}" for each in findings[:most]]
    if len(findings) > most:
        lines.append(f"... and {len(findings) - most} more; `--show {len(findings)}` lists all")
    counts = sums(found.outcome)
    parts = [f"{counts[verdict]} {_IN_WORDS[verdict]}" for verdict in VERDICTS if verdict in _IN_WORDS]
    sites, files = counted(sum(counts.values()), "site"), counted(found.outcome.files, "file")
    looked = f"{found.looked_at} of them looked at again, {seconds:.2f} s"
    return [*found.hints, *lines, f"{card.code} {card.name}: {sites} in {files}: {', '.join(parts)} ({looked})"]
