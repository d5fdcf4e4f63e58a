"""What a check kind is made of.

A kind is a module of this package with two names: `Options`, the typed options that its cards may set, and
`Kind`, a `Check` that is built once from all cards of the kind. `Kind.module` looks at one file and reports sites;
what it returns (plain data) reaches `Kind.project`, which sees the whole project after the join.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

import msgspec

from ..source.paths import Category

if TYPE_CHECKING:
    from ..project.project import Project
    from ..source.module import Module
    from .report import ModuleReport, ProjectReport


class KindOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """The options that every kind has."""

    where: tuple[Category, ...] = ("production",)
    """The kinds of files that the card looks at."""


Options_ = TypeVar("Options_", bound=KindOptions)


@dataclass(frozen=True, slots=True)
class Rule(Generic[Options_]):
    """One card as its kind sees it."""

    code: str
    name: str
    options: Options_


class Check(Generic[Options_]):
    """The base of all kinds' checks."""

    reads_project: ClassVar[bool] = False
    """Whether `project` has work to do; other kinds are done when their files are."""

    def __init__(self, rules: Sequence[Rule[Options_]]) -> None:
        self.rules = tuple(rules)

    def module(self, module: Module, report: ModuleReport) -> object:
        """Look at one file; what is returned must be plain data (or None for nothing)."""
        return None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        """Look at the joined project; `facts` holds what `module` returned, by path, where it was not None."""
