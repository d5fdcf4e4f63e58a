"""The history of coverage: one JSON line a run, which is only ever added to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec

from ..problems import Problem
from ..reading import read_file
from ..writing import append_line
from .counts import Counts, percentage, total
from .git import shortened
from .model import CardCoverage, Change, Coverage


class Figures(msgspec.Struct, frozen=True):
    """The sites of one card, or of all; what a later version adds is passed over."""

    applicable: int
    conforming: int
    violating: int
    coverage: float | None = None


class Entry(msgspec.Struct, frozen=True):
    """One run."""

    date: str
    overall: Figures
    patterns: dict[str, Figures]
    revision: str | None = None
    components: dict[str, float | None] = {}


def read_last(path: Path) -> tuple[Entry | None, list[Problem]]:
    """The last entry that can be read, and the lines that cannot; they are passed over and stay as they are."""
    problems: list[Problem] = []
    last: Entry | None = None
    for number, line in _lines(path):
        try:
            last = msgspec.json.decode(line, type=Entry)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            message = f"this line is no entry of a coverage history, so it is passed over: {error}"
            problems.append(Problem(path, number, message))
    return last, problems


def append(path: Path, coverage: Coverage) -> None:
    """Add the run; a last line that was never finished is finished first, so that it swallows nothing."""
    append_line(path, msgspec.json.encode(entry_of(coverage)) + b"\n")


def entry_of(coverage: Coverage) -> Entry:
    """What the history keeps of a report."""
    return Entry(
        date=coverage.date,
        revision=coverage.revision,
        overall=_figures(coverage.overall),
        patterns={card.code: _figures(card.counts) for card in coverage.cards},
        components={component.kind: component.coverage for component in coverage.components},
    )


def compared(coverage: Coverage, last: Entry | None) -> Coverage:
    """The report with what has changed since an entry, in the cards that both have: a new one makes nothing worse."""
    if last is None:
        return coverage
    cards = tuple(replace(card, change=_card_change(card, last)) for card in coverage.cards)
    both = [card for card in cards if card.code in last.patterns]
    change = _change(_sum(last.patterns[card.code] for card in both), total(card.counts for card in both))
    day = last.date[:10]
    since = f"{day} ({shortened(last.revision)})" if last.revision else day
    return replace(coverage, cards=cards, change=change, since=since)


def _card_change(card: CardCoverage, last: Entry) -> Change | None:
    before = last.patterns.get(card.code)
    return None if before is None else _change(before, card.counts)


def _change(before: Figures, counts: Counts) -> Change:
    return Change(before.coverage, counts.coverage, counts.violating - before.violating)


def _sum(figures: Iterable[Figures]) -> Figures:
    applicable = conforming = violating = 0
    for each in figures:
        applicable += each.applicable
        conforming += each.conforming
        violating += each.violating
    return Figures(applicable, conforming, violating, percentage(conforming, applicable))


def _figures(counts: Counts) -> Figures:
    return Figures(counts.applicable, counts.conforming, counts.violating, counts.coverage)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        content = read_file(path)
    except FileNotFoundError:
        return
    for number, line in enumerate(content.split(b"\n"), 1):
        if line.strip():
            yield number, line
