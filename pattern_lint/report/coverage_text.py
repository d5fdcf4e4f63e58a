"""The coverage report for a terminal: tables and bars."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from ..coverage.counts import Counts
from ..coverage.model import CardCoverage, CheckedLine, Component, Coverage, Document, Group, GroupedBy, LineVerdict
from ..visible import guarded, plain, plain_lines
from .coverage_table import Column, fitted, plain_table
from .coverage_words import (
    NOTHING,
    groups,
    headline,
    kept,
    percent,
    points,
    several,
    standing,
    unreadable,
    worst_first,
)
from .style import Style

_BAR = 10
_MOST_GROUPS = 40
_MOST_CARDS = 8
"""How many of the cards that something violates a summary shows."""
_GROUPS: dict[GroupedBy, str] = {
    "document": "By document",
    "tier": "By tier",
    "status": "By status",
    "topic": "By topic",
    "component": "By component kind",
    "package": "By folder, without the folders in it",
}
_MARKS: dict[LineVerdict, tuple[str, str]] = {
    "pass": ("✓ pass", "green"),
    "fail": ("✗ fail", "red"),
    "not applicable": (f"{NOTHING} not applicable", "dim"),
}


def coverage_text(coverage: Coverage, style: Style, *, whole: bool = False) -> str:
    """What fits a screen: what is violated most, and how far each document is followed; or all of the report."""
    file = StringIO()
    console = Console(
        file=file,
        width=style.width,
        force_terminal=style.coloured,
        color_system="standard" if style.coloured else None,
        markup=False,
        highlight=False,
        emoji=False,
    )
    for part in _parts(coverage, console) if whole else _summary(coverage, console):
        console.print(part)
        console.print()
    lines = (line.rstrip() for line in file.getvalue().strip("\n").split("\n"))
    return guarded(re.sub(r"\n{3,}", "\n\n", "".join(f"{line}\n" for line in lines)))


def _parts(coverage: Coverage, console: Console) -> Iterator[RenderableType]:
    yield _head(coverage)
    found = [card for card in coverage.cards if card.counts.applicable]
    if found:
        yield _cards(worst_first(found), console)
    rest = len(coverage.cards) - len(found)
    if rest:
        noun = "more pattern" if found else "pattern"
        yield Text(f"{several(rest, noun)} to which nothing in the code applies", style="dim")
    for by, title in _GROUPS.items():
        grouped = groups(coverage, by)
        if grouped:
            yield _grouped(title, grouped, console)
    if coverage.all_components is not None:
        yield _map(coverage.components, coverage.all_components)
    if coverage.checklist:
        yield _checklist(coverage.checklist)
    if coverage.documents:
        yield _documents(coverage.documents)


def _summary(coverage: Coverage, console: Console) -> Iterator[RenderableType]:
    yield _head(coverage)
    found = [card for card in coverage.cards if card.counts.applicable]
    broken = [card for card in worst_first(found) if card.counts.conforming < card.counts.applicable]
    if broken:
        yield _cards(broken[:_MOST_CARDS], console)
    noun = "more pattern" if broken else "pattern"
    others = {
        "followed in part": len(broken[_MOST_CARDS:]),
        "followed fully": len(found) - len(broken),
        "to which nothing in the code applies": len(coverage.cards) - len(found),
    }
    yield _dim(f"{several(count, noun)} {what}" for what, count in others.items() if count)
    grouped = groups(coverage, "document")
    if grouped:
        yield _grouped(_GROUPS["document"], grouped, console)
    yield _gates(coverage)
    yield _dim(["--verbose shows all tables, and --output-format html makes a page of them"])


def _gates(coverage: Coverage) -> RenderableType:
    """What of components and of the checklist falls short."""
    short = [component for component in coverage.components if component.is_below_target]
    lines = [f"{each.kind}: {percent(each.coverage)} of what it must have; target {each.target:g} %" for each in short]
    verdicts = Counter(line.verdict for line in coverage.checklist)
    if verdicts:
        told = ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in _MARKS)
        lines.append(f"checklist: {told}")
    return Text(plain_lines("\n".join(lines)))


def _dim(lines: Iterable[str]) -> RenderableType:
    return Text("\n".join(lines), style="dim")


def _head(coverage: Coverage) -> Text:
    overall = coverage.overall
    text = Text(headline(coverage), style="bold")
    if overall.applicable:
        text.append("\n").append_text(bar(overall.coverage, 2 * _BAR))
        text.append(f"\n{overall}, in {several(coverage.files, 'file')}", style="not bold")
    if coverage.unreadable:
        text.append(f"\n{plain(unreadable(coverage))}", style="not bold yellow")
    for direction, words in ((-1, "worse"), (1, "better")):
        changed = coverage.changed(direction)
        if changed:
            names = ", ".join(f"{card.name} ({points(card.change)})" for card in changed[:5])
            rest = f" and {len(changed) - 5} more" if len(changed) > 5 else ""
            text.append(f"\n{words}: {names}{rest}", style="not bold green" if direction > 0 else "not bold red")
    return text


def bar(coverage: float | None, width: int) -> Text:
    """A percentage as a bar; only what is complete fills it, and only nothing leaves it empty."""
    if coverage is None:
        return Text("")
    full = int(width * coverage / 100) or (1 if coverage else 0)
    return Text("█" * full, style=_colour(coverage)).append("░" * (width - full), style="dim")


def _colour(coverage: float) -> str:
    return "green" if coverage >= 95 else "yellow" if coverage >= 75 else "red"


def _cards(cards: Sequence[CardCoverage], console: Console) -> Table:
    """A row a card. Columns in which nothing would stand are left out, and those for which there is no room."""
    counts = [card.counts for card in cards]
    columns = [
        Column("code", [card.code for card in cards]),
        Column("name", [card.name for card in cards], folds=True),
        Column("tier", ["" if card.tier is None else str(card.tier) for card in cards], spare=3, rare=True),
        Column("status", [standing(card) for card in cards], spare=5),
        Column("sites", [f"{each.applicable:,}" for each in counts], right=True, spare=9),
        Column("conform", [f"{each.conforming:,}" for each in counts], right=True, spare=2),
        Column("violate", [_figure(each.violating) for each in counts], right=True),
        Column("waived", [_figure(each.waived) for each in counts], right=True, spare=6, rare=True),
        Column("baselined", [_figure(each.baselined) for each in counts], right=True, spare=7, rare=True),
        Column("unknown", [_figure(each.unknown) for each in counts], right=True, spare=4, rare=True),
        Column("coverage", [percent(each.coverage) for each in counts], right=True),
        Column("", [bar(each.coverage, _BAR) for each in counts], spare=1),
        Column("trend", [_trend(card) for card in cards], right=True, spare=8, rare=True),
    ]
    return fitted("Patterns, the lowest first", columns, console)


def _figure(count: int) -> str:
    """A count that is worth reading only where there is something."""
    return f"{count:,}" if count else ""


def _trend(card: CardCoverage) -> Text:
    better = card.change is not None and card.change.direction > 0
    return Text(points(card.change), style="green" if better else "red")


def _grouped(title: str, grouped: Sequence[tuple[str, Group]], console: Console) -> Table:
    shown = grouped[:_MOST_GROUPS]
    counts = [group.counts for _, group in shown]
    columns = [
        Column("", [plain(name) for name, _ in shown], folds=True),
        Column("sites", [f"{each.applicable:,}" for each in counts], right=True, spare=2),
        Column("violate", [f"{each.violating:,}" for each in counts], right=True),
        Column("coverage", [percent(each.coverage) for each in counts], right=True),
        Column("", [bar(each.coverage, _BAR) for each in counts], spare=1),
    ]
    table = fitted(title, columns, console)
    if len(grouped) > _MOST_GROUPS:
        table.add_row(f"and {len(grouped) - _MOST_GROUPS} more, all above these")
    return table


def _map(components: Sequence[Component], together: Component) -> Table:
    """A column a kind: there are fewer kinds than things that they must have, and a terminal is higher than wide."""
    table = plain_table("What each kind of component must have")
    table.add_column("", overflow="fold")
    for component in (*components, together):
        table.add_column(component.kind, justify="right", overflow="fold")
    cells = [{cell.name: cell for cell in component.cells} for component in components]
    for name in dict.fromkeys(name for column in cells for name in column):
        shown = [_cell(column[name].counts, column[name].cards) if name in column else Text("") for column in cells]
        table.add_row(plain(name), *shown, "")
    table.add_section()
    table.add_row("coverage", *(_against(component) for component in (*components, together)))
    table.add_row("target", *(f"{component.target:g} %" for component in (*components, together)))
    return table


def _cell(counts: Counts, cards: Sequence[str]) -> Text:
    if counts.coverage is None:
        return Text(NOTHING if cards else "no card", style="dim")
    return Text(f"{counts.conforming:,}/{counts.applicable:,}", style=_colour(counts.coverage))


def _against(component: Component) -> Text:
    return Text(percent(component.coverage), style="red" if component.is_below_target else "green")


def _checklist(lines: Sequence[CheckedLine]) -> Table:
    table = plain_table("Checklist")
    table.add_column("", no_wrap=True)
    for name in ("line", "decided by", "sites"):
        table.add_column(name, overflow="fold")
    for line in lines:
        mark, colour = _MARKS[line.verdict]
        decided_by = ", ".join(line.cards or line.by)
        table.add_row(Text(mark, style=colour), plain(line.line), plain(decided_by), plain(line.reason))
    return table


def _documents(documents: Sequence[Document]) -> Table:
    """Which patterns of each document are kept in which way."""
    table = plain_table("Documents")
    table.add_column("document", overflow="fold")
    table.add_column("", justify="right", no_wrap=True)
    for name in ("of its patterns", "which"):
        table.add_column(name, overflow="fold")
    for document in documents:
        for number, (words, ids) in enumerate(kept(document)):
            table.add_row("" if number else plain(document.name), str(len(ids)), words, ", ".join(ids))
    return table
