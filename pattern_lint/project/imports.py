"""Who imports what: each import with its place, and the graph that the project's modules make of it."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from sys import intern
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ..lang.python.binders import absolute_module
from ..lang.python.blocks import lies_in, type_checking_blocks
from ..lang.python.constants import constant, iterated
from ..lang.python.loops import run_over
from ..lang.python.missing_modules import is_guarded
from ..lang.python.module import CallSite, Module, Span
from ..lang.python.own_names import own_name
from ..lang.python.paths import is_below, package_name
from ..lang.python.scopes import Scope
from ..lang.python.ways import choices
from ..query.calls.arguments import argument
from .alike import kept_once
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

FOR_CHECKER = 1
"""Only a type checker runs the import."""
DEFERRED = 2
"""It stands in a function, and so runs when that does."""
BY_NAME = 4
"""It is a call that is given the module's name as a text."""
GUARDED = 8
"""What runs goes on where it is missing."""

_ITSELF = ("",)
"""What is taken out of a module that is imported as such."""
_SAYING = ("name", "package")
"""What a call that imports by name is given, in this order."""
_IMPORTING = {
    "import_module": "importlib.import_module",
    "__import__": "builtins.__import__",
    "resolve_name": "pkgutil.resolve_name",
}

_MOST_PARTS = 40
"""How many names a table has at most of which one is imported."""


class Import(NamedTuple):
    """One name that a module imports, as plain data."""

    module: str
    name: str
    """What is taken out of it; empty for the module itself."""
    line: int
    column: int
    end_line: int
    end_column: int
    flags: int

    @property
    def target(self) -> str:
        return f"{self.module}.{self.name}" if self.name else self.module

    @property
    def span(self) -> Span:
        return (self.line, self.column, self.end_line, self.end_column)


_Stored: TypeAlias = tuple[str, tuple[str, ...], int, int, int, int, int]
"""What one statement takes out of a module, as `Import` has it for one name."""


def imports_of(module: Module) -> tuple[_Stored, ...]:
    """All that a module imports, relative names resolved, in source order."""
    return tuple(_imports(module))


def read_imports(stored: Iterable[_Stored]) -> Iterator[Import]:
    """Every name that a module imports, as `imports_of` told."""
    for module, names, *place in stored:
        yield from (Import(module, name, *place) for name in names)


def _imports(module: Module) -> Iterator[_Stored]:
    package, blocks = package_name(module.path), type_checking_blocks(module)
    for node, scope in module.of(ast.Import, ast.ImportFrom):
        assert isinstance(node, (ast.Import, ast.ImportFrom))
        flags = FOR_CHECKER if lies_in(module, node, blocks) else 0
        flags |= DEFERRED if scope.function is not None else 0
        flags |= GUARDED if is_guarded(node, module) else 0
        place = (*module.span(node), flags)
        if isinstance(node, ast.Import):
            yield from ((alias.name, _ITSELF, *place) for alias in node.names)
            continue
        base = absolute_module(package, node.module, node.level)
        if base:
            names = tuple(["" if alias.name == "*" else alias.name for alias in node.names])
            yield (intern(base), kept_once(names), *place)
    for name in _IMPORTING.keys() & module.mentioned:
        yield from _by_name(name, module)


def _by_name(function: str, module: Module) -> Iterator[_Stored]:
    """The modules that calls of a function import whose names are known, those of which a partial is made included."""
    for call, symbol in _calls_of(function, module):
        if symbol != _IMPORTING[function]:
            continue
        names, packages = (_texts(call.node, at, word, module, call.scope) for at, word in enumerate(_SAYING))
        package = packages[0] if packages else ""
        flags = BY_NAME | (DEFERRED if call.scope.function is not None else 0)
        for name in names:
            wanted = f"{package}{name}" if package and name.startswith(".") and name[1:2] != "." else name
            if wanted and not wanted.startswith("."):
                yield (wanted.partition(":")[0], _ITSELF, *module.span(call.node), flags)


def _calls_of(function: str, module: Module) -> Iterator[tuple[CallSite, str | None]]:
    """The calls of what has such a name, each with what that is."""
    for call in module.named_calls.get(function, ()):
        if isinstance(call, CallSite):
            yield call, call.symbol
    for call in module.named_calls.get("partial", ()):
        first = call.node.args[0] if isinstance(call, CallSite) and call.node.args else None
        if isinstance(call, CallSite) and first is not None and own_name(first, module) == function:
            rest = ast.copy_location(ast.Call(first, call.node.args[1:], call.node.keywords), call.node)
            yield call._replace(node=rest), module.symbol(first, call.scope)


