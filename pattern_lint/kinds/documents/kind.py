"""Markdown: documents, their sections, fences and links, and what must be in them.

A site is a whole document, a section with all that is below its heading, a fence, a link to a file of the repository,
an entry (a row of a table or a bullet that begins in bold: a name with what explains it) or a row of a table, as `of`
says. Expressions match as a whole and in any case of letters.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, TypeAlias, TypeVar, cast

import msgspec

from ...lang.goals import Goals, anchors
from ...lang.python.marks import TOP
from ...lang.python.module import Span
from ...lang.unit import Unit
from ...query.plain import fits
from ...query.values import Value
from ...query.wording import worded
from ..kit import Rule
from ..unit_kind import Judged, UnitKind, UnitOptions, Wrong, stands
from .rows import NO_WORDS, of_entries, of_rows

if TYPE_CHECKING:
    from ...lang.markdown import Document, Fence
    from ...project.project import Project
    from ..report import ProjectReport

T = TypeVar("T")
Part = Literal["list", "ordered-list", "table", "quote", "fence", "link"]
_BLOCKS = {"list": "bullet_list", "ordered-list": "ordered_list", "table": "table", "quote": "blockquote"}
_line = attrgetter("line")
_second = itemgetter(1)
Told: TypeAlias = tuple[list[str], dict[str, list[tuple[str, Span]]]]
"""Of one document: the names that links may end in, and the links of each card."""


class Origin(NamedTuple):
    """A link, and where it stands."""

    path: str
    target: str
    span: Span


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
    """Only sections with one of these headings. Example: `headings = ["Decision.*"]`"""
    level: int | None = None
    """Only sections whose heading is of this level. Example: `level = 3`"""
    forbidden: bool = False
    """Whether it must not be there at all. Example: `forbidden = true`"""
    sections: tuple[str, ...] = ()
    """Headings that must be in it, at any level. Example: `sections = ["Context", "Decision", "Consequences?"]`"""
    in_order: bool = False
    """Whether these come in this order. Example: `in-order = true`"""
    labels: tuple[str, ...] = ()
    """What must be in it as a label: in bold, or at the beginning of a bullet. Example: `labels = ["Why|Reason"]`"""
    holds: tuple[Part, ...] = ()
    """Parts that must be in it, each at least once. Example: `holds = ["ordered-list", "fence"]`"""
    parts: dict[str, Inner] = msgspec.field(default_factory=dict)
    """What must be in sections of it that must be there, by their headings.
    Example: `parts."Next steps?" = { holds = ["ordered-list"] }`"""
    least: int = 0
    """How many entries with names of their own a document must have. Example: `least = 10`"""
    explained: bool = False
    """Whether an entry must say more than its name. Example: `explained = true`"""
    columns: tuple[str, ...] = ()
    """Only rows of tables that have all of these columns. Example: `columns = ["Tasks?", "Agents?"]`"""
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
            **{name: getattr(self, name) for name in ("headings", "sections", "labels", "columns")},
            "parts": (*self.parts, *inner),
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


class _Stretch(NamedTuple):
    """A document or a section: where it is shown, and its lines."""

    span: Span
    name: str
    first: int
    last: int


class Kind(UnitKind[Options]):
    """A site is a document, a section, a fence or a link."""

    languages = frozenset({"markdown"})
    reads_project = True

    def judged(self, unit: Unit, rule: Rule[Options]) -> Iterator[Judged]:
        document, options = cast("Document", unit), rule.options
        if options.of == "fence":
            for fence in document.fences:
                yield Judged(unit.line_span(fence.line), _of_fence(document, fence, options))
        elif options.of == "link":
            for link in document.links if not options.leads else ():
                span, words = unit.line_span(link.line), {"target": link.target}
                yield Judged(span, [Wrong(span, f"{link.target} is not to be linked to", words)])
        elif options.of == "entry":
            yield from of_entries(document, options)
        elif options.of == "row":
            yield from of_rows(document, options, _matches)
        else:
            for stretch in _stretches(document, options):
                yield Judged(stretch.span, _of_stretch(document, stretch, options))

    def tells(self, unit: Unit) -> object:
        """The links that have to lead somewhere, by card, and where links may lead."""
        document = cast("Document", unit)
        asking = [rule for rule in self.rules if rule.options.of == "link" and rule.options.leads]
        if not asking:
            return None
        links = {
            rule.code: [
                (link.target, span)
                for link in document.links
                if stands(rule.options, unit, span := unit.line_span(link.line))
            ]
            for rule in asking
        }
        return (sorted(anchors(document)), links)

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        told = cast("Mapping[str, Told]", facts)
        goals = Goals(project.files, {path: frozenset(names) for path, (names, _) in told.items()})
        for path, (_, links) in told.items():
            for rule in self.rules:
                for target, span in links.get(rule.code, ()):
                    _judge_link(rule, goals, Origin(path, target, span), report)


def _judge_link(rule: Rule[Options], goals: Goals, origin: Origin, report: ProjectReport) -> None:
    leads = goals.leads(origin.path, origin.target, rule.options.where)
    if leads is None:
        report.unknown(rule, origin.path)
    elif leads:
        report.conforms(rule, origin.path)
    else:
        said = worded(rule.options.message, f"{origin.target} leads nowhere", {**NO_WORDS, "target": origin.target})
        report.violates(rule, origin.path, origin.span, said)


def _stretches(document: Document, options: Options) -> Iterator[_Stretch]:
    if options.of == "document":
        yield _Stretch(TOP, "this document", 1, len(document.lines))
        return
    for section in document.sections:
        is_meant = options.level in (None, section.level)
        if is_meant and (not options.headings or _matches_one(options.headings, section.heading)):
            yield _Stretch(document.line_span(section.line), section.heading, section.line, section.last)


def _of_stretch(document: Document, stretch: _Stretch, options: Options) -> Iterator[Wrong]:
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


def _missing(document: Document, stretch: _Stretch, options: Options) -> Iterator[tuple[str, str]]:
    """What must be in a stretch and is not, and how to say it."""
    first, last = stretch.first + (options.of == "section"), stretch.last
    headings = (
        [section.heading for section in _between(document.sections, first, last, _line)] if options.sections else []
    )
    at = 0
    for expression in options.sections:
        places = [place for place, heading in enumerate(headings) if _matches(expression, heading)]
        if not places:
            yield expression, f"has no section `{expression}`"
        elif options.in_order and places[-1] < at:
            yield expression, f"has `{expression}` in the wrong place"
        elif options.in_order:
            at = next(place for place in places if place >= at)
    yield from _lacking(document, (first, last), options)
    for expression, inner in options.parts.items():
        found = [
            section
            for section in _between(document.sections, first, last, _line)
            if _matches(expression, section.heading)
        ]
        lacking = [list(_lacking(document, (each.line + 1, each.last), inner)) for each in found]
        if not found:
            yield expression, f"has no section `{expression}`"
        elif all(lacking):
            yield from ((f"{expression}: {name}", f"{said} in `{expression}`") for name, said in lacking[0])


def _lacking(document: Document, lines: tuple[int, int], wanted: Options | Inner) -> Iterator[tuple[str, str]]:
    """The labels and parts that must be on some lines and are not."""
    first, last = lines
    labels = [label for label, _ in _between(document.labels, first, last, _second)] if wanted.labels else []
    if wanted.labels:
        labels += [section.heading for section in _between(document.sections, first, last, _line)]
    for expression in wanted.labels:
        if not any(_matches(expression, label) for label in labels):
            yield expression, f"says nothing under the label `{expression}`"
    for part in wanted.holds:
        if not _between(_lines(document, part), first, last, int):
            yield part, f"has no {part}"


def _between(found: Sequence[T], first: int, last: int, line: Callable[[T], int]) -> Sequence[T]:
    """Those on certain lines, of things that are sorted by their lines."""
    return found[bisect_left(found, first, key=line) : bisect_right(found, last, key=line)]


def _lines(document: Document, part: Part) -> Sequence[int]:
    return document.blocks(_BLOCKS.get(part, part))


def _of_fence(document: Document, fence: Fence, options: Options) -> Iterator[Wrong]:
    span, words = document.line_span(fence.line), {**NO_WORDS, "language": fence.language}
    if options.forbidden:
        yield Wrong(span, "no code is to be shown here", words)
    if options.in_language is not None and not fits(options.in_language, fence.language or None):
        shown = f"a fence in `{fence.language}`" if fence.language else "a fence that does not say its language"
        yield Wrong(span, f"{shown} has no place here", words)


def _matches_one(expressions: Sequence[str], text: str) -> bool:
    return any(_matches(expression, text) for expression in expressions)


def _matches(expression: str, text: str) -> bool:
    return _compiled(expression).fullmatch(text) is not None


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)
