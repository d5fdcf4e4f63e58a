"""The container: what is looked up is registered, what should be there is, and nothing is shared that must not be.

A kind of its own: what counts as a registration (by a class, a text, a constant, a decorator, a loop, a factory), and
which lookups bear that nothing is there, are questions that only containers put.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..config.globs import fnmatchcase
from ..lang.python.module import Module
from ..project.components import Meant
from ..project.container import Registered, spelled
from ..project.facts import ClassFact
from ..project.keys import Key
from ..project.lookups import Lookup
from ..project.project import Project
from ..project.registered import Registration, collect_container
from ..project.registrations import is_container_symbol, is_registering
from ..query.naming.names import DefinedNames
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport


class Options(KindOptions, frozen=True):
    """What must be registered, and what must not be shared."""

    lookups: tuple[str, ...] = ()
    """Methods by which something is looked up that must be registered. Example: `lookups = ["get", "resolve"]`"""
    registered: DefinedNames = ()
    """Classes that must be registered. Example: `registered = ["role:service"]`"""
    never_shared: DefinedNames = ()
    """Classes of which no instance may be registered for all. Example: `never-shared = ["role:repository"]`"""
    never_shared_names: tuple[str, ...] = ()
    """The like by the names under which they are registered, without underscores and in small letters, where the class
    is not known. Example: `never-shared-names = ["*repository"]`"""

    def complaints(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the options beside their types."""
        if not (self.lookups or self.registered or self.never_shared or self.never_shared_names):
            yield "lookups", "say what the card is about: `lookups`, `registered` or `never-shared`"


class Kind(Check[Options]):
    """A site is a lookup, a class that must be registered, or a registration of what must not be shared."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        return collect_container(module) or None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        registered = Registered(project, facts)
        for rule in self.rules:
            if rule.options.lookups:
                _check_lookups(project, registered, facts, rule, report)
            if rule.options.registered:
                _check_classes(project, registered, rule, report)
            if rule.options.never_shared or rule.options.never_shared_names:
                _check_shared(project, registered, rule, report)


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
                said = f"{spelled(key)} is looked up here, and nothing in the project registers it in the container"
                report.violates(rule, path, lookup.span, said, owner=owner)


def _check_classes(project: Project, registered: Registered, rule: Rule[Options], report: ProjectReport) -> None:
    classes = list(filter(Meant(project, rule.options.registered), project.definitions.classes))
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
            said = f"{fact.name} is not registered in the container, so nobody can be given it; register it, "
            said += "or remove it if it is not used"
            span = (fact.line, fact.column, fact.end_line, fact.end_column)
            report.violates(rule, home["path"], span, said, owner=cls)


def _registers_itself(fact: ClassFact) -> bool:
    """Whether a decorator of the class registers it: `@register_service`, `@injectable`."""
    names = [decorator.rpartition(".")[2].lower() for decorator in fact.decorators]
    return any(is_registering(name) or name in ("injectable", "singleton", "component", "service") for name in names)


def _check_shared(project: Project, registered: Registered, rule: Rule[Options], report: ProjectReport) -> None:
    meant = Meant(project, rule.options.never_shared)
    for path, registration in registered.registrations:
        name, is_one = _what(project, registration, meant, rule.options.never_shared_names)
        if registration.is_shared is None or not is_one:
            continue
        owner = f"{project.files[path]['name']}.{registration.owner}" if registration.owner else ""
        if registration.is_shared or _says_singleton(project, registration):
            said = f"{name} is registered as a singleton, so all requests share one and its transaction; "
            said += "register it with singleton=False, or register a factory"
            report.violates(rule, path, registration.span, said, owner=owner)
        else:
            report.conforms(rule, path, owner)


def _what(project: Project, registration: Registration, meant: Meant, globs: tuple[str, ...]) -> tuple[str, bool]:
    """What a registration gives, and whether that is of a class that is meant, or is called so."""
    key = registration.keys[0][1].rpartition(".")[2] if registration.keys else ""
    held = project.resolver.resolve(registration.holds) if registration.holds else None
    cls = held.removesuffix("()") if held is not None else ""
    if cls in project.definitions.classes:
        return key or cls.rpartition(".")[2], any(map(meant, project.resolver.linear(cls)))
    if held is not None and held.endswith("()") and not project.modules.is_ours(held):
        return key or cls.rpartition(".")[2], meant(cls)
    maker = project.resolver.resolve(registration.holds.removesuffix("()")) or ""
    function = project.definitions.function(maker)
    made = ((function and function.returns) or registration.holds).removesuffix("()").rpartition(".")[2]
    plain = re.sub(r"[^a-z0-9]", "", (made if made[:1].isupper() else key).lower())
    return key, any(fnmatchcase(plain, glob) for glob in globs)


def _says_singleton(project: Project, registration: Registration) -> bool:
    """Whether a positional True is given for a parameter that is called singleton."""
    method = project.resolver.resolve(registration.called) if registration.called and registration.flags else None
    function = project.definitions.function(method) if method is not None else None
    names = function.parameters if function is not None else ()
    return any(place + 1 < len(names) and "singleton" in names[place + 1] for place in registration.flags)
