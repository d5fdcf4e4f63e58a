"""Ids that say what they identify: made by a generator with a prefix of its own, validated as such, and never raw.

A kind of its own, because what an id is made of is worked out across modules: texts through constants, closures,
partials and generators, patterns by the texts that they accept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...config.globs import looks_like
from ...lang.python.module import Module
from ...project.project import Project
from ..kit import Check, Rule
from ..report import ModuleReport, ProjectReport
from .catalogue import Catalogue
from .collection import Collector
from .options import Options
from .raw import RawIds
from .typed import DEMANDS

__all__ = ["Kind", "Options"]


class Kind(Check[Options]):
    """Judges raw values where they are given, and joins the ids of all modules for the rest."""

    took_over = ("raw-id", "typed-id")
    reads_project = True

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._joined = [rule for rule in rules if rule.options.demand in DEMANDS]
        self._raw = RawIds([rule for rule in rules if rule.options.demand not in DEMANDS])
        self._asked = tuple(dict.fromkeys((rule.options.names, rule.options.generators) for rule in self._joined))
        """What is collected for cards that ask for the same; what others ask for does not reach them."""

    def module(self, module: Module, report: ModuleReport) -> object:
        raw = self._raw.module(module, report)
        told = [Collector(module, names, generators).facts() for names, generators in self._asked]
        return (told, raw) if any(told) or raw else None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        read: dict[str, Any] = dict(facts)
        for path, (_, raw) in read.items():
            self._raw.project(project, path, raw, report)
        catalogues: dict[tuple[tuple[str, ...], int], Catalogue] = {}
        for rule in self._joined:
            where, generators = rule.options.where, rule.options.generators
            asked = self._asked.index((rule.options.names, generators))
            if (where, asked) not in catalogues:
                told = ((path, each[asked]) for path, (each, _) in read.items() if each[asked])
                seen = {path: fact for path, fact in told if project.files[path]["category"] in where}
                catalogues[where, asked] = Catalogue(project, seen, looks_like(generators))
            DEMANDS[rule.options.demand](rule, catalogues[where, asked], report)
