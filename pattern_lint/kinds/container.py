"""The dependency container: what is looked up is registered, and what should be there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ..lang.python.module import Module
from ..project.container import Registered, spelled
from ..project.facts import ClassFact
from ..project.keys import Key
from ..project.project import Project
from ..project.registered import Lookup, collect_container
from ..project.registrations import is_container_symbol, is_registering
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport


class Options(KindOptions, frozen=True):
    """What must be registered."""

    require: Literal["lookups", "classes"] = "lookups"
    """Whether every lookup must find its key, or every class of the roles must be registered."""
    lookups: tuple[str, ...] = ("@container-lookups",)
    """The methods that look something up."""
    roles: tuple[str, ...] = ("service",)


class Kind(Check[Options]):
    """Collects what is done with containers, and compares it in the join."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        return collect_container(module) or None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        registered = Registered(project, facts)
        for rule in self.rules:
            if rule.options.require == "lookups":
                _check_lookups(project, registered, facts, rule, report)
            else:
                _check_classes(project, registered, rule, report)


def _check_lookups(
    project: Project,
    registered: Registered,
    facts: Mapping[str, object],
    rule: Rule[Options],
    report: ProjectReport,
) -> None:
    for path, stored in facts.items():
        assert isinstance(stored, dict)
        module = project.files[path]["name"]
        for lookup in map(Lookup._make, stored.get("lookups", ())):
            sure = not lookup.unsure or is_container_symbol(project, lookup.unsure)
            if lookup.method not in rule.options.lookups or not sure:
                continue
            key = registered.canonical(Key(*lookup.key))
            owner = f"{module}.{lookup.owner}" if lookup.owner else ""
            if registered.has(key) or lookup.optional:
                report.conforms(rule, path, owner)
            elif not registered.is_visible or registered.may_have(key) or registered.may_be_other(lookup):
                report.unknown(rule, path, owner)
            else:
                report.violates(
                    rule,
                    path,
                    lookup.span,
                    f"{spelled(key)} is looked up here, and nothing in the project registers it in the container",
                    owner=owner,
                )


def _check_classes(project: Project, registered: Registered, rule: Rule[Options], report: ProjectReport) -> None:
    classes = project.roles.with_role(rule.options.roles)
    if not registered.is_visible and registered.mentioned.isdisjoint(classes):
        return
    names = {key.text.replace("_", "").lower() for key in registered.keys if key.kind == "name"}
    known = registered.mentioned | {key.text for key in registered.keys if key.kind == "type"}
    bases = {base for cls in project.definitions.classes for base in project.resolver.linear(cls)[1:]}
    for cls in classes:
        home, fact = project.definitions.home(cls), project.definitions.classes[cls]
        if home is None:
            continue
        if cls in known or fact.name.lower() in names or _registers_itself(fact):
            report.conforms(rule, home["path"], cls)
        elif registered.is_dynamic or cls in bases or fact.name.startswith(("Base", "_")):
            report.unknown(rule, home["path"], cls)
        else:
            report.violates(
                rule,
                home["path"],
                (fact.line, fact.column, fact.end_line, fact.end_column),
                f"{fact.name} is not registered in the container, so nobody can be given it; register it, "
                "or remove it if it is not used",
                owner=cls,
            )


def _registers_itself(fact: ClassFact) -> bool:
    """Whether a decorator of the class registers it: `@register_service`, `@injectable`."""
    names = [decorator.rpartition(".")[2].lower() for decorator in fact.decorators]
    return any(is_registering(name) or name in ("injectable", "singleton", "component", "service") for name in names)
