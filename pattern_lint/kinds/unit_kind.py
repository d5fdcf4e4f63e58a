"""The base of kinds that look at files in other languages than Python, one site at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Annotated, ClassVar, Literal, NamedTuple, TypeAlias, TypeVar

import msgspec

from ..config.globs import fnmatchcase, matches, matches_any
from ..lang.python.module import Span
from ..lang.python.paths import CATEGORIES, Category
from ..lang.unit import Unit
from ..query.wording import complaints, worded
from .kit import Check, KindOptions, Rule
from .report import UnitReport

UnitPlace: TypeAlias = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(path|scope):\S.*$",
        title="a place",
        description="a place such as `path:web/**`, or `scope:restore_*` for what is in a function, class, section "
        "or table of a name",
    ),
]
Places: TypeAlias = tuple[UnitPlace, ...]


class UnitOptions(KindOptions, frozen=True, kw_only=True):
    """Where it looks, and what a finding says."""

    where: tuple[Category, ...] = tuple(each for each in CATEGORIES if each != "generated")
    """The kinds of files that the card looks at. Example: `where = ["production"]`"""
    inside: Places = ()
    """Only sites in one of these places: files by path, or named stretches of a file (functions and classes, sections,
    tables). Example: `inside = ["path:web/**", "scope:restore_*"]`"""
    outside: Places = ()
    """Only sites in none of these places. Example: `outside = ["path:web/legacy/**"]`"""
    message: str = ""
    """What a finding says, with what was found in braces. Example: `message = "take this out"`"""

    words: ClassVar[tuple[str, ...]] = ()
    """What may stand in the braces of a message."""

    def complaints(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the options beside their types: the option, and what to do."""
        yield from (("message", said) for said in complaints(self.message, self.spoken()))

    def spoken(self) -> Iterable[str]:
        """All that may stand in the braces of a message."""
        return self.words


class Wrong(NamedTuple):
    """A way in which a site is not what it must be."""

    span: Span
    said: str
    """What is wrong, where the card has no words of its own."""
    words: Mapping[str, str] = {}
    path: str = ""
    """The file that it is reported in, where that is another one."""
    text: str = ""
    """What stands there."""


class Judged(NamedTuple):
    """A site with all that is wrong with it; `place` decides whether the card is about it."""

    place: Span
    wrong: Iterable[Wrong]
    verdict: Literal["known", "unknown"] = "known"


Options_ = TypeVar("Options_", bound=UnitOptions)


class UnitKind(Check[Options_]):
    """Judges the sites of each file for each card that is about it."""

    def judged(self, unit: Unit, rule: Rule[Options_]) -> Iterable[Judged]:
        """The sites of a file with what is wrong with each."""
        raise NotImplementedError

    def tells(self, unit: Unit) -> object:
        """What the join has to know of a file; plain data."""
        return None

    def unit(self, unit: Unit, report: UnitReport) -> object:
        for rule in self.rules:
            if unit.language in self.reads(rule.options) and looks_into(rule.options, *unit.paths):
                for site in self.judged(unit, rule):
                    if stands(rule.options, unit, site.place):
                        _report(site, rule, report)
        return self.tells(unit)


def looks_into(options: UnitOptions, *paths: str) -> bool:
    """Whether a file may have places that the card is about."""
    globs = [place.partition(":")[2] for place in options.inside if place.startswith("path:")]
    has_scopes = len(globs) < len(options.inside)
    return not options.inside or has_scopes or any(matches_any(tuple(globs), path) for path in paths)


def stands(options: UnitOptions, unit: Unit, place: Span) -> bool:
    """Whether a card is about a place of a file."""
    return stands_by_names(options, unit.paths, unit.around(place[0]))


def stands_by_names(options: UnitOptions, paths: Collection[str], around: Iterable[str]) -> bool:
    """The same of a place in a file of some paths, by the names of the stretches around it."""
    names = tuple(around) if options.inside or options.outside else ()
    if options.inside and not any(_stands_in(each, paths, names) for each in options.inside):
        return False
    return not any(_stands_in(each, paths, names) for each in options.outside)


def _stands_in(place: str, paths: Collection[str], around: Collection[str]) -> bool:
    what, _, name = place.partition(":")
    return any(matches(name, path) for path in paths) if what == "path" else any(fnmatchcase(e, name) for e in around)


def _report(site: Judged, rule: Rule[Options_], report: UnitReport) -> None:
    by_span: dict[tuple[str, Span], list[Wrong]] = {}
    for each in site.wrong:
        by_span.setdefault((each.path, each.span), []).append(each)
    for (path, span), wrong in by_span.items():  # what is wrong in several ways at one place is said at once
        said = "; ".join(each.said for each in wrong)
        message = worded(rule.options.message, said, wrong[0].words)
        report.violates(rule, span, message, path=path, text=wrong[0].text)
    if not by_span:
        (report.conforms if site.verdict == "known" else report.unknown)(rule)
