"""Which functions and modules a card is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ...config.globs import looks_like, matches_any
from ...project.conditions import holds
from ...project.facts import ASYNC, RUN_ALONE, CallFact, Facts, FunctionFact
from ...project.project import Project
from .advice import COMMANDS
from .judge import OF_FILES

if TYPE_CHECKING:
    from ..kit import Rule
    from .advice import Advice
    from .kind import Options

_COMMAND_LINES = ("click.", "typer.", "asyncclick.", "cyclopts.")
_ENTRIES = re.compile("a?main|async_main|main_async|run_main")
_AT_TERMINAL = frozenset({"input"})
_AT_BEGIN = OF_FILES | _AT_TERMINAL | {"database", "process", "spawn"}
"""Besides files, a program that begins opens its data base and asks other programs."""
_CONSTRUCTORS = ("__init__", "__post_init__", "__new__")
_FLAGS = FunctionFact._fields.index("flags")
_OWNER = FunctionFact._fields.index("owner")


class Subject(NamedTuple):
    """A function that a card is about, the file that defines it, and the class it is a method of, or empty."""

    function: str
    path: str
    owner: str


def async_functions(project: Project, where: Collection[str]) -> list[Subject]:
    """Every async function in some kinds of files."""
    found = []
    for path, home in project.files.items():
        if home["category"] in where:
            module = home["name"]
            for name, stored in home["functions"].items():
                if stored[_FLAGS] & ASYNC:
                    owner = f"{module}.{stored[_OWNER]}" if stored[_OWNER] else ""
                    found.append(Subject(f"{module}.{name}", path, owner))
    return found


def is_command(project: Project, function: str, path: str) -> bool:
    """Whether an async function lies where commands lie, or is decorated as one, or sets a server up and down, which
    nobody is served beside."""
    fact = project.definitions.function(function)
    if "lifespan" in function.rpartition(".")[2].split("_"):
        return True
    decorators = fact.decorators if fact is not None else ()
    return bool(COMMANDS.search(path)) or any(name.startswith(_COMMAND_LINES) for name in decorators)


def spared(project: Project, function: str, works: Collection[str]) -> frozenset[str]:
    """Of the work that an async function does itself, and all that it reaches, that by which a program only begins or
    ends, or talks to the one who runs it."""
    if _is_entry(project, function):
        return _AT_BEGIN
    return _AT_TERMINAL if not _AT_TERMINAL.isdisjoint(works) and _is_step(project, function) else frozenset()


def _is_entry(project: Project, function: str) -> bool:
    """Whether a function is called as what a program begins with, or has an event loop of its own wherever it is
    called, and no coroutine calls it."""
    fact = project.definitions.function(function)
    if fact is None or fact.owner:
        return False
    callers = list(project.calls.callers(function))
    is_called_so = _ENTRIES.fullmatch(function.rpartition(".")[2].strip("_")) is not None
    if not is_called_so and not (callers and all(each.call.flags & RUN_ALONE for each in callers)):
        return False
    known = (project.definitions.function(each.function) for each in callers)
    return not any(caller is not None and caller.flags & ASYNC for caller in known)


def _is_step(project: Project, function: str) -> bool:
    """Whether every way to a function begins with what a program begins with."""
    pending, seen, begins = [function], {function}, False
    while pending:
        callers = {each.function for each in project.calls.callers(pending.pop())}
        if not callers:
            return False
        steps = {caller for caller in callers - seen if not _is_entry(project, caller)}
        begins = begins or len(steps) < len(callers - seen)
        seen |= callers
        pending += steps
    return begins


def may_be_driven(project: Project, advice: Advice, function: str, path: str) -> bool:
    """Whether a project that runs coroutines by hand may run an async function so: neither its file nor one from which
    it is called imports an event loop."""
    pending, seen = [(function, path)] if advice.drives else [], {function}
    while pending:
        current, home = pending.pop()
        if advice.shows_loop(home):
            return False
        callers = [(each.function, each.path) for each in project.calls.callers(current) if each.function not in seen]
        seen.update(caller for caller, _ in callers)
        pending += callers
    return advice.drives


def constructors(project: Project, rule: Rule[Options]) -> Iterator[str]:
    """The functions that construct components, those that they inherit included; each of them once."""
    seen: set[str] = set()
    options = rule.options
    named = _named(project, options.names)
    components = [*project.roles.with_role(options.roles), *_derived(project, options.bases), *named]
    for cls in components:
        pending = [project.resolver.resolve(f"{cls}().{name}") for name in _CONSTRUCTORS]
        while pending:
            method = pending.pop()
            if method is None or method in seen or project.definitions.function(method) is None:
                continue
            seen.add(method)
            pending += _handed_up(project, method, options.roles)
            home = project.definitions.home(method)
            if home is not None and home["category"] in rule.options.where:
                yield method


def _handed_up(project: Project, constructor: str, roles: Collection[str]) -> Iterator[str]:
    """The constructors that a constructor hands up to, of bases that are made for components by their names."""
    cls = constructor.rpartition(".")[0]
    for _, callee in project.calls.callees(constructor):
        base, _, name = callee.rpartition(".")
        if name not in _CONSTRUCTORS or base not in project.resolver.linear(cls)[1:]:
            continue
        if not project.roles.claims(base).isdisjoint(roles):
            yield callee


def _named(project: Project, globs: tuple[str, ...]) -> Iterator[str]:
    matches = looks_like(globs)
    for cls in project.definitions.classes:
        if matches(cls.rpartition(".")[2]) and project.roles.acts(cls):
            yield cls


def _derived(project: Project, bases: tuple[str, ...]) -> Iterator[str]:
    heirs = project.definitions.heirs
    if any(base in heirs for base in bases):
        yield from (cls for cls in project.definitions.classes if holds(project, ("base", cls, bases)))


def handlers(project: Project, rule: Rule[Options], found: Iterable[str]) -> list[str]:
    """The functions that handle events, and the async functions that these call in turn."""
    seen: dict[str, None] = {}
    pending = sorted(found)
    while pending:
        function = pending.pop(0)
        home = project.definitions.home(function)
        if function in seen or home is None or home["category"] not in rule.options.where:
            continue
        seen[function] = None
        for call, callee in project.calls.callees(function):
            fact = project.definitions.function(callee)
            if fact is not None and fact.flags & ASYNC:
                pending.append(callee)
                pending += _overrides(project, function, call)
    return list(seen)


def _overrides(project: Project, function: str, call: CallFact) -> Iterator[str]:
    """What a method runs instead in the heirs of its class, where it calls another method of its own instance."""
    cls = function.rpartition(".")[0]
    own, _, name = call.symbol.rpartition(".")
    if own == f"{cls}()":
        yield from (f"{heir}.{name}" for heir in project.heirs_of(cls) if name in _methods(project, heir))


def _methods(project: Project, cls: str) -> tuple[str, ...]:
    return project.definitions.classes[cls].methods


def modules(project: Project, rule: Rule[Options]) -> Iterator[Facts]:
    """The modules that define a class of one of the card's roles, or that lie where its globs say."""
    roles = frozenset(rule.options.module_roles)
    for home in project.files.values():
        if home["category"] not in rule.options.where:
            continue
        if matches_any(rule.options.modules, home["path"]) or (
            roles and not project.module_roles(home["name"]).isdisjoint(roles)
        ):
            yield home


