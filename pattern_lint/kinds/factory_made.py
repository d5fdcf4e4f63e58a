"""Classes that a factory chooses by name, and who makes them past it.

A kind of its own, because it joins two things of the whole project: the tables out of which factories call what they
find, and every construction of what is in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from ..lang.python.blocks import lies_in, main_blocks
from ..lang.python.module import Module, Span
from ..lang.python.paths import is_composition_root
from ..project.constructions import Constructed, constructions
from ..project.project import Project
from ..query.definitions.registrars import OF_HEIRS, Registrar, Teller, registrars, told
from ..query.definitions.tables import chosen_from, told_to_factories
from ..query.wording import complaints, worded
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport


class Options(KindOptions, frozen=True, kw_only=True):
    """What a finding says; which classes are meant say the tables of the project."""

    message: str = ""
    """What a finding says, with what was found in braces. Example: `message = "ask {factory} for {class}"`"""

    words: ClassVar[tuple[str, ...]] = ("class", "factory", "module")

    def complaints(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the options beside their types."""
        yield from (("message", said) for said in complaints(self.message, self.words))


class Kind(Check[Options]):
    """A site is a class in a factory's table."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        registering = tuple(map(tuple, registrars(module)))
        facts = tuple(_held(module)), tuple(_made(module)), registering, tuple(map(tuple, told(module)))
        return facts if any(facts) else None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        read: dict[str, Any] = dict(facts)
        tables: dict[str, tuple[str, str]] = {}
        for path, (held, *_) in read.items():
            for symbol, factory in held if project.files[path]["category"] == "production" else ():
                cls = project.resolver.resolve(symbol)
                if cls is not None and cls in project.definitions.classes and project.roles.acts(cls):
                    tables.setdefault(cls, (path, factory))
        for cls, home in _told(read, project):
            tables.setdefault(cls, home)
        constructed, past = Constructed(project), set()
        for path, (_, made, *_) in read.items() if tables else ():
            for symbol, owner, span in made:
                cls = constructed.cls(symbol)
                if cls in tables and cls is not None and not _may_make(path, owner, cls, tables[cls][0], project):
                    past.add(cls)
                    for rule in self.rules:
                        _report(rule, cls, tables[cls], path, owner, span, project, report)
        for cls, (path, _) in tables.items():
            for rule in self.rules if cls not in past else ():
                report.conforms(rule, path, cls)


def _held(module: Module) -> Iterator[tuple[str, str]]:
    """The classes in tables of a module, each with what chooses from it."""
    for value, scope in chosen_from(module):
        symbol = module.symbol(value, scope)
        if symbol is not None and symbol[: symbol.find(".")] in module.roots:
            yield symbol, scope.owner.name if scope.owner is not None else module.name.rpartition(".")[2]
    for symbol, factory in told_to_factories(module):
        if symbol[: symbol.find(".")] in module.roots:
            yield symbol, factory


def _told(read: Mapping[str, Any], project: Project) -> Iterator[tuple[str, tuple[str, str]]]:
    """The classes that functions put into a table, each with the file of the table and what chooses from it."""
    production = {path: each for path, each in read.items() if project.files[path]["category"] == "production"}
    known = {
        filled.function: (path, filled)
        for path, (_, _, registering, _) in production.items()
        for filled in (Registrar(*each) for each in registering)
    }
    tellers = [Teller(*each) for *_, found in production.values() for each in found] if known else []
    for teller in tellers:
        path, filled = known.get(project.resolver.resolve(teller.function) or teller.function, ("", None))
        cls = project.resolver.resolve(teller.cls)
        if filled is not None and teller.tells(filled) and cls is not None and project.roles.acts(cls):
            yield cls, (path, filled.factory)
    for function, (path, filled) in known.items():
        base, _, name = function.rpartition(".")
        for cls in project.definitions.classes if name == OF_HEIRS else ():
            if base in project.resolver.linear(cls)[1:] and project.roles.acts(cls):
                yield cls, (path, filled.factory)


def _made(module: Module) -> Iterator[tuple[str, str, Span]]:
    mains = main_blocks(module)
    for call in constructions(module):
        if call.symbol is not None and not lies_in(module, call.node, mains):
            owner = module.names.qualified(call.scope.owner) if call.scope.owner is not None else ""
            yield call.symbol, owner, module.header(call.node)


def _may_make(path: str, owner: str, cls: str, home: str, project: Project) -> bool:
    """Whether a class may be made at a place: by its factory, itself or its heirs, and where all is put together."""
    if path == home or is_composition_root(path) or project.files[path]["category"] != "production":
        return True
    return bool(owner) and cls in project.resolver.linear(owner)


def _report(
    rule: Rule[Options],
    cls: str,
    table: tuple[str, str],
    path: str,
    owner: str,
    span: Span,
    project: Project,
    report: ProjectReport,
) -> None:
    words = {"class": cls.rpartition(".")[2], "factory": table[1], "module": project.files[path]["name"]}
    said = f"{words['class']} is made past {words['factory']}, which chooses it by its name"
    report.violates(rule, path, span, worded(rule.options.message, said, words), owner=owner)
