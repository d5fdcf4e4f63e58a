"""Whole documents and sections, and what must be in them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ...lang.python.marks import TOP
from ...lang.python.module import Span
from ..unit_kind import Wrong
from .options import fits_one, fits_text
from .rows import NO_WORDS

if TYPE_CHECKING:
    from ...lang.markdown import Document
    from .options import Inner, Options, Part

T = TypeVar("T")
Lines = tuple[int, int]
_BLOCKS = {"list": "bullet_list", "ordered-list": "ordered_list", "quote": "blockquote"}
_SEVERAL = {
    "items": ("bullet_list", "ordered_list", "table"),
    "code": ("fence", "code_block", "code_inline"),
    "example": ("fence", "code_block", "code_inline", "link"),
}
_PATH = re.compile(r"(?:^|[\s(`*])(?:\.{0,2}/)?[\w.-]+(?:/[\w.*-]+)+\.?\w*")
_line = attrgetter("line")
_second = itemgetter(1)


class Stretch(NamedTuple):
    """A document or a section: where it is shown, and its lines."""

    span: Span
    name: str
    first: int
    last: int


def stretches(document: Document, options: Options) -> Iterator[Stretch]:
    """The sites of a card about documents or sections."""
    if options.of == "document":
        yield Stretch(TOP, "this document", 1, len(document.lines))
        return
    for section in document.sections:
        is_meant = options.level in (None, section.level)
        if not is_meant or (options.headings and not fits_one(options.headings, section.heading)):
            continue
        labels = between(document.labels, section.line + 1, section.last, _second) if options.labelled else ()
        if not options.labelled or any(fits_one(options.labelled, label) for label, _ in labels):
            yield Stretch(document.line_span(section.line), section.heading, section.line, section.last)


def of_stretch(document: Document, stretch: Stretch, options: Options) -> Iterator[Wrong]:
    """What is wrong with a document or a section."""
    words = {**NO_WORDS, "heading": stretch.name}
    if options.forbidden:
        yield Wrong(stretch.span, f"{stretch.name} is not to be here", words)
    missing = list(_missing(document, stretch, options))
    if missing:
        names, said = (", ".join(map(_spoken, parts)) for parts in zip(*missing, strict=True))
        yield Wrong(stretch.span, f"{stretch.name} {said}", {**words, "missing": names})


def _spoken(expression: str) -> str:
    """An expression as one would say it: without what may be missing."""
    return re.sub(r"(\w)\?", r"(\1)", re.sub(r"\([^()]*\)\?|\.\*", "", expression)).replace("|", " or ")


def _missing(document: Document, stretch: Stretch, options: Options) -> Iterator[tuple[str, str]]:
    """What must be in a stretch and is not, and how to say it."""
    lines = (stretch.first + (options.of == "section"), stretch.last)
    yield from _missing_sections(document, lines, options)
    yield from _lacking(document, lines, options)
    for expression, inner in options.parts.items():
        found = [each for each in between(document.sections, *lines, _line) if fits_text(expression, each.heading)]
        lacking = [list(_lacking(document, (each.line + 1, each.last), inner)) for each in found]
        if not found:
            yield expression, f"has no section `{expression}`"
        elif all(lacking):
            yield from ((f"{expression}: {name}", f"{said} in `{expression}`") for name, said in lacking[0])
    for expression, parts in options.after.items():
        places = _places_after(document, lines, expression, tuple(options.after))
        if not places:
            yield expression, f"says nothing under `{expression}`"
        elif not any(all(_has(document, part, place) for part in parts) for place in places):
            yield f"{' and '.join(parts)} after {expression}", f"has no {' and '.join(parts)} after `{expression}`"


def _missing_sections(document: Document, lines: Lines, options: Options) -> Iterator[tuple[str, str]]:
    headings = [each.heading for each in between(document.sections, *lines, _line)] if options.sections else []
    at = 0
    for expression in options.sections:
        places = [place for place, heading in enumerate(headings) if fits_text(expression, heading)]
        if not places:
            yield expression, f"has no section `{expression}`"
        elif options.in_order and places[-1] < at:
            yield expression, f"has `{expression}` in the wrong place"
        elif options.in_order:
            at = next(place for place in places if place >= at)


def _lacking(document: Document, lines: Lines, wanted: Options | Inner) -> Iterator[tuple[str, str]]:
    """The labels and parts that must be on some lines and are not."""
    labels = [label for label, _ in between(document.labels, *lines, _second)] if wanted.labels else []
    if wanted.labels:
        labels += [section.heading for section in between(document.sections, *lines, _line)]
    for expression in wanted.labels:
        if not any(fits_text(expression, label) for label in labels):
            yield expression, f"says nothing under the label `{expression}`"
    for part in wanted.holds:
        if not _has(document, part, lines):
            yield part, f"has no {part}"


def _has(document: Document, part: Part, lines: Lines) -> bool:
    """Whether there is a part on some lines."""
    for kind in _SEVERAL.get(part, (_BLOCKS.get(part, part),)):
        if between(document.blocks(kind), *lines, int):
            return True
    return part == "example" and any(_PATH.search(line) for line in document.lines[lines[0] - 1 : lines[1]])


def _places_after(document: Document, lines: Lines, expression: str, others: tuple[str, ...]) -> list[Lines]:
    """The lines behind each heading and each label that an expression matches, up to what begins something else.

    Below a heading that is the next one which is as high, or what another of the expressions matches.
    """
    sections = between(document.sections, *lines, _line)
    labels = [*between(document.labels, *lines, _second), *between(document.openings, *lines, _second)]
    said = [*((each.heading, each.line) for each in sections), *labels]
    begun = sorted({line for text, line in said if fits_one(others, text)})
    below = [
        (each.line, min(each.last, _before(begun, each.line, each.last)))
        for each in sections
        if fits_text(expression, each.heading)
    ]
    ends = sorted({*begun, *(each.line for each in sections), *document.blocks("strong")})
    beside = {line for text, line in labels if fits_text(expression, text)}
    return [*below, *((line, _before(ends, line, lines[1])) for line in sorted(beside))]


def _before(lines: Sequence[int], line: int, last: int) -> int:
    """The last line before the next of some lines, or the last of all."""
    return next((each - 1 for each in lines if each > line), last)


def between(found: Sequence[T], first: int, last: int, line: Callable[[T], int]) -> Sequence[T]:
    """Those on certain lines, of things that are sorted by their lines."""
    return found[bisect_left(found, first, key=line) : bisect_right(found, last, key=line)]
