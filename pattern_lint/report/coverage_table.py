"""Tables for a terminal that give up what matters least when they do not fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

_ANY_WIDTH = 10_000


class Column(NamedTuple):
    """A column with all its values."""

    title: str
    values: Sequence[str | Text]
    right: bool = False
    folds: bool = False
    """Whether its values may go on in a line of their own."""
    spare: int = 0
    """In which place it is given up where there is no room for it; 0: never."""
    rare: bool = False
    """Whether it is left out where it has nothing to say."""


def fitted(title: str, columns: Sequence[Column], console: Console) -> Table:
    """The table with as many of its columns as the console has room for."""
    shown = [column for column in columns if not column.rare or any(map(len, column.values))]
    table = _filled(title, shown)
    while _width(table, console) > console.width and any(column.spare for column in shown):
        least = min((column for column in shown if column.spare), key=lambda column: column.spare)
        shown.remove(least)
        table = _filled(title, shown)
    return table


def plain_table(title: str) -> Table:
    return Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))


def _filled(title: str, columns: Sequence[Column]) -> Table:
    table = plain_table(title)
    for column in columns:
        table.add_column(
            column.title,
            justify="right" if column.right else "left",
            no_wrap=not column.folds,
            overflow="fold" if column.folds else "ellipsis",
        )
    for row in zip(*(column.values for column in columns), strict=True):
        table.add_row(*row)
    return table


def _width(table: Table, console: Console) -> int:
    """How wide the table would like to be."""
    return Measurement.get(console, console.options.update(max_width=_ANY_WIDTH), table).maximum
