"""Markdown: documents, their sections, fences and links, and what must be in them.

A site is a whole document, a section with all that is below its heading, a fence, a link to a file of the repository,
an entry (a row of a table or a bullet that begins in bold: a name with what explains it) or a row of a table, as `of`
says. Expressions match as a whole and in any case of letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from ...lang.goals import Goals, anchors
from ...lang.python.module import Span
from ...lang.unit import Unit
from ...query.values.plain import fits
from ...query.wording import worded
from ..kit import Rule
from ..unit_kind import Judged, UnitKind, Wrong, stands
from .options import Options, fits_text
from .rows import NO_WORDS, of_entries, of_rows
from .shown import of_examples
from .stretches import of_stretch, stretches
from .sums import of_sums

if TYPE_CHECKING:
    from ...lang.markdown import Document, Fence
    from ...project.project import Project
    from ..report import ProjectReport

Told: TypeAlias = tuple[list[str], dict[str, list[tuple[str, Span]]]]
"""Of one document: the names that links may end in, and the links of each card."""


class Origin(NamedTuple):
    """A link, and where it stands."""

    path: str
    target: str
    span: Span


class Kind(UnitKind[Options]):
    """A site is a document, a section, a fence or a link."""

    languages = frozenset({"markdown"})
    reads_project = True
    reads_beside = True

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
            yield from of_entries(document, options, fits_text)
        elif options.of == "row":
            yield from of_rows(document, options, fits_text)
        else:
            for stretch in stretches(document, options):
                sums = of_sums(document, options.checksums) if options.checksums else ()
                yield Judged(stretch.span, [*of_stretch(document, stretch, options), *sums])
                yield from of_examples(document, stretch) if options.examples_hold else ()

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


def _of_fence(document: Document, fence: Fence, options: Options) -> Iterator[Wrong]:
    span, words = document.line_span(fence.line), {**NO_WORDS, "language": fence.language}
    if options.forbidden:
        yield Wrong(span, "no code is to be shown here", words)
    if options.in_language is not None and not fits(options.in_language, fence.language or None):
        shown = f"a fence in `{fence.language}`" if fence.language else "a fence that does not say its language"
        yield Wrong(span, f"{shown} has no place here", words)
