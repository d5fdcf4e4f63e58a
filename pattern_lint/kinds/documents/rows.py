"""Rows of tables and entries of lists: what they must say, and what they must not share."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from ...config.globs import matches
from ...lang.python.marks import TOP
from ...lang.tables import Entry, Row, Table, cell, entries, tables
from ..unit_kind import Judged, Wrong

if TYPE_CHECKING:
    from ...lang.markdown import Document
    from .options import Options

Fits = Callable[[str, str], bool]
_YES = re.compile(r"\W*(?:yes|y|x|true|ja|independent|parallel)\W*|.*[\u2713\u2714\u2705\u2611].*", re.IGNORECASE)
_NOBODY = re.compile(r"[\W_]*(?:tbd|todo|tba|n/?a|none|any|all|open|various|unassigned)?[\W_]*", re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;]")
NO_WORDS = dict.fromkeys(("heading", "missing", "language", "target", "name", "count", "value", "other"), "")
"""What may stand in the braces of a message, where there is no such thing."""


def of_entries(document: Document, options: Options, fits: Fits) -> Iterator[Judged]:
    """Each entry is a site; that there are too few is said of the document as a whole."""
    found = _entries(document, options, fits)
    for entry in found:
        span, words = document.line_span(entry.line), {**NO_WORDS, "name": entry.name, "count": str(len(found))}
        is_bare = options.explained and entry.says_nothing
        wrong = [Wrong(span, f"{entry.name} is named and not explained", words)] if is_bare else []
        yield Judged(span, wrong)
    names = {entry.name.casefold() for entry in found}
    if len(names) < options.least:
        said = f"{len(names)} are named here; {options.least} are needed"
        yield Judged(TOP, [Wrong(TOP, said, {**NO_WORDS, "name": "this document", "count": str(len(names))})])


def _entries(document: Document, options: Options, fits: Fits) -> list[Entry]:
    """The entries of the sections that the card names, where there are such."""

    def columns(table: Table) -> tuple[int, int] | None:
        name, text = ([_column(table, each, fits) for each in options.columns] + [None, None])[:2]
        return (name, text) if name is not None and text is not None else None

    meant = [each for each in document.sections if any(fits(heading, each.heading) for heading in options.headings)]
    found = entries(document.tokens, columns)
    inside = [entry for entry in found if any(each.line <= entry.line <= each.last for each in meant)]
    return inside or found


def of_rows(document: Document, options: Options, fits: Fits) -> Iterator[Judged]:
    """Each row that counts is a site, in tables that have all the columns."""
    for table in tables(document.tokens):
        columns = [_column(table, name, fits) for name in options.columns]
        if columns and None not in columns:
            yield from _of_table(document, table, options, fits)


def _of_table(document: Document, table: Table, options: Options, fits: Fits) -> Iterator[Judged]:
    marked, shared = _column(table, options.marked, fits), _column(table, options.unshared, fits)
    if shared is None:
        return
    named = _column(table, options.columns[0], fits) or 0
    first: list[tuple[str, Row]] = []
    for row in table.rows:
        if marked is not None and not _YES.fullmatch(cell(row, marked)):
            continue
        span, wrong = document.line_span(row.line), []
        values = _values(cell(row, shared))
        other = next(((value, seen) for value in values for kept, seen in first if _same(value, kept)), None)
        if other is not None:
            value, seen = other
            words = {**NO_WORDS, "name": cell(row, named), "value": value, "other": cell(seen, named)}
            wrong.append(Wrong(span, f"{words['name']} shares {value} with {words['other']}", words))
        first += [(value, row) for value in values]
        yield Judged(span, wrong)


def _column(table: Table, name: str, fits: Fits) -> int | None:
    """The first column that is called so."""
    return next((place for place, head in enumerate(table.head) if name and fits(name, head)), None)


def _values(cell: str) -> Sequence[str]:
    """What a cell lists, without what stands for nobody and nothing."""
    parts = [part.strip(" `*_") for part in _SEPARATOR.split(cell)]
    return [posixpath.normpath(part) if "/" in part else part for part in parts if not _NOBODY.fullmatch(part)]


def _same(one: str, other: str) -> bool:
    """Whether two values are one thing: also a file, and a glob or a folder that it lies in."""
    if one.casefold() == other.casefold():
        return True
    is_path = "/" in one or "/" in other or "*" in one + other
    return is_path and (matches(f"/{other}", one) or matches(f"/{one}", other))
