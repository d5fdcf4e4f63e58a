"""Signs that a project has what a card speaks of: a container, a lifecycle of workers.

A role by a name alone is a guess. Where nothing else of a project shows that it works as a document describes, what
the document says of its services and workers is said to nobody. A project of a few modules cannot show much; it is
taken at its word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache, cached_property, partial
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from ..config.globs import looks_like
from ..knowledge.words import listed, names_of
from .facts import ASYNC, ClassFact, Facts, FunctionFact, imported_by
from .natures import is_named_interface
from .shared_bases import A_PART, has_base_of

if TYPE_CHECKING:
    from .project import Project

Sign = Literal[
    "adapter-interface",
    "agent-sdk",
    "async-services",
    "audit-columns",
    "constraint-base",
    "container",
    "coordinator-base",
    "data-repository",
    "event-bus",
    "event-class",
    "event-handler-base",
    "event-removal",
    "guarded-calls",
    "injection-library",
    "orm",
    "repository-base",
    "service-base",
    "service-layer",
    "stream-builder",
    "streams",
    "structured-logs",
    "worker-lifecycle",
]

TELLING = 20
"""From so many modules on, what a project does not show it does not have."""
LETTING_GO = ("unsubscribe", "off", "remove_", "unregister")
_EVENTS = frozenset({"Event", "BaseEvent", "DomainEvent"})
_GUARDING = re.compile(r"(?i)(^|_)retr|circuit|breaker|on_exception$")
_MARK = "pytestmark"
"""The name by which a module marks all tests in it."""
_ROUTING = re.compile(r"(?:^|[/_])(?:route|router|controller|endpoint|api|view)s?(?:/|\.py$|/v\d+/)")
_SERVICES = re.compile(r"(?i)(?:^|[._])services?(?:\.|$)|[a-z]Service$")
_PACKAGE = "__init__.py"
_SOONER = {"structured-logs": 5}
"""Signs that show in fewer modules: most of them log."""
TELLING_OF = ("emit", "publish", "dispatch", "fire")
LISTENING = frozenset("on subscribe add_listener add_handler register_handler add_subscriber listen".split())
CONTAINERS = ("container", "injector")
CREATED = "created_at"
_A_FEW = 8
"""One in so many shows what a project is on its way to; fewer only pass things on to a library that has it."""
_SESSIONS = ("session", "db", "sessions", "session_factory", "sessionmaker")
_INITIALIZE = "initialize"
TAKES = ("register", "bind", "provide", "add_", "singleton", "factory", "set_")
GIVES = ("get", "resolve", "__getitem__", "__getattr__")


class Signs:
    """Looks for signs once, when a card asks for them."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._shown: dict[str, bool] = {}
        self._beginnings: set[str] | None = None
        """What modules import, with all that it is below; made when somebody asks."""

    def allow(self, sign: str) -> bool:
        """Whether the project shows a sign, or is too small to tell."""
        return not self._is_telling_of(sign) or self.shows(sign)

    def shows(self, sign: str) -> bool:
        """Whether the project shows a sign, of whatever size it is."""
        if sign not in self._shown:
            self._shown[sign] = _SEARCHES[sign](self._project)
        return self._shown[sign]

    def has_name(self, glob: str) -> bool:
        """Whether a class or function has a name that a glob matches, or is decorated or marked with one of such."""
        if glob not in self._shown:
            self._shown[glob] = next(filter(looks_like((glob,)), self._names), None) is not None
        return self._shown[glob]

    def imports(self, name: str) -> bool:
        """Whether a module imports something of that name, or below it."""
        if self._beginnings is None:
            files = self._project.files.values()
            targets = {target for fact in files for target in imported_by(fact)}
            self._beginnings = {each for target in targets for each in accumulate(target.split("."), "{}.{}".format)}
        return name in self._beginnings

    @cached_property
    def _names(self) -> frozenset[str]:
        place = FunctionFact._fields.index("decorators")
        files = self._project.files.values()
        functions = [each for fact in files for each in fact["functions"].items()]
        decorators = (name for _, stored in functions for name in stored[place])
        marks = (fact["exports"].get(_MARK, "") for fact in files)
        return frozenset([*decorators, *self._classes, *marks, *(name.rpartition(".")[2] for name, _ in functions)])

    def names_one_of(self, names: Collection[str]) -> bool:
        """Whether the project defines a class of one of some names, or imports one that it does not show; one that
        derives from another class of the project is one among others, whatever it is called."""
        if not self._classes.isdisjoint(names):
            return any(
                not _is_below(cls, names, self._project)
                for cls in self._project.definitions.classes
                if _last(cls) in names
            )
        return not self._imported.isdisjoint(names)

    @cached_property
    def _classes(self) -> frozenset[str]:
        """The simple names of the project's classes."""
        return frozenset(fact.name.rpartition(".")[2] for fact in self._project.definitions.classes.values())

    @cached_property
    def _imported(self) -> frozenset[str]:
        """The simple names of what is imported from the project."""
        targets = {target for fact in self._project.files.values() for target in imported_by(fact)}
        is_ours = self._project.modules.is_ours
        return frozenset(target.rpartition(".")[2] for target in targets if is_ours(target))

    @property
    def is_telling(self) -> bool:
        """Whether there is enough code for what is missing to mean something."""
        return self._counts[0] >= TELLING

    def _is_telling_of(self, sign: str) -> bool:
        return self._counts[1] >= _SOONER[sign] if sign in _SOONER else self.is_telling

    @cached_property
    def _counts(self) -> tuple[int, int]:
        """How many modules of production code there are, and how many of them say something."""
        files = [fact for fact in self._project.files.values() if fact["category"] == "production"]
        return len(files), sum(map(_says_something, files))


