"""What modules may make of their imports together: each contract judges the imports that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ...lang.python.paths import is_below
from ...project.imports import Edge, ImportGraph
from ...project.project import Project
from ...query.naming.forms import spelled
from ...query.naming.names import Asked, name_set
from ...query.places.module_places import module_stands_in
from ..report import Chain
from .circles import Circle, circles_between

if TYPE_CHECKING:
    from .kind import Options


class Verdict(NamedTuple):
    """What a contract says of a module, or of one of its imports."""

    module: str
    edge: Edge | None = None
    """The import; None where no import of the module is to be named."""
    said: str = ""
    """What is wrong; empty where nothing is."""
    related: Chain = ()
    through: tuple[str, ...] = ()
    """The modules to which the import leads, one after the other."""


Contract: TypeAlias = "Callable[[Options, Project, ImportGraph], Iterator[Verdict]]"


def layered(options: Options, project: Project, graph: ImportGraph) -> Iterator[Verdict]:
    """No layer imports one above it, nor one beside it that it must not know, not even through other modules."""
    layers = [_Layer(graph, text) for text in options.layers]
    all_of_them = frozenset[str]().union(*(layer.modules for layer in layers))
    above: frozenset[str] = frozenset()
    for layer in layers:
        for part in layer.parts:
            others = layer.modules - part.modules if layer.keeps_apart else frozenset()
            ways = _Ways(graph, above | others, through=graph.modules - all_of_them, apart=part.modules)
            yield from ways.judge(part.modules, f"{part.name} must not know {{}}")
        above |= layer.modules


def independent(options: Options, project: Project, graph: ImportGraph) -> Iterator[Verdict]:
    """None of some packages imports another, not even through other modules."""
    parts = {name: graph.below(name) for name in options.independent}
    together = frozenset[str]().union(*parts.values())
    for name, modules in parts.items():
        ways = _Ways(graph, together - modules, through=graph.modules - together, apart=modules)
        yield from ways.judge(modules, f"{name} is independent of {{}}")


def apart(options: Options, project: Project, graph: ImportGraph) -> Iterator[Verdict]:
    """None of the modules in some places imports another one of them, unless its classes extend one of that."""
    paths = {name: project.modules.by_name[name]["path"] for name in graph.importing}
    meant = ((name, path) for name, path in paths.items() if module_stands_in(options.apart, name, path, project))
    modules = frozenset(name for name, path in meant if not module_stands_in(options.outside, name, path, project))
    for module in sorted(modules):
        others = modules - {module, *_extended(module, project)}
        wrong = [edge for edge in graph.edges(module) if edge.imported in others]
        yield from (
            Verdict(module, edge, f"{module} keeps apart from {edge.imported}", (), (edge.imported,)) for edge in wrong
        )
        yield from [] if wrong else [Verdict(module)]


def kept_private(options: Options, project: Project, graph: ImportGraph) -> Iterator[Verdict]:
    """What has an underscore before its name is imported by nobody outside of the package that it lies in."""
    kept = frozenset[str]().union(*(graph.below(name) for name in options.private))
    for module in sorted(concerned_by(options, project, graph)):
        for edge in graph.edges(module):
            if edge.imported in kept or any(is_below(edge.imported, name) for name in options.private):
                home, name = _private_part(edge, project)
                is_wrong = bool(name) and not is_below(module, home)
                said = f"{name} is private to {home}" if is_wrong else ""
                yield Verdict(module, edge, said, (), (name or edge.imported,))


def _private_part(edge: Edge, project: Project) -> tuple[str, str]:
    """The package whose own the first private part of what is imported is, and its name; nothing where none is.

    What is private in a module may be known to the package around that.
    """
    taken = edge.fact.name
    parts = edge.imported.split(".")
    parts += [taken] if taken and taken != parts[-1] else []
    for place, part in enumerate(parts):
        if place and part.startswith("_") and part != "_" and not part.endswith("__"):
            home = ".".join(parts[:place])
            fact = project.modules.by_name.get(home)
            is_in_file = fact is not None and not fact["path"].endswith(_PACKAGE)
            return (home.rpartition(".")[0] or home if is_in_file else home), f"{home}.{part}"
    return "", ""


def _extended(module: str, project: Project) -> Iterator[str]:
    """The modules of the classes that the classes of a module extend."""
    for name in project.modules.by_name[module]["classes"]:
        for base in project.resolver.linear(f"{module}.{name}")[1:]:
            home = project.definitions.home(base)
            yield from [home["name"]] if home is not None else []


def forbidden(options: Options, project: Project, graph: ImportGraph) -> Iterator[Verdict]:
    """Some modules do not import what a card names; where the card says so, not through others either."""
    concerned = concerned_by(options, project, graph)
    through = graph.modules - concerned if options.indirectly else frozenset()
    meant, unmeant = _Meant(options.of), _Meant(options.not_of)
    if not concerned or not meant.may_be_among(graph.first_names):
        return iter([Verdict(module) for module in sorted(concerned)])
    named = {
        imported: frozenset(name for name in names if meant.has(name) and not unmeant.has(name))
        for imported, names in graph.names.items()
    }
    targets = {imported: names for imported, names in named.items() if names}
    if options.of_foreign:
        targets = {each: names for each, names in targets.items() if not project.modules.provides(each)}
    return _forbidden(concerned, targets, through, graph) if targets else map(Verdict, sorted(concerned))


def required(options: Options, project: Project, graph: ImportGraph) -> Iterator[Verdict]:
    """Some modules import what a card names; where the card says so, through others will do."""
    importing = {verdict.module for verdict in forbidden(options, project, graph) if verdict.said}
    for module in sorted(name for name in project.modules.by_name if _is_concerned(name, options, project)):
        said = "" if module in importing else f"{module} does not import {' or '.join(options.of)}"
        yield Verdict(module, said=said, through=options.of)


def _forbidden(
    concerned: frozenset[str], targets: Mapping[str, frozenset[str]], through: frozenset[str], graph: ImportGraph
) -> Iterator[Verdict]:
    ways = _Ways(graph, targets, through=through, apart=concerned, members=dict(_members_of(targets, graph)))
    leading = concerned if through else graph.leading_to(targets)
    for module in sorted(concerned):
        judged = ways.judge([module], "{} is not to be imported here") if module in leading else ()
        yield from [verdict for verdict in judged if verdict.said] or [Verdict(module)]


def _members_of(targets: Mapping[str, frozenset[str]], graph: ImportGraph) -> Iterator[tuple[str, frozenset[str]]]:
    """The modules of which not the whole is meant, but only what is taken out of them by some names."""
    for imported, names in targets.items():
        if imported in graph.modules and not any(name == imported or graph.leads_to(name, imported) for name in names):
            yield imported, names


def circles(options: Options, project: Project, graph: ImportGraph) -> Iterator[Verdict]:
    """Parts of a package do not import each other in circles."""
    for package in options.no_circles:
        going_round: set[str] = set()
        for circle in circles_between(graph, project.modules.find(package) or package):
            first, going_round = circle.edges[0], going_round | {edge.importer for edge in circle.edges}
            related = tuple(_links(circle.edges[1:], project))
            yield Verdict(first.importer, first, _round(circle), related, (*circle.parts[1:], circle.parts[0]))
        yield from (Verdict(module) for module in sorted(graph.below(package) - going_round))


def _round(circle: Circle) -> str:
    return f"{' imports '.join((*circle.parts, circle.parts[0]))}: a circle"


_PACKAGE = "__init__.py"
_NO_ROOTS: frozenset[str] = frozenset()


class _Meant:
    """What is imported that a card's names mean, itself or as what it is below."""

    def __init__(self, names: Iterable[str]) -> None:
        self._plain = plain = [name for name in names if "*" not in name and ":" not in name]
        self._exact = frozenset(map(spelled, plain))
        self._above = tuple(f"{name}." for name in plain)
        self._others = name_set(tuple(name for name in names if name not in plain))

    def may_be_among(self, first_names: frozenset[str]) -> bool:
        """Whether one of the names begins with one of some first names, or may."""
        return bool(self._others) or not first_names.isdisjoint(name.partition(".")[0] for name in self._plain)

    def has(self, name: str) -> bool:
        """Whether a name by which something is imported is one of them."""
        if name in self._exact or name.startswith(self._above):
            return True
        return bool(self._others and self._others.matched(Asked(name), _NO_ROOTS).holds)


