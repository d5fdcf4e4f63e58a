"""Which functions and modules a card is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ...globs import matches
from ...project.facts import ASYNC, Facts, FunctionFact
from ...project.project import Project

if TYPE_CHECKING:
    from ..kit import Rule
    from ..reach import Options

_CONSTRUCTORS = ("__init__", "__post_init__", "__new__")
_FLAGS = FunctionFact._fields.index("flags")


def async_functions(project: Project, rule: Rule[Options]) -> Iterator[str]:
    """Every async function in the kinds of files that the card looks at."""
    for home in project.files.values():
        if home["category"] in rule.options.where:
            for name, stored in home["functions"].items():
                if stored[_FLAGS] & ASYNC:  # type: ignore[operator]
                    yield f"{home['name']}.{name}"


def constructors(project: Project, rule: Rule[Options]) -> Iterator[str]:
    """The functions that construct components, those that they inherit included; each of them once."""
    seen: set[str] = set()
    components = [*project.roles.with_role(rule.options.roles), *_derived(project, rule.options.bases)]
    for cls in components:
        for name in _CONSTRUCTORS:
            method = project.resolver.resolve(f"{cls}().{name}")
            if method is None or method in seen or project.definitions.function(method) is None:
                continue
            seen.add(method)
            home = project.definitions.home(method)
            if home is not None and home["category"] in rule.options.where:
                yield method


def _derived(project: Project, bases: tuple[str, ...]) -> Iterator[str]:
    heirs = project.definitions.heirs
    if any(base in heirs for base in bases):
        yield from (cls for cls in project.definitions.classes if project.holds(("base", cls, bases)))


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
        for _, callee in project.calls.callees(function):
            fact = project.definitions.function(callee)
            if fact is not None and fact.flags & ASYNC:
                pending.append(callee)
    return list(seen)


def modules(project: Project, rule: Rule[Options]) -> Iterator[Facts]:
    """The modules that define a class of one of the card's roles, or that lie where its globs say."""
    roles = frozenset(rule.options.module_roles)
    for home in project.files.values():
        if home["category"] not in rule.options.where:
            continue
        if any(matches(glob, home["path"]) for glob in rule.options.modules) or (
            roles and not project.module_roles(home["name"]).isdisjoint(roles)
        ):
            yield home


def run_elsewhere(project: Project, handed: Iterable[str], functions: Mapping[str, object]) -> frozenset[str]:
    """Those of some functions that only ever run in a thread or another process, as far as the project tells."""
    given = {project.calls.runs(symbol) for symbol in handed}
    known: dict[str, bool] = {}

    def runs_elsewhere(function: str) -> bool:
        if function not in known:
            known[function] = function in given
            callers = {caller.function for caller in project.calls.callers(function) if not in_tests(caller.path)}
            known[function] = all(runs_elsewhere(caller) for caller in callers) and bool(callers or function in given)
        return known[function]

    def in_tests(path: str) -> bool:
        return project.files[path]["category"] == "test"

    return frozenset(function for function in functions if runs_elsewhere(function))
