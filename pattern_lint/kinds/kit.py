"""What a check kind is made of.

A kind is a module of this package with two names: `Options`, the typed options that its cards may set, and
`Kind`, a `Check` that is built once from all cards of the kind. `Kind.module` looks at one file and reports sites;
what it returns (plain data) reaches `Kind.project`, which sees the whole project after the join.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

import msgspec

from ..lang.languages import PYTHON
from ..lang.python.paths import Category
from ..project.signs import Sign

if TYPE_CHECKING:
    from ..lang.python.module import Module
    from ..lang.unit import Unit
    from ..project.project import Project
    from ..project.topics import Told, Topic
    from .report import ModuleReport, ProjectReport, UnitReport


class KindOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True, dict=True):
    """Which files it looks at, and in which projects."""

    early: ClassVar[int] = 0
    """How early the page of a kind has the options of a class: the greater, the earlier."""
    formerly: ClassVar[str] = ""
    """Names that options had, each with the option that says it now: `limit: most-lines, tag: imports`."""
    needless: ClassVar[str] = ""
    """Options of other kinds that go without saying in this one, one after the other: `forbidden`."""
    where: tuple[Category, ...] = ("production",)
    """The kinds of files that the card looks at. Example: `where = ["production", "test"]`"""
    needs: tuple[Sign, ...] = ()
    """What a project of more than a few modules must show for the card to speak. Example: `needs = ["container"]`"""

    @cached_property
    def given(self) -> frozenset[str]:
        """The names of the options, as they are called here, that a card says something by."""
        silent = _silent(type(self))
        return frozenset([name for name in self.__struct_fields__ if getattr(self, name) != getattr(silent, name)])

    def selecting_roles(self) -> Iterator[frozenset[str]]:
        """Roles in groups: where no class has one of a group, the card has nothing to say."""
        return iter(())

    def selecting_projects(self) -> Iterator[frozenset[str]]:
        """Places that speak of projects, in groups: one of some size that shows none of a group is left alone."""
        return iter(())

    def kin_named(self) -> Iterator[str]:
        """What classes must have to be judged by the card, as `knowledge/lacking.py` writes it."""
        return iter(())


@cache
def _silent(options: type[KindOptions]) -> KindOptions:
    """The options of a card that says nothing."""
    return options()


Options_ = TypeVar("Options_", bound=KindOptions)


@dataclass(frozen=True, slots=True)
class Rule(Generic[Options_]):
    """One card as its kind sees it."""

    code: str
    name: str
    options: Options_


@dataclass(frozen=True, slots=True)
class Surveyed:
    """The files that a kind may look at together, before each of them is looked at alone."""

    root: Path
    """The folder in which the files lie."""
    paths: tuple[str, ...]
    """From the root, in a stable order."""
    project: Path
    """The project's own root: another one where the files are copies of what is in memory."""
    packages: tuple[str, ...] = ()
    """Names that the configuration says are the project's own."""
    isolated: bool = False
    """Whether what the project configured, for whatever tool, does not count."""
    everything: tuple[str, ...] = ()
    """The paths of all files of the project, from its root."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Takes what does not count of the project's settings: the file, and the reason."""


class Check(Generic[Options_]):
    """The base of all kinds' checks."""

    took_over: ClassVar[tuple[str, ...]] = ()
    """The names of kinds that there were before, whose cards are cards of this one now."""
    languages: ClassVar[frozenset[str]] = frozenset({PYTHON})
    """The languages of the files that it looks at."""
    keywords: ClassVar[frozenset[str]] = frozenset()
    """Words one of which stands in all files that `module` has anything to say or return of; none for any file."""
    surveys: ClassVar[bool] = False
    """Whether `survey` has work to do."""
    reads_project: ClassVar[bool] = False
    """Whether `project` has work to do; other kinds are done when their files are."""

    reads_beside: ClassVar[bool] = False
    """Whether it looks at files that take no part, by what a file says of them."""

    @classmethod
    def repair(cls, options: Mapping[str, object]) -> Mapping[str, object]:
        """How what a card with these options finds is put right where the card does not say, as a card would say it."""
        return {}

    def __init__(self, rules: Sequence[Rule[Options_]]) -> None:
        self.rules = tuple(rules)

    @classmethod
    def reads(cls, options: Options_) -> frozenset[str]:
        """The languages that a card with these options is about."""
        return cls.languages

    @classmethod
    def proofread(cls, options: Options_) -> Iterator[tuple[str, str]]:
        """What is wrong with options that only the machinery of a language can tell: the option, and what to do.

        It is asked where the project has files in one of the languages, and for examples.
        """
        return iter(())

    def topics(self) -> Iterable[Topic]:
        """The topics of facts that the files have to tell of, for `project` to join."""
        return ()

    def may_concern(self, file: Told) -> bool:
        """Whether `module` may have anything to say or return of a file, by what is known of it without its tree.

        Where a card is tried out, the files that it cannot concern are left alone.
        """
        return not self.keywords or file.mentions(self.keywords)

    def survey(self, files: Surveyed) -> Mapping[str, object]:
        """Look at many files at once, for kinds that let another tool do the work.

        What it says of a file is plain data and reaches `module` as `module.surveyed[<name of the kind>]`. Only the
        files that have to be looked at again take part, so what is said of one must not depend on the others.
        """
        return {}

    def surroundings(self, files: Surveyed) -> str:
        """What the answers of `survey` hang on besides a file itself, the cards and the configuration.

        Where it is another than it was, all files are looked at again.
        """
        return ""

    def module(self, module: Module, report: ModuleReport) -> object:
        """Look at one file; what is returned must be plain data (or None for nothing)."""
        return None

    def unit(self, unit: Unit, report: UnitReport) -> object:
        """Look at one file in another language; what is returned is as in `module`."""
        return None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        """Look at the joined project; `facts` holds what `module` returned, by path, where it was not None."""