def concerned_by(options: Options, project: Project, graph: ImportGraph) -> frozenset[str]:
    """The modules that a card is about; cards that say it alike share the answer."""
    key = (options.inside, options.outside, options.only_inside)
    if key not in graph.chosen:
        graph.chosen[key] = frozenset(name for name in graph.importing if _is_concerned(name, options, project))
    return graph.chosen[key]


def _is_concerned(name: str, options: Options, project: Project) -> bool:
    path = project.modules.by_name[name]["path"]
    if options.inside and not module_stands_in(options.inside, name, path, project):
        return False
    return not module_stands_in((*options.only_inside, *options.outside), name, path, project)


class _Part(NamedTuple):
    name: str
    modules: frozenset[str]


class _Layer:
    """One layer: a package, or several that may know each other (`:`) or may not (`|`)."""

    def __init__(self, graph: ImportGraph, text: str) -> None:
        self.keeps_apart = "|" in text
        names = [name.strip() for name in text.replace("|", ":").split(":")]
        self.parts = [_Part(name, graph.below(name)) for name in names]
        self.modules = frozenset[str]().union(*(part.modules for part in self.parts))


class _Ways:
    """The ways on which imports lead from some modules to others that they must not know."""

    def __init__(
        self,
        graph: ImportGraph,
        targets: Iterable[str],
        *,
        through: frozenset[str],
        apart: frozenset[str],
        members: Mapping[str, frozenset[str]] = MappingProxyType({}),
    ) -> None:
        """`members` are the names of which something is taken out of a target where that alone is meant."""
        self._graph = graph
        self._targets = frozenset(targets)
        self._members = members
        self._steps = graph.ways_to(self._targets - apart, through=through, members=members)

    def judge(self, modules: Iterable[str], say: str) -> Iterator[Verdict]:
        """Each import of the modules from within the project or from what is meant, with what is wrong with it."""
        for module in sorted(modules):
            for edge in self._graph.edges(module):
                if edge.imported not in self._steps or not edge.takes_one_of(self._members.get(edge.imported)):
                    if edge.imported in self._graph.modules:
                        yield Verdict(module, edge)
                    continue
                way = list(self._way(edge))
                said = say.format(way[-1].imported)
                through = tuple(step.imported for step in way)
                yield Verdict(module, edge, said, tuple(_links(way[1:], self._graph.project)), through)

    def _way(self, edge: Edge) -> Iterator[Edge]:
        step: Edge | None = edge
        while step is not None:
            yield step
            step = self._steps[step.imported]


def _links(way: Iterable[Edge], project: Project) -> Iterator[tuple[str, int, str]]:
    for edge in way:
        path = project.modules.by_name[edge.importer]["path"]
        yield path, edge.fact.line, f"{edge.importer} imports {edge.imported}"
