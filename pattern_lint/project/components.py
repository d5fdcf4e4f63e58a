"""The ways in which a project's code comes by instances of its classes, and where these are made by right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from ..lang.python.module import Module
from ..lang.python.paths import is_composition_root, package_name
from ..query.values.types import name_type
from .constructions import ON_IMPORT, WIRED, Constructed, Way, constructed
from .kept import Kept, kept
from .natures import is_unseen
from .project import Project
from .registrations import is_container_symbol
from .roles import is_named
from .topics import Topic
from .wiring import handed_on


def _collect(module: Module) -> object:
    ways, given = [tuple(way) for way in (*constructed(module), *kept(module))], sorted(set(handed_on(module)))
    return {"ways": ways, "given": given} if ways or given else None


COMPONENTS = Topic("components", _collect)


class Found(NamedTuple):
    """A way that leads to a class."""

    path: str
    module: str
    way: Way
    cls: str

    @property
    def owner(self) -> str:
        """The class around it, by its full name."""
        return f"{self.module}.{self.way.owner}" if self.way.owner else ""


class Components:
    """All ways of a project; `reached` has those of the topic that only some cards want."""

    def __init__(self, project: Project, reached: Mapping[str, Iterable[Any]]) -> None:
        self._project = project
        self._told = project.topic(COMPONENTS)
        self._reached = reached
        self._constructed = Constructed(project)

    @cached_property
    def found(self) -> list[Found]:
        """Every way that leads to a class, in the order of the files."""
        ways = [(path, Way._make(way)) for path, told in self._told.items() for way in told["ways"]]
        ways += [(path, Way._make(way)) for path, told in self._reached.items() for way in told]
        names = {path: self._project.files[path]["name"] for path, _ in ways}
        classes = ((path, way, self._class(way, self._kept)) for path, way in ways if way.right != ON_IMPORT)
        return [Found(path, names[path], way, cls) for path, way, cls in classes if cls is not None]

    @cached_property
    def _kept(self) -> Kept:
        files, ways = self._project.files, ((path, each) for path, told in self._told.items() for each in told["ways"])
        kept = ((path, Way._make(each)) for path, each in ways)
        lazy = {f"{files[path]['name']}.{way.where}": way.symbol for path, way in kept if way.how == "first-use"}
        return Kept(self._project, self._constructed, lazy)

    def made_anew(self, symbol: str) -> str | None:
        """The class of what a function of the project makes for each who calls it; None for classes themselves."""
        function = self._project.resolver.resolve(symbol)
        if function is None or self._project.definitions.function(function) is None or self._kept.given(symbol):
            return None
        return self._constructed.value(f"{symbol}()")

    @cached_property
    def unseen(self) -> list[Found]:
        """Every construction of a class whose module would be one of the project's, and is not there."""
        ways = ((path, Way._make(way)) for path, told in self._told.items() for way in told["ways"])
        files = self._project.files
        return [
            Found(path, files[path]["name"], way, way.symbol)
            for path, way in ways
            if way.how == "constructed" and way.right != ON_IMPORT and is_unseen(self._project.modules, way.symbol)
        ]

    def _class(self, way: Way, kept: Kept) -> str | None:
        of = self._constructed
        if way.how == "kept":
            return of.cls(way.symbol) or of.value(f"{way.symbol}()")
        asked = {"constructed": of.cls, "first-use": of.value, "reached": kept.instance, "got": kept.given}
        return asked[way.how](way.symbol)

    @cached_property
    def _factories(self) -> frozenset[str]:
        """The functions that are handed to a container or a framework."""
        resolve = self._project.resolver.resolve
        return frozenset(resolve(symbol) or symbol for told in self._told.values() for symbol in told["given"])

    @cached_property
    def _makers(self) -> Mapping[str, set[str]]:
        """Who makes instances of a class in production, the class itself aside: classes, or modules outside of one."""
        makers: dict[str, set[str]] = {}
        for path, told in self._told.items():
            file = self._project.files[path]
            for way in map(Way._make, told["ways"] if file["category"] == "production" else ()):
                cls = self._constructed.cls(way.symbol) if way.how == "constructed" else None
                owner = f"{file['name']}.{way.owner}" if way.owner else path
                if cls is not None and cls != owner:
                    makers.setdefault(cls, set()).add(owner)
        return makers

    def is_wired(self, found: Found) -> bool:
        """Whether an instance is made where the application is put together, or by its own class."""
        right = found.way.right
        return (
            is_composition_root(found.path)
            or right == WIRED
            or found.owner == found.cls
            or any(f"{found.module}.{function}" in self._factories for function in _outwards(found.way.where))
            or (found.way.how == "constructed" and right != "" and is_container_symbol(self._project, right))
        )

    def is_own_part(self, found: Found) -> bool:
        """Whether a class makes what lies in its own package, and nobody else makes one."""
        home = self._project.definitions.home(found.cls)
        if home is None or self._makers.get(found.cls) != {found.owner}:
            return False
        package, other = package_name(found.path), package_name(home["path"])
        is_below = "." in package and other.startswith(f"{package}.")  # subfolders of a top folder are others'
        return home["path"] == found.path or (bool(package) and (package == other or is_below))


def _outwards(function: str) -> Iterator[str]:
    """A function's qualified name, and those of the functions around it."""
    while function:
        yield function
        function = function.rpartition(".<locals>.")[0]


class Meant:
    """Tells which classes some names mean: by role, by a glob of the simple name, by the full name."""

    def __init__(self, project: Project, names: Iterable[str]) -> None:
        self._project = project
        self._roles = [name[5:] for name in names if name.startswith("role:")]
        self._names = tuple(name for name in names if not name.startswith("role:"))
        self._memo: dict[str, bool] = {}

    def __call__(self, cls: str) -> bool:
        if cls not in self._memo:
            self._memo[cls] = self._has_role(cls) or name_type(self._names, cls)
        return self._memo[cls]

    def _has_role(self, cls: str) -> bool:
        """A class whose file is not there has the role that its name says."""
        project, roles = self._project, self._project.roles
        if cls in project.definitions.classes:
            return roles.has(cls, self._roles)
        table = roles.table
        return is_unseen(project.modules, cls) and is_named(cls.rpartition(".")[2], map(table.__getitem__, self._roles))