def has_injection_library(project: Project) -> bool:
    """Whether a library is imported that makes objects from the annotations of their constructors."""
    return _imports("injection-libraries", project)


def _imports(name: str, project: Project) -> bool:
    """Whether a module imports one of a list of libraries."""
    libraries = names_of(name)
    return any(target.partition(".")[0] in libraries for fact in project.files.values() for target in imported_by(fact))


def _says_something(fact: Facts) -> bool:
    """Whether a module is more than the mark of a package; its own body is always among its functions."""
    return bool(fact["classes"] or fact["exports"] or len(fact["functions"]) > 1)


def _logs_by_keys(project: Project) -> bool:
    """Whether some of the modules that log do it by a library that takes keys."""
    libraries = names_of("structured-logs")
    libraries |= names_of("taking-keys-too") if project.signs.shows("streams") else frozenset()
    files = [{target.partition(".")[0] for target in fact["exports"].values()} for fact in project.files.values()]
    by_keys = sum(not libraries.isdisjoint(imported) for imported in files)
    in_lines = sum(libraries.isdisjoint(imported) and "logging" in imported for imported in files)
    return by_keys > 0 and by_keys * _A_FEW >= by_keys + in_lines


def has_container(project: Project) -> bool:
    """Whether a library for injection is imported, or a class of the project takes parts and gives them."""
    return has_injection_library(project) or any(
        fact.name.lower().endswith(CONTAINERS) and _names(fact, TAKES) and _names(fact, GIVES)
        for fact in project.definitions.classes.values()
    )


def has_event_bus(project: Project) -> bool:
    """Whether a class of the project tells of events and takes those who want to be told."""
    return any(
        _names(fact, TELLING_OF) and not LISTENING.isdisjoint(fact.methods)
        for fact in project.definitions.classes.values()
    )


@cache
def stream_builders() -> frozenset[str]:
    """What composes stream services, by its own name."""
    return frozenset(name.rpartition(".")[2] for name in listed("stream-builders"))


def has_stream_builder(project: Project) -> bool:
    """Whether the project defines or imports what composes stream services."""
    builders = stream_builders()
    return any(
        name.rpartition(".")[2] in builders
        for fact in project.files.values()
        for name in (*fact["classes"], *imported_by(fact))
    )


def _has_event_removal(project: Project) -> bool:
    """Whether a class that tells of events lets those go who want to be told no more."""
    classes = project.definitions.classes.values()
    return any(_names(fact, TELLING_OF) and _names(fact, LETTING_GO) for fact in classes)