class Loops:
    """Tells which functions no coroutine runs."""

    def __init__(self, project: Project, advice: Advice) -> None:
        self._project = project
        self._advice = advice

    def never_run(self, home: Facts, functions: Collection[str]) -> bool:
        """Whether some functions of a module are used by others, but by no coroutine, as far as the project tells.

        A module that has coroutines, or classes with asynchronous methods, is made for a loop whoever uses it; one of
        the command line shares its loop with nothing.
        """
        module = home["name"]
        if COMMANDS.search(home["path"]):
            return True
        if any(stored[_FLAGS] & ASYNC for stored in home["functions"].values()):
            return False
        if any(self._advice.awaits(cls) for cls in self._project.classes_of(module)):
            return False
        if not self._run_by_coroutines.isdisjoint(functions):
            return False
        return self._is_used(home["path"], functions) or self._advice.is_synchronous

    @cached_property
    def _run_by_coroutines(self) -> frozenset[str]:
        """The functions that coroutines run, themselves or through others."""
        homes = self._project.files.values()
        pending = [
            f"{home['name']}.{name}"
            for home in homes
            for name, stored in home["functions"].items()
            if stored[_FLAGS] & ASYNC
        ]
        found = set(pending)
        while pending:
            callees = {callee for _, callee in self._project.calls.callees(pending.pop())} - found
            found |= callees
            pending += callees
        return frozenset(found)

    def _is_used(self, path: str, functions: Iterable[str]) -> bool:
        """Whether another file calls one of some functions, or what calls them in their own."""
        pending = list(functions)
        seen = set(pending)
        while pending:
            callers = list(self._project.calls.callers(pending.pop()))
            if any(caller.path != path for caller in callers):
                return True
            further = {caller.function for caller in callers} - seen
            seen |= further
            pending += further
        return False
