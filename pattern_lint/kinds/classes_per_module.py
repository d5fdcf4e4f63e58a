"""How many public components a module defines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Annotated

import msgspec

from ..config.globs import Ranked, complaint
from ..lang.python.blocks import main_blocks
from ..lang.python.module import Module
from ..project.facts import ClassFact
from ..project.project import Project
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport


class Options(KindOptions, frozen=True):
    """Which modules are looked at, and how many components they may have."""

    roles: tuple[str, ...] = ()
    """The roles of classes that make them components."""
    modules_with: tuple[str, ...] = ()
    """Modules are looked at that define a class of one of these roles."""
    modules: tuple[str, ...] = ()
    """Modules are looked at whose path one of these globs matches."""
    except_names: tuple[str, ...] = ("Base*", "*Base", "*Mixin")
    """Globs of class names that are no components, whatever their role."""
    max_classes: Annotated[int, msgspec.Meta(ge=1)] = 1

    def __post_init__(self) -> None:
        if wrong := [message for glob in self.modules if (message := complaint(glob))]:
            raise ValueError("; ".join(wrong))


class Kind(Check[Options]):
    """Counts the components of each module, once the roles of all classes are known."""

    reads_project = True

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._globs = {rule.code: Ranked(rule.options.modules) for rule in rules}

    def module(self, module: Module, report: ModuleReport) -> object:
        if main_blocks(module) or not any(scope.kind == "class" for scope in module.scope.children):
            return None  # a script is one file, whatever is in it
        return tuple(rule.code for rule in self.rules)

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        for path, codes in facts.items():
            assert isinstance(codes, tuple)
            for rule in self.rules:
                if rule.code in codes:
                    self._count(rule, path, project, report)

    def _count(self, rule: Rule[Options], path: str, project: Project, report: ProjectReport) -> None:
        home = project.files[path]
        classes = [ClassFact._make(stored) for name, stored in home["classes"].items() if "." not in name]
        options = rule.options
        public = sorted((fact for fact in classes if _is_public(fact.name, options)), key=lambda fact: fact.line)
        roles = {fact.name: project.roles.of(f"{home['name']}.{fact.name}") for fact in public}
        components = [fact for fact in public if not roles[fact.name].isdisjoint(options.roles)]
        concerned = any(not roles[fact.name].isdisjoint(options.modules_with) for fact in components)
        if not components or not (concerned or self._globs[rule.code].best(path)):
            return
        if len(components) <= options.max_classes:
            report.conforms(rule, path, f"{home['name']}.{components[0].name}")
            return
        beyond = components[options.max_classes]
        others = ", ".join(f"`{fact.name}`" for fact in components if fact is not beyond)
        message = f"`{beyond.name}` shares its module with {others}; give each component a module of its own"
        related = [(path, fact.line, f"`{fact.name}`") for fact in components if fact is not beyond]
        span = (beyond.line, beyond.column, beyond.end_line, beyond.end_column)
        owner = f"{home['name']}.{beyond.name}"
        report.violates(rule, path, span, message, owner=owner, related=related, measure=len(components))


def _is_public(name: str, options: Options) -> bool:
    return not name.startswith("_") and not any(fnmatchcase(name, glob) for glob in options.except_names)