def _defines(names: frozenset[str], project: Project) -> bool:
    """Whether the project defines a class of one of some names."""
    return any(fact.name in names for fact in project.definitions.classes.values())


def has_guarded_calls(project: Project) -> bool:
    """Whether a function is decorated with a retry or a circuit breaker."""
    place = FunctionFact._fields.index("decorators")
    return any(
        _GUARDING.search(decorator.rpartition(".")[2])
        for fact in project.files.values()
        for stored in fact["functions"].values()
        for decorator in stored[place]
    )


def _names(fact: ClassFact, starts: tuple[str, ...]) -> bool:
    return any(method.startswith(starts) for method in fact.methods)


def _has_async_services(project: Project) -> bool:
    """Whether a service has an asynchronous method."""
    services = ((cls, project.definitions.classes[cls]) for cls in project.roles.with_role(["service"]))
    methods = (project.definitions.function(f"{cls}.{name}") for cls, fact in services for name in fact.methods)
    return any(method is not None and method.flags & ASYNC for method in methods)


def _has_audit_columns(project: Project) -> bool:
    """Whether a good part of the tables say when their rows were created."""
    tables = project.roles.with_role(["model"])
    telling = sum(project.members.has_member(table, (CREATED,)) is True for table in tables)
    return bool(tables) and telling * A_PART >= len(tables)


def _has_data_repository(project: Project) -> bool:
    """Whether what is called a repository is given a session of a database."""
    for cls in project.definitions.classes:
        if "repository" in project.roles.claims(cls):
            constructor = project.definitions.function(f"{cls}.__init__")
            if constructor is not None and any(name.endswith(_SESSIONS) for name in constructor.parameters):
                return True
    return False


def _has_service_layer(project: Project) -> bool:
    """Whether a good part of the modules of routes and controllers ask services."""
    routing = [fact for path, fact in project.files.items() if _ROUTING.search(path) and not path.endswith(_PACKAGE)]
    asking = sum(any(map(_SERVICES.search, imported_by(fact))) for fact in routing)
    return asking > 0 and asking * A_PART >= len(routing)


def has_worker_lifecycle(project: Project) -> bool:
    """Whether there is an interface by which workers are set going."""
    interfaces = {base for base in project.roles.bases.get("worker", ()) if is_named_interface(base)}
    for fact in project.definitions.classes.values():
        if fact.name in interfaces and _INITIALIZE in fact.methods:
            return True
        named = (base for base in fact.bases if base.rpartition(".")[2] in interfaces)
        if any(project.resolver.resolve(base) not in project.definitions.classes for base in named):
            return True
    return False


_SEARCHES: dict[str, Callable[[Project], bool]] = {
    "adapter-interface": partial(has_base_of, "adapter"),
    "agent-sdk": partial(_imports, "agent-sdks"),
    "async-services": _has_async_services,
    "audit-columns": _has_audit_columns,
    "constraint-base": partial(has_base_of, "constraint"),
    "container": has_container,
    "coordinator-base": partial(has_base_of, "coordinator"),
    "data-repository": _has_data_repository,
    "event-bus": has_event_bus,
    "event-class": lambda project: has_event_bus(project) and _defines(_EVENTS, project),
    "event-handler-base": partial(has_base_of, "event-handler"),
    "event-removal": _has_event_removal,
    "guarded-calls": has_guarded_calls,
    "injection-library": has_injection_library,
    "orm": partial(_imports, "orm-libraries"),
    "repository-base": partial(has_base_of, "repository", of_rows=True),
    "service-base": partial(has_base_of, "service", of_one=False, common=True),
    "service-layer": _has_service_layer,
    "stream-builder": has_stream_builder,
    "streams": lambda project: _imports("stream-libraries", project) or project.signs.shows("stream-builder"),
    "structured-logs": _logs_by_keys,
    "worker-lifecycle": has_worker_lifecycle,
}


def _is_below(cls: str, names: Collection[str], project: Project) -> bool:
    """Whether a class derives from one of the project's, and none of these has one of some names."""
    above = [each for each in project.resolver.linear(cls)[1:] if each in project.definitions.classes]
    return bool(above) and not any(_last(each) in names for each in above)


def _last(symbol: str) -> str:
    return symbol.rpartition(".")[2]