def _texts(call: ast.Call, at: int, word: str, module: Module, scope: Scope) -> list[str]:
    """The texts that a call may be given, by place or by keyword; of one that is put together its packages."""
    given = argument(call, word, at, module, scope)
    ways = choices(given.value, module, given.scope) if given.value is not None else ()
    found = (constant(module, each, home) for way, scope in ways for each, home in _each_of(way, module, scope))
    return [text for each in found if (text := _said(each))]


def _said(value: ast.expr) -> str:
    if isinstance(value, ast.JoinedStr) and value.values and isinstance(value.values[0], ast.Constant):
        return str(value.values[0].value).rpartition(".")[0]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _each_of(node: ast.expr, module: Module, scope: Scope) -> list[tuple[ast.expr, Scope]]:
    """What an expression may be that takes one thing after the other out of a collection that is written out."""
    home, found = scope, None
    if isinstance(node, ast.Name) and (reached := module.names.reached(node.id, node, scope)) is not None:
        home, (first, *others) = reached
        loop = first.node if isinstance(first.node, (ast.For, ast.AsyncFor, ast.comprehension)) else None
        is_few = loop is not None and not others and _is_few(_viewed(run_over(loop)[1]), module, home)
        found = iterated(module, first, node.id, home) if is_few else None
    elif isinstance(node, ast.Subscript) and _is_few(node.value, module, scope):
        asked = node.slice.value if isinstance(node.slice, ast.Constant) else None
        items = _items_of(constant(module, node.value, scope))
        found = [value for key, value in items if asked is None or key == asked]
    return [(each, home) for each in found] if found is not None else [(node, scope)]


def _items_of(held: ast.expr) -> Iterator[tuple[object, ast.expr]]:
    """What a collection that is written out holds, each by its key or its place."""
    if isinstance(held, ast.Dict):
        yield from ((getattr(key, "value", None), value) for key, value in zip(held.keys, held.values, strict=True))
    elif isinstance(held, (ast.List, ast.Tuple)):
        yield from enumerate(held.elts)


def _viewed(node: ast.expr) -> ast.expr:
    """What `.items()` and its like are called on."""
    return node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else node


