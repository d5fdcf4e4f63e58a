"""What cards may say of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import ClassVar, Literal

import msgspec

from ...query.values.values import Value
from ..unit_kind import UnitOptions
from .rows import NO_WORDS

_BEFORE = re.compile(r"^(?:[\W\d_]+(?<=[\s.)\]])\s*)?")
"""Numbers and signs before the words of a heading or label: `2. `, `(a) ` without its letter, a small picture."""
Part = Literal["list", "ordered-list", "items", "table", "quote", "fence", "code", "example", "link"]


class Inner(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """What must be in a section of a document or of another section."""

    labels: tuple[str, ...] = ()
    """What must be in it as a label or as a heading. Example: `labels = ["Task", "Blockers?"]`"""
    holds: tuple[Part, ...] = ()
    """Parts that must be in it, each at least once. Example: `holds = ["ordered-list"]`"""


class Options(UnitOptions, frozen=True, kw_only=True):
    """Which parts of documents, and what holds of them."""

    of: Literal["document", "section", "fence", "link", "entry", "row"] = "document"
    """What a site is. Example: `of = "section"`"""
    headings: tuple[str, ...] = ()
    """Only sections with one of these headings; of entries those in them, where there are such.
    Example: `headings = ["Decision.*"]`"""
    level: int | None = None
    """Only sections whose heading is of this level. Example: `level = 3`"""
    labelled: tuple[str, ...] = ()
    """Only sections with one of these labels in bold. Example: `labelled = ["Pattern"]`"""
    forbidden: bool = False
    """Whether it must not be there at all. Example: `forbidden = true`"""
    sections: tuple[str, ...] = ()
    """Headings that must be in it, at any level. Example: `sections = ["Context", "Decision", "Consequences?"]`"""
    in_order: bool = False
    """Whether these come in this order. Example: `in-order = true`"""
    labels: tuple[str, ...] = ()
    """What must be in it as a label: in bold, or at the beginning of a bullet. Example: `labels = ["Why|Reason"]`"""
    holds: tuple[Part, ...] = ()
    """Parts that must be in it, each at least once: `items` are lists and tables, `code` is a block of it or some in a
    line, an `example` is code or the path of a file. Example: `holds = ["ordered-list", "fence"]`"""
    after: dict[str, tuple[Part, ...]] = msgspec.field(default_factory=dict)
    """What must come after a heading or a label, up to the next heading or label in bold, by what it says.
    Example: `after."Restore" = ["code"]`"""
    checksums: str = ""
    """The name of a list of checksums, as `sha256sum` writes it: a document that names it must have it beside itself,
    and the files there must fit it. Example: `checksums = "CHECKSUM.sha256"`"""
    examples_hold: bool = False
    """Whether cards that it names must judge its Python as it says: nothing in what is shown as right, something in
    what is shown as wrong. It names a card by a link, or by a comment such as `<!-- enforced by: PAT140 -->`.
    Example: `examples-hold = true`"""
    parts: dict[str, Inner] = msgspec.field(default_factory=dict)
    """What must be in sections of it that must be there, by their headings.
    Example: `parts."Next steps?" = { holds = ["ordered-list"] }`"""
    least: int = 0
    """How many entries with names of their own a document must have. Example: `least = 10`"""
    explained: bool = False
    """Whether an entry must say more than its name. Example: `explained = true`"""
    columns: tuple[str, ...] = ()
    """Only rows of tables that have all of these columns; entries have their name in the first and are explained in the
    second, where a table has both. Example: `columns = ["Tasks?", "Agents?"]`"""
    marked: str = ""
    """Only rows with a yes, an x or a check mark in this column; where there is none, all.
    Example: `marked = "Parallel"`"""
    unshared: str = ""
    """The column in which no two of these rows may name the same; a cell may list several, with commas.
    Example: `unshared = "Agents?"`"""
    in_language: Value | None = None
    """What a fence must say that it is in. Example: `in-language = { given = true, not-one-of = ["sh"] }`"""
    leads: bool = False
    """Whether a link to a document or to Python must lead to a file of the project, and to a heading if it names one;
    what lies where no files are read is unknown. Example: `leads = true`"""

    words: ClassVar[tuple[str, ...]] = tuple(NO_WORDS)

    def complaints(self) -> Iterator[tuple[str, str]]:
        inner = [label for part in self.parts.values() for label in part.labels]
        written = {
            **{name: getattr(self, name) for name in ("headings", "sections", "labels", "labelled", "columns")},
            "parts": (*self.parts, *inner),
            "after": tuple(self.after),
            "marked": (self.marked,),
            "unshared": (self.unshared,),
        }
        for option, expressions in written.items():
            for expression in expressions:
                try:
                    _compiled(expression)
                except re.error as error:
                    yield option, f"`{expression}` is no regular expression: {error}"
        if self.of == "row" and not (self.columns and self.unshared):
            yield "of", "say which tables are meant and what their rows must not share: `columns`, `unshared`"
        yield from super().complaints()


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


def fits_one(expressions: tuple[str, ...], text: str) -> bool:
    """Whether one of the expressions matches a text as a whole."""
    return any(fits_text(expression, text) for expression in expressions)


def fits_text(expression: str, text: str) -> bool:
    """Whether an expression matches a text as a whole, in any case of letters; numbers and signs before it aside."""
    compiled = _compiled(expression)
    return any(compiled.fullmatch(said) is not None for said in (text, _BEFORE.sub("", text)))
