"""Signs that a project has what a card speaks of: a container, a lifecycle of workers.

A role by a name alone is a guess. Where nothing else of a project shows that it works as a document describes, what
the document says of its services and workers is said to nobody. A project of a few modules cannot show much; it is
taken at its word.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from .facts import ClassFact
from .natures import is_named_interface

if TYPE_CHECKING:
    from .project import Project

Sign = Literal["container", "injection-library", "worker-lifecycle"]

TELLING = 20
"""From so many modules on, what a project does not show it does not have."""
INJECTION_LIBRARIES = frozenset(
    "aioinject antidote dependency_injector dishka injector kink lagom opyoid picodi pinject punq rodi svcs "
    "that_depends wireup".split()
)
CONTAINERS = ("container", "injector")
_INITIALIZE = "initialize"
TAKES = ("register", "bind", "provide", "add_", "singleton", "factory", "set_")
GIVES = ("get", "resolve", "__getitem__", "__getattr__")


class Signs:
    """Looks for signs once, when a card asks for them."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._shown: dict[str, bool] = {}

    def allow(self, sign: str) -> bool:
        """Whether the project shows a sign, or is too small to tell."""
        return not self.is_telling or self.shows(sign)

    def shows(self, sign: str) -> bool:
        """Whether the project shows a sign, of whatever size it is."""
        if sign not in self._shown:
            self._shown[sign] = _SEARCHES[sign](self._project)
        return self._shown[sign]

    @cached_property
    def is_telling(self) -> bool:
        """Whether there is enough code for what is missing to mean something."""
        return sum(fact["category"] == "production" for fact in self._project.files.values()) >= TELLING


def has_injection_library(project: Project) -> bool:
    """Whether a library is imported that makes objects from the annotations of their constructors."""
    return any(
        target.partition(".")[0] in INJECTION_LIBRARIES
        for fact in project.files.values()
        for target in fact["exports"].values()
    )


def has_container(project: Project) -> bool:
    """Whether a library for injection is imported, or a class of the project takes parts and gives them."""
    return has_injection_library(project) or any(
        fact.name.lower().endswith(CONTAINERS) and _names(fact, TAKES) and _names(fact, GIVES)
        for fact in project.definitions.classes.values()
    )


def _names(fact: ClassFact, starts: tuple[str, ...]) -> bool:
    return any(method.startswith(starts) for method in fact.methods)


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
    "container": has_container,
    "injection-library": has_injection_library,
    "worker-lifecycle": has_worker_lifecycle,
}
