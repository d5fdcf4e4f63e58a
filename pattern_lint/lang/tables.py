"""Tables and named entries of Markdown documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it.token import Token

_NOTHING = re.compile(r"[\W_]*(?:tbd|todo|tba|n/?a|none|unknown)?[\W_]*", re.IGNORECASE)
_COUNTED = re.compile(r"[\W\d]+")
"""What stands in a column that counts the rows."""
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)


class Row(NamedTuple):
    """A row of a table below its head: what stands in each column."""

    line: int
    cells: tuple[str, ...]


class Table(NamedTuple):
    """A table: the names of its columns, and its rows."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]


class Entry(NamedTuple):
    """What is named and explained: a row by its first cell, numbers aside, a bullet by what is bold."""

    name: str
    text: str
    line: int

    @property
    def says_nothing(self) -> bool:
        """Whether no words explain it, or only such as stand for words to come."""
        return _NOTHING.fullmatch(self.text) is not None


def tables(tokens: Sequence[Token]) -> list[Table]:
    """The tables of a document."""
    found: list[Table] = []
    rows: list[Row] = []
    cells: list[str] = []
    line = 0
    for number, token in enumerate(tokens):
        if token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            cells, line = [], (token.map or [0])[0] + 1
        elif token.type in ("th_open", "td_open"):
            cells.append(_words(tokens[number + 1]))
        elif token.type == "tr_close":
            rows.append(Row(line, tuple(cells)))
        elif token.type == "table_close" and rows:
            found.append(Table(rows[0].cells, tuple(rows[1:])))
    return found


def entries(tokens: Sequence[Token], columns: Callable[[Table], tuple[int, int] | None]) -> list[Entry]:
    """The rows and bullets that name something, in their order.

    `columns` says in which columns of a table names and explanations stand; where a table has these, others name none.
    """
    found = [(table, columns(table)) for table in tables(tokens)]
    told = [(table, places) for table, places in found if places is not None]
    rows = [_told(row, *places) for table, places in told for row in table.rows]
    rows += [_first(row) for table, _ in found if not told for row in table.rows]
    return sorted([*(row for row in rows if row.name), *_bullets(tokens)], key=lambda entry: entry.line)


def _told(row: Row, name: int, text: int) -> Entry:
    return Entry(cell(row, name), cell(row, text), row.line)


def _first(row: Row) -> Entry:
    place = 1 if _COUNTED.fullmatch(cell(row, 0)) else 0
    return Entry(cell(row, place), " ".join(row.cells[place + 1 :]), row.line)


def cell(row: Row, column: int) -> str:
    """What stands in a column of a row."""
    return row.cells[column] if column < len(row.cells) else ""


def _bullets(tokens: Sequence[Token]) -> Iterator[Entry]:
    for number, token in enumerate(tokens):
        is_first = number > 1 and token.type == "inline" and tokens[number - 2].type == "list_item_open"
        children = token.children or () if is_first else ()
        if len(children) > 2 and children[0].content == "" and children[1].type == "strong_open":
            children = children[1:]  # the parser puts an empty text before what is set in bold
        if not children or children[0].type != "strong_open":
            continue
        end = next(place for place, child in enumerate(children) if child.type == "strong_close")
        name = "".join(child.content for child in children[:end]).strip(" :")
        said = (child for child in children[end:] if child.type != "html_inline")
        own = "".join(" " if child.type.endswith("break") else child.content for child in said)
        yield Entry(name, f"{own} {_below(tokens, number)}", (token.map or [0])[0] + 1)


def _below(tokens: Sequence[Token], number: int) -> str:
    """What stands in the rest of an item of a list."""
    level = tokens[number - 2].level
    said: list[str] = []
    for token in tokens[number + 1 :]:
        if token.type == "list_item_close" and token.level == level:
            break
        said.append(token.content)
    return " ".join(said)


def _words(inline: Token) -> str:
    """What a cell says, without what sets it in bold or makes code of it."""
    parts: list[str] = []
    for child in inline.children or ():
        is_break = child.type == "html_inline" and _BREAK.fullmatch(child.content)
        parts.append(", " if is_break else child.content * (child.type != "html_inline"))
    return " ".join("".join(parts).split())
