"""Classes that a factory chooses by name, and who makes them past it.

A kind of its own, because it joins two things of the whole project: the tables out of which factories call what they
find, and every construction of what is in them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from ..lang.python.blocks import lies_in, main_blocks
from ..lang.python.module import CallSite, Module, Span, name_of
from ..lang.python.paths import is_composition_root
from ..lang.python.walking import nodes_in
from ..project.constructions import Constructed, constructions
from ..project.modules import defined_at
from ..project.project import Project
from ..query.definitions.registrars import OF_HEIRS, Registrar, Teller, looked_into_elsewhere, registrars, told
from ..query.definitions.tables import chosen_from, kept_for_others, told_to_factories
from ..query.wording import complaints, worded
from .kit import Check, KindOptions, Rule
from .report import ModuleReport, ProjectReport

_FEW = 5
"""In so many files the classes of a factory may be made past it by mistake."""
_OPERATOR = re.compile(
    r"__(eq|ne|[lg][te]|r?(and|or|xor|add|sub|mul|truediv|floordiv|mod|matmul|pow|[lr]shift)|invert|neg)__"
)


class Options(KindOptions, frozen=True, kw_only=True):
    """What a finding says; which classes are meant say the tables of the project."""

    message: str = ""
    """What a finding says, with what was found in braces. Example: `message = "ask {factory} for {class}"`"""

    words: ClassVar[tuple[str, ...]] = ("class", "factory", "module")

    def complaints(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the options beside their types."""
        yield from (("message", said) for said in complaints(self.message, self.words))


class _Home(NamedTuple):
    """Where a class of a table may be made, and who chooses it."""

    chooser: str
    """The file of what calls the classes of the table."""
    table: str
    """The file of the table."""
    factory: str


class Kind(Check[Options]):
    """A site is a class in a factory's table."""

    reads_project = True

    def module(self, module: Module, report: ModuleReport) -> object:
        facts = {
            "held": tuple(_held(module)),
            "made": tuple(_made(module)),
            "filled": tuple(map(tuple, registrars(module))),
            "told": tuple(map(tuple, told(module))),
            "kept": tuple(_kept(module)),
            "looked": tuple(looked_into_elsewhere(module)),
        }
        return {name: found for name, found in facts.items() if found} or None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        read = _Read(facts, project)
        tables: dict[str, _Home] = {}
        for symbol, home in (*read.held(), *read.kept()):
            cls = project.resolver.resolve(symbol)
            if cls is None and _is_missing(symbol, project):
                tables.setdefault(symbol, home)
            if cls is not None and project.roles.acts(cls):
                tables.setdefault(cls, home)
        for cls, home in read.told():
            tables.setdefault(cls, home)
        past = list(_past(read, tables, project))
        open_to_all = _open_to_all(past, tables)
        for cls, path, owner, span in past:
            for rule in self.rules if tables[cls].chooser not in open_to_all else ():
                _report(rule, cls, tables[cls], path, owner, span, project, report)
        made_past = {each.cls for each in past}
        for cls, (path, *_) in tables.items():
            for rule in self.rules if cls not in made_past else ():
                report.conforms(rule, path, cls)


class _Made(NamedTuple):
    """A class of a table that is made past the factory."""

    cls: str
    path: str
    owner: str
    span: Span


def _past(read: _Read, tables: Mapping[str, _Home], project: Project) -> Iterator[_Made]:
    constructed = Constructed(project)
    for path, (symbol, owner, span) in read.each("made", everywhere=True) if tables else ():
        cls = constructed.cls(symbol) or symbol
        if cls in tables and not _may_make(path, owner, cls, tables[cls], project):
            yield _Made(cls, path, owner, span)


def _is_missing(symbol: str, project: Project) -> bool:
    """Whether something is called like a class, of a module that is not there."""
    owner, _, name = symbol.rpartition(".")
    return "(" not in symbol and name[:1].isupper() and not name.isupper() and project.modules.find(owner) is None


def _open_to_all(past: Sequence[_Made], tables: Mapping[str, _Home]) -> frozenset[str]:
    """The choosers of classes that are made all over the project: a table of such is one more that uses them."""
    places: dict[str, set[str]] = {}
    for made in past:
        places.setdefault(tables[made.cls].chooser, set()).add(made.path)
    return frozenset(chooser for chooser, paths in places.items() if len(paths) > _FEW)


def _held(module: Module) -> Iterator[tuple[str, str]]:
    """The classes in tables of a module, each with what chooses from it."""
    for value, scope in chosen_from(module):
        symbol = module.symbol(value, scope)
        if symbol is not None and symbol[: symbol.find(".")] in module.roots:
            yield symbol, scope.owner.name if scope.owner is not None else module.name.rpartition(".")[2]
    for symbol, factory in told_to_factories(module):
        if symbol[: symbol.find(".")] in module.roots:
            yield symbol, factory


