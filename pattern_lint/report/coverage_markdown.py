"""The coverage report as a comment of a pull request: the most important first, and never too long for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..coverage.counts import Counts
from ..coverage.model import CardCoverage, Component, Coverage, LineVerdict
from ..outcome import LEVELS
from .coverage_words import (
    NOTHING,
    commit,
    headline,
    percent,
    points,
    several,
    standing,
    states,
    unreadable,
    worst_first,
)
from .escapes import markdown_text
from .groups import Group, grouped
from .text import shared

MOST_CHARACTERS = 64_000
"""Platforms refuse comments of more than 65,536 characters."""

_LONGEST = 300
_MARKS: dict[LineVerdict, str] = {"pass": "✅ pass", "fail": "❌ fail", "not applicable": "➖ not applicable"}
_ROOM_FOR_REST = 60
_MOST_UNFOLDED = 15
_RARE = ("tier", "waived", "baselined", "unknown", "trend")


class _Section(NamedTuple):
    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    amount: str = ""
    """What is said of their number; the number itself by default."""


def coverage_markdown(coverage: Coverage) -> str:
    """The whole report, or as much of it as fits: every table says how many of its rows are missing."""
    text = _head(coverage)
    for section in _sections(coverage):
        text += _fitted(section, MOST_CHARACTERS - len(text))
    return text


def _head(coverage: Coverage) -> str:
    at = f", {commit(coverage.revision)}" if coverage.revision else ""
    what = f"{coverage.overall}, in " if coverage.overall.applicable else ""
    lines = [f"## {headline(coverage)}", "", f"{what}{several(coverage.files, 'file')}{at}."]
    lines += ["", f"⚠️ {_plain(unreadable(coverage))}."] if coverage.unreadable else []
    for direction, words in ((-1, "Worse"), (1, "Better")):
        changed = coverage.changed(direction)
        names = ", ".join(f"{card.name} ({points(card.change)})" for card in changed[:10])
        rest = f" and {len(changed) - 10} more" if len(changed) > 10 else ""
        lines += ["", f"**{words}:** {names}{rest}"] if changed else []
    return "\n".join(lines) + "\n"


def _sections(coverage: Coverage) -> Iterator[_Section]:
    yield _component_map(coverage)
    yield _Section(
        "Checklist",
        ("", "line", "cards", "sites"),
        [
            (_MARKS[line.verdict], _plain(line.line), _plain(", ".join(line.cards or line.by)), _plain(line.reason))
            for line in coverage.checklist
        ],
    )
    yield _patterns([card for card in worst_first(coverage.cards) if card.counts.applicable])
    yield _Section(
        "Documents",
        ("document", "patterns", "of which"),
        [(_plain(document.name), str(len(document.patterns)), states(document)) for document in coverage.documents],
    )
    groups = sorted(
        grouped(coverage.findings), key=lambda group: (LEVELS.index(group.finding.level), group.finding.place)
    )
    yield _Section(
        "Violations", ("place", "code", "message"), [_finding(group) for group in groups], _causes(coverage, groups)
    )


def _component_map(coverage: Coverage) -> _Section:
    columns = list(dict.fromkeys(cell.name for kind in coverage.components for cell in kind.cells))
    rows = [_component(component, columns) for component in coverage.components]
    if coverage.all_components is not None:
        rows.append(_component(coverage.all_components, columns))
    return _Section("Component kinds", ("kind", *map(_plain, columns), "coverage", "target"), rows)


def _component(component: Component, columns: Iterable[str]) -> tuple[str, ...]:
    cells = {cell.name: _share(cell.counts) for cell in component.cells}
    mark = "❌ " if component.is_below_target else ""
    reached = f"{mark}{percent(component.coverage)}"
    return (component.kind, *(cells.get(name, "") for name in columns), reached, f"{component.target:g} %")


def _share(counts: Counts) -> str:
    return f"{counts.conforming}/{counts.applicable}" if counts.applicable else NOTHING


def _patterns(cards: Sequence[CardCoverage]) -> _Section:
    """A row a card; columns in which nothing would stand are left out."""
    rows = [_card(card) for card in cards]
    columns = [name for name in (rows[0] if rows else ()) if name not in _RARE or any(row[name] for row in rows)]
    return _Section("Patterns", tuple(columns), [tuple(row[name] for name in columns) for row in rows])


def _card(card: CardCoverage) -> dict[str, str]:
    counts = card.counts
    return {
        "code": card.code,
        "pattern": card.name,
        "tier": "" if card.tier is None else str(card.tier),
        "status": standing(card),
        "conform": f"{counts.conforming:,} of {counts.applicable:,}",
        "violate": f"{counts.violating:,}",
        "waived": f"{counts.waived:,}" if counts.waived else "",
        "baselined": f"{counts.baselined:,}" if counts.baselined else "",
        "unknown": f"{counts.unknown:,}" if counts.unknown else "",
        "coverage": percent(counts.coverage),
        "trend": points(card.change),
    }


def _causes(coverage: Coverage, groups: Sequence[Group]) -> str:
    """How many findings the rows stand for, where they stand for more than there are."""
    count = len(coverage.findings)
    return f"{count:,} from {several(len(groups), 'cause')}" if count > len(groups) else ""


def _finding(group: Group) -> tuple[str, ...]:
    finding = group.finding
    others = f" ({_plain(shared(group))})" if group.others else ""
    return (_plain(f"{finding.path}:{finding.line}"), finding.code, f"{_plain(finding.message)}{others}")


def _fitted(section: _Section, room: int) -> str:
    """The section without the rows for which there is no room; nothing where not even one fits."""
    before, after = _around(section)
    head = f"{before}{_row(section.columns)}{_row(['---'] * len(section.columns))}"
    left = room - len(head) - len(after) - _ROOM_FOR_REST
    rows: list[str] = []
    for values in section.rows:
        row = _row(values)
        left -= len(row)
        if left < 0:
            break
        rows.append(row)
    if not rows:
        return ""
    missing = len(section.rows) - len(rows)
    return f"{head}{''.join(rows)}" + (f"\n… and {missing:,} more.\n" if missing else "") + after


def _around(section: _Section) -> tuple[str, str]:
    """What stands before and after the table: a long one is folded, so that the comment stays short to look at."""
    if len(section.rows) <= _MOST_UNFOLDED:
        return f"\n### {section.title}\n\n", ""
    amount = section.amount or f"{len(section.rows):,}"
    return f"\n<details><summary><b>{section.title}</b> ({amount})</summary>\n\n", "\n</details>\n"


def _row(values: Iterable[str]) -> str:
    return f"| {' | '.join(values)} |\n"


def _plain(text: str) -> str:
    """The text as it is, as much of it as a cell has room for."""
    text = " ".join(text.split())
    return markdown_text(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")