def _is_few(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a collection is so small that each who takes something out of it may mean all of it."""
    held = constant(module, node, scope)
    parts = held.keys if isinstance(held, ast.Dict) else getattr(held, "elts", None)
    return parts is not None and len(parts) <= _MOST_PARTS


IMPORTS = Topic("imports", imports_of)


class Edge(NamedTuple):
    """One module imports another; modules of others are known by the name that is imported."""

    importer: str
    imported: str
    fact: Import

    def takes_one_of(self, names: Container[str] | None) -> bool:
        """Whether it takes what has one of some names; without any it may take what it likes."""
        return names is None or self.fact.target in names


_OF_TYPES = ("builtins.", "typing.", "typing_extensions.", "collections.abc.")
"""What the names of types are made of, which is not where they are defined."""


class ImportGraph:
    """The imports of a project's modules, by the names that modules have from the project's root."""

    def __init__(self, project: Project, *, counting: int, defined: bool = False) -> None:
        """`counting` has the flags that an import may have to count; `defined` leads to where names are defined."""
        self.project = project
        self._defined = defined
        self.chosen: dict[tuple[tuple[str, ...], ...], frozenset[str]] = {}
        """The modules in some places, as far as somebody asked."""
        self._counting = counting
        self._told = {project.files[path]["name"]: stored for path, stored in project.topic(IMPORTS).items()}
        self.importing = tuple(self._told)
        """The modules that import something."""
        self._edges: dict[str, list[Edge]] = {}
        """What modules import, as far as somebody asked."""
        self._homes: dict[tuple[str, str], str] = {}
        """Where imports lead, as far as somebody asked: many modules import the same."""

    def edges(self, importer: str) -> Sequence[Edge]:
        """What a module imports."""
        if importer not in self._edges:
            counting = (each for each in read_imports(self._told.get(importer, ())) if not each.flags & ~self._counting)
            found = (Edge(importer, self._home(fact.module, fact.name), fact) for fact in counting)
            self._edges[importer] = [edge for edge in found if edge.imported != importer]
        return self._edges[importer]

    def leading_to(self, targets: Container[str]) -> frozenset[str]:
        """The modules that import one of some targets themselves."""
        wanted: dict[str, set[str]] = {}
        for (module, name), home in self._homes.items() if self.names else ():  # which looks for all homes
            if home in targets:
                wanted.setdefault(module, set()).add(name)
        return frozenset(
            importer
            for importer, stored in self._told.items()
            if any(each[0] in wanted and not wanted[each[0]].isdisjoint(each[1]) for each in stored)
        )

    @cached_property
    def first_names(self) -> frozenset[str]:
        """The first names of all that is imported, and of the project's own modules: others lead to nothing."""
        imported = {each[0].partition(".")[0] for stored in self._told.values() for each in stored}
        return frozenset(imported).union(name.partition(".")[0] for name in self.modules)

    def _home(self, module: str, name: str) -> str:
        """The module that an import reaches."""
        key = (module, name)
        if key not in self._homes:
            self._homes[key] = self._find_home(module, name)
        return self._homes[key]

    def _find_home(self, module: str, name: str) -> str:
        """What an import takes out of a module may be one itself."""
        target = f"{module}.{name}" if name else module
        if self._defined and name and (definer := self._definer(target)) is not None:
            return definer
        return self._module_of(module, name) or target

    def _module_of(self, module: str, name: str) -> str | None:
        """The module of the project that an import names, whoever defines what it takes."""
        modules = self.project.modules
        for each in (f"{module}.{name}" if name else module, module):
            known = modules.find(each)
            if known is not None and modules.get(known) is not None:
                return known
        return None

    def _definer(self, target: str) -> str | None:
        """The module that defines what is imported, whoever hands it on; None where that does not show."""
        modules = self.project.modules
        found = name = self.project.resolver.resolve(target) or ""
        if "()" in found or found.startswith(_OF_TYPES):
            return self._home_of_value(target)
        while name:
            known = modules.find(name)
            if known is not None and modules.get(known) is not None:
                return known
            name = name.rpartition(".")[0]
        return found or None

    def _home_of_value(self, target: str) -> str | None:
        """The module that makes a value, of which the type alone is known otherwise."""
        asked: set[str] = set()
        while target not in asked:
            asked.add(target)
            module, _, name = target.rpartition(".")
            fact = self.project.modules.get(self.project.modules.find(module) or "")
            held = fact["exports"].get(name) if fact is not None else None
            if fact is None or held is None:
                return None
            known = self.project.modules.find(held.rpartition(".")[0])
            if held == target or "()" in held or known is None:
                return fact["name"]
            target = held
        return None

    @cached_property
    def modules(self) -> frozenset[str]:
        """The modules of the project."""
        return frozenset(self.project.modules.by_name)

    @cached_property
    def importers(self) -> Mapping[str, list[Edge]]:
        """Who imports a module."""
        found: dict[str, list[Edge]] = {}
        for importer in self.importing:
            for edge in self.edges(importer):
                found.setdefault(edge.imported, []).append(edge)
        return found

    @cached_property
    def names(self) -> Mapping[str, set[str]]:
        """The names by which something is imported, which may be others than it has from the project's root.

        A module that hands on what another one defines gives that one no name.
        """
        statements = {each[:2] for stored in self._told.values() for each in stored if not each[-1] & ~self._counting}
        found: dict[str, set[str]] = {}
        for module, name in {(module, name) for module, names in statements for name in names}:
            imported, written = self._home(module, name), f"{module}.{name}" if name else module
            is_handed_on = self._defined and imported in self.modules and imported != self._module_of(module, name)
            found.setdefault(imported, {imported}).update(() if is_handed_on else (written,))
        return found

    def below(self, package: str) -> frozenset[str]:
        """A module or package by any of its names, with all that is below it."""
        known = self.project.modules.find(package) or package
        return frozenset(name for name in self.modules if is_below(name, known))

    def leads_to(self, name: str, module: str) -> bool:
        """Whether a name is that of a module."""
        return self.project.modules.find(name) == module

    def ways_to(
        self, targets: Iterable[str], *, through: frozenset[str], members: Mapping[str, Container[str]]
    ) -> dict[str, Edge | None]:
        """The modules from which a way leads to some targets, each with its first step; targets have none.

        Of some targets only what is taken by the names under `members` counts.

        Ways lead through some modules only; the shortest are found, and of equals the first in the order of names.
        """
        steps: dict[str, Edge | None] = dict.fromkeys(sorted(targets))
        pending = list(steps) if through else []
        for module in pending:  # grows on the way
            for edge in sorted(self.importers.get(module, ()), key=lambda edge: (edge.importer, edge.fact.line)):
                is_meant = edge.takes_one_of(members.get(module))
                if edge.importer not in steps and edge.importer in through and is_meant:
                    steps[edge.importer] = edge
                    pending.append(edge.importer)
        return steps