def _kept(module: Module) -> Iterator[tuple[str, str]]:
    """The tables that a module keeps for others, each with a class that it holds."""
    for table, value, scope in kept_for_others(module):
        symbol = module.symbol(value, scope)
        if symbol is not None and symbol[: symbol.find(".")] in module.roots:
            yield table, symbol


class _Read:
    """What the files of a project tell of its tables."""

    def __init__(self, facts: Mapping[str, object], project: Project) -> None:
        self._facts: dict[str, Any] = dict(facts)
        self._project = project
        looked = {defined_at(symbol, project.modules): path for path, symbol in self.each("looked")}
        self._looked = {table: _Home(path, "", project.files[path]["name"]) for table, path in looked.items()}
        """By table of another module: who calls what it finds there."""

    def each(self, topic: str, *, everywhere: bool = False) -> Iterator[tuple[str, Any]]:
        """What files tell of a topic, each with its file: those of production alone, or all."""
        for path, told_of in self._facts.items():
            if everywhere or self._project.files[path]["category"] == "production":
                yield from ((path, found) for found in told_of.get(topic, ()))

    def held(self) -> Iterator[tuple[str, _Home]]:
        """The classes in tables, each with what chooses from the table in its own module."""
        yield from ((symbol, _Home(path, path, factory)) for path, (symbol, factory) in self.each("held"))

    def kept(self) -> Iterator[tuple[str, _Home]]:
        """The classes in tables out of which other modules choose."""
        for path, (table, symbol) in self.each("kept") if self._looked else ():
            home = self._looked.get(table)
            if home is not None:
                yield symbol, home._replace(table=path)

    def told(self) -> Iterator[tuple[str, _Home]]:
        """The classes that functions put into a table."""
        resolver, roles = self._project.resolver, self._project.roles
        known = dict(self._filling())
        tellers = [Teller(*each) for _, each in self.each("told")] if known else []
        for teller in tellers:
            filled, home = known.get(resolver.resolve(teller.function) or teller.function, (None, None))
            cls = resolver.resolve(teller.cls)
            if filled is not None and home is not None and teller.tells(filled) and cls is not None and roles.acts(cls):
                yield cls, home
        for function, (_, home) in known.items():
            base, _, name = function.rpartition(".")
            for cls in self._project.definitions.classes if name == OF_HEIRS else ():
                if base in resolver.linear(cls)[1:] and roles.acts(cls):
                    yield cls, home

    def _filling(self) -> Iterator[tuple[str, tuple[Registrar, _Home]]]:
        """The functions that fill tables, by name, each with who chooses from its table."""
        for path, each in self.each("filled"):
            filled = Registrar(*each)
            home = self._looked.get(filled.elsewhere) if filled.elsewhere else _Home(path, path, filled.factory)
            if home is not None:
                yield filled.function, (filled, home._replace(table=path))


def _made(module: Module) -> Iterator[tuple[str, str, Span]]:
    mains = main_blocks(module)
    for call in constructions(module):
        if call.symbol is not None and not (lies_in(module, call.node, mains) or _is_told_by_itself(call, module)):
            owner = module.names.qualified(call.scope.owner) if call.scope.owner is not None else ""
            yield call.symbol, owner, module.header(call.node)


def _is_told_by_itself(call: CallSite, module: Module) -> bool:
    """Whether an operator makes an object of a class, which is its answer, or a branch that is chosen by the class, as
    one more factory does: `if method == Zipped.name`."""
    if _OPERATOR.fullmatch(call.scope.name):
        return True
    last = (call.symbol or "").rpartition(".")[2]
    tests = (each.test for each in module.ancestors(call.node) if isinstance(each, ast.If))
    compared = (part for test in tests for part in nodes_in(test) if isinstance(part, ast.Attribute))
    return any(name_of(part.value) == last for part in compared)


def _may_make(path: str, owner: str, cls: str, home: _Home, project: Project) -> bool:
    """Whether a class may be made at a place: by its factory, itself or its heirs, and where all is put together."""
    if path in home[:2] or is_composition_root(path) or project.files[path]["category"] != "production":
        return True
    return bool(owner) and cls in project.resolver.linear(owner)


def _report(
    rule: Rule[Options],
    cls: str,
    home: _Home,
    path: str,
    owner: str,
    span: Span,
    project: Project,
    report: ProjectReport,
) -> None:
    words = {"class": cls.rpartition(".")[2], "factory": home.factory, "module": project.files[path]["name"]}
    said = f"{words['class']} is made past {words['factory']}, which chooses it by its name"
    report.violates(rule, path, span, worded(rule.options.message, said, words), owner=owner)
