"""The coverage report for a terminal: tables and bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from ..cards import LEVEL_OF_STATUS
from ..coverage.counts import Counts
from ..coverage.model import CardCoverage, CheckedLine, Component, Coverage, Document, Group, GroupedBy, LineVerdict
from .coverage_words import NOTHING, headline, percent, points, sites, states, worst_first
from .style import Style

_BAR = 10
_MOST_GROUPS = 12
_GROUPS: dict[GroupedBy, str] = {
    "document": "By document",
    "tier": "By tier",
    "status": "By status",
    "topic": "By topic",
    "component": "By component kind",
    "package": "By folder, the lowest first",
}
_MARKS: dict[LineVerdict, tuple[str, str]] = {
    "pass": ("✓ pass", "green"),
    "fail": ("✗ fail", "red"),
    "not applicable": (f"{NOTHING} not applicable", "dim"),
}


def coverage_text(coverage: Coverage, style: Style) -> str:
    """The whole report."""
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
    for part in _parts(coverage):
        console.print(part)
        console.print()
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().rstrip("\n").split("\n"))


def _parts(coverage: Coverage) -> Iterator[RenderableType]:
    yield _head(coverage)
    found = [card for card in coverage.cards if card.counts.applicable]
    if found:
        yield _cards(worst_first(found))
    rest = len(coverage.cards) - len(found)
    if rest:
        yield Text(f"{rest} more pattern{'' if rest == 1 else 's'} to which nothing in the code applies", style="dim")
    for by, title in _GROUPS.items():
        groups = [group for group in coverage.groups[by] if group.counts.applicable]
        if len(groups) > 1:
            yield _grouped(title, groups)
    if coverage.all_components is not None:
        yield _map(coverage.components, coverage.all_components)
    if coverage.checklist:
        yield _checklist(coverage.checklist)
    if coverage.documents:
        yield _documents(coverage.documents)


def _head(coverage: Coverage) -> Text:
    overall = coverage.overall
    text = Text(headline(coverage), style="bold")
    text.append("\n").append_text(bar(overall.coverage, 2 * _BAR))
    text.append(f"\n{sites(overall)}, in {coverage.files:,} file{'' if coverage.files == 1 else 's'}", style="not bold")
    for direction, words in ((1, "better"), (-1, "worse")):
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


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))


def _cards(cards: Sequence[CardCoverage]) -> Table:
    """A row a card; columns in which nothing would stand are left out."""
    shown: dict[str, list[str]] = {
        "waived": [_figure(card.counts.waived + card.counts.baselined) for card in cards],
        "unknown": [_figure(card.counts.unknown) for card in cards],
    }
    rare = {name: figures for name, figures in shown.items() if any(figures)}
    compared = any(points(card.change) for card in cards)
    table = _table("Patterns, the lowest first")
    table.add_column("code", no_wrap=True)
    table.add_column("name", overflow="fold")
    for name in ("tier", "status"):
        table.add_column(name, no_wrap=True)
    for name in ("sites", "violate", *rare, "coverage"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    if compared:
        table.add_column("trend", justify="right")
    for row, card in enumerate(cards):
        counts = card.counts
        table.add_row(
            card.code,
            card.name,
            "" if card.tier is None else str(card.tier),
            _status(card),
            f"{counts.applicable:,}",
            _figure(counts.violating),
            *(figures[row] for figures in rare.values()),
            percent(counts.coverage),
            bar(counts.coverage, _BAR),
            *([_trend(card)] if compared else []),
        )
    return table


def _status(card: CardCoverage) -> str:
    """The status of the pattern; the level too where it is not the one that the status gives."""
    if card.status is None:
        return card.level
    return card.status if LEVEL_OF_STATUS[card.status] == card.level else f"{card.status}, {card.level}"


def _figure(count: int) -> str:
    """A count that is worth reading only where there is something."""
    return f"{count:,}" if count else ""


def _trend(card: CardCoverage) -> Text:
    better = card.change is not None and card.change.direction > 0
    return Text(points(card.change), style="green" if better else "red")


def _grouped(title: str, groups: Sequence[Group]) -> Table:
    table = _table(title)
    table.add_column("", overflow="fold")
    for name in ("sites", "violate", "coverage"):
        table.add_column(name, justify="right")
    table.add_column("")
    lowest = sorted(groups, key=lambda group: (group.counts.coverage or 0, group.name))
    for group in lowest[:_MOST_GROUPS]:
        counts = group.counts
        table.add_row(group.name, *_figures(counts), bar(counts.coverage, _BAR))
    if len(groups) > _MOST_GROUPS:
        table.add_row(f"and {len(groups) - _MOST_GROUPS} more", "", "", "", "")
    return table


def _figures(counts: Counts) -> tuple[str, str, str]:
    return f"{counts.applicable:,}", f"{counts.violating:,}", percent(counts.coverage)


def _map(components: Sequence[Component], together: Component) -> Table:
    table = _table("What each kind of component must have")
    table.add_column("kind")
    columns = list(dict.fromkeys(cell.name for component in components for cell in component.cells))
    for column in columns:
        table.add_column(column, justify="right")
    table.add_column("coverage", justify="right")
    table.add_column("target", justify="right")
    for component in components:
        cells = {cell.name: cell for cell in component.cells}
        shown = [_cell(cells[column].counts) if column in cells else Text("") for column in columns]
        table.add_row(component.kind, *shown, _against(component), f"{component.target:g} %")
    table.add_row("all", *("" for _ in columns), _against(together), f"{together.target:g} %")
    return table


def _cell(counts: Counts) -> Text:
    if counts.coverage is None:
        return Text(NOTHING, style="dim")
    return Text(f"{counts.conforming}/{counts.applicable}", style=_colour(counts.coverage))


def _against(component: Component) -> Text:
    return Text(percent(component.coverage), style="red" if component.is_below_target else "green")


def _checklist(lines: Sequence[CheckedLine]) -> Table:
    table = _table("Checklist")
    for name in ("", "line", "decided by", "sites"):
        table.add_column(name, overflow="fold")
    for line in lines:
        mark, colour = _MARKS[line.verdict]
        table.add_row(Text(mark, style=colour), line.line, ", ".join(line.cards or line.by), line.reason)
    return table


def _documents(documents: Sequence[Document]) -> Table:
    table = _table("Documents")
    for name in ("document", "patterns", "of which"):
        table.add_column(name, overflow="fold")
    for document in documents:
        table.add_row(document.name, str(len(document.patterns)), states(document))
    return table
