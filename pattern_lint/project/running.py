"""Whether functions call something, themselves or through other functions of the project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from ..config.globs import looks_like
from ..query.functions.leaving import leaving_errors
from ..query.functions.run_again import functions_run_again
from ..query.functions.untyped import untyped_calls, untyped_calls_of
from ..query.naming.names import Asked, name_set
from ..query.naming.own import is_one_of
from .circumstances import FALSE, NONE, REST
from .facts import TRIED_AGAIN
from .saving import saved_by_callers
from .topics import Topic

if TYPE_CHECKING:
    from ..query.answers import Condition
    from .calls import Caller
    from .project import Project

Holds: TypeAlias = "Callable[[Condition], bool | None]"
UNTYPED_CALLS = Topic("untyped-calls", untyped_calls)
_ASKED = "untyped-calls-asked-for"
LEAVING_ERRORS = Topic("leaving-errors", leaving_errors)
RUN_AGAIN = Topic("run-again", functions_run_again)
Told: TypeAlias = Sequence[tuple[str, Sequence[str]]]
"""Arguments, each with the names that count where they are given it."""
_MOST_CALLERS = 4
"""So far above a call may stand what guards it: what retries further up repeats the work of a whole part."""
_MANAGING = ("__enter__", "__aenter__", "__exit__", "__aexit__")
_ENOUGH = 2000
"""So many functions are looked through; then the answer is that it is not known."""


def runs(
    project: Project, holds: Holds, functions: Iterable[str], names: Sequence[str], is_open: bool, told: Told = ()
) -> bool | None:
    """Whether one of the functions, or one that they call, calls one of the names.

    `told` are names that count only where they are given an argument. `is_open` says that a name is of the standard
    library, whose calls no fact holds: what is not found is not known. `holds` tells whether a condition is true.
    """
    run = {symbol: list(_run_by(project, symbol)) for symbol in functions}
    if all(not found and _is_left_to_library(project, each) for each, found in run.items()):
        return False
    pending = [each for found in run.values() for each in found]
    seen, classes = set(pending), _classes_of(project, run)
    while pending and len(seen) < _ENOUGH:
        current = pending.pop()
        fact = project.definitions.function(current)
        if _calls_by_name(project, current, names):
            return True
        for symbol, *_, given, _ in fact.calls if fact is not None else ():
            if _is_named(project, symbol, [*names, *_told_so(given, told)], holds):
                return True
            called = [*_run_by(project, symbol)]
            called += [each for callee in called for each in _in_stead(project, callee, classes)]
            pending += [each for each in called if each not in seen]
            seen.update(called)
        around = [each for each in _run_around(project, current) if each not in seen]
        seen.update(around)
        pending += around
    return None if is_open or pending else False


def _classes_of(project: Project, methods: Iterable[str]) -> list[str]:
    """The classes of the project on which methods are asked for."""
    found = (project.resolver.resolve(each.rpartition(".")[0]) or "" for each in methods)
    return list(dict.fromkeys(each[:-2] for each in found if each[:-2] in project.definitions.classes))


def _in_stead(project: Project, method: str, classes: Sequence[str]) -> Iterator[str]:
    """What runs in place of a base's method in classes that have one of their own."""
    owner, _, name = method.rpartition(".")
    for cls in classes:
        lineage = project.resolver.linear(cls)
        known = (project.definitions.classes.get(each) for each in lineage) if owner in lineage else ()
        own = next(
            (each for each, fact in zip(lineage, known, strict=False) if fact is not None and name in fact.methods),
            owner,
        )
        if own != owner:
            yield f"{own}.{name}"


def _run_by(project: Project, symbol: str) -> Iterator[str]:
    """The functions that a call runs; who makes a context manager enters and leaves it."""
    callee = project.calls.runs(symbol)
    if callee is not None:
        yield callee
    made = project.resolver.resolve(symbol)
    for name in _MANAGING if made in project.definitions.classes else ():
        method = project.resolver.resolve(f"{made}().{name}")
        if method is not None and project.definitions.function(method) is not None:
            yield method


def _run_around(project: Project, function: str) -> Iterator[str]:
    """The functions that decorators of the project put around a function."""
    fact = project.definitions.function(function)
    for symbol in filter(None, fact.decorators if fact is not None else ()):
        found = project.resolver.resolve(symbol) or symbol
        yield from project.definitions.within(found.removesuffix("()"))


def _is_left_to_library(project: Project, symbol: str) -> bool:
    """Whether a call makes a class that has no constructor of its own, or runs on it what a library has for all."""
    classes = project.definitions.classes
    return any(project.resolver.resolve(each) in classes for each in (symbol, symbol.rpartition(".")[0]) if each)


def untyped_calls_asked_for(names: Sequence[str]) -> Topic:
    """The calls of methods that cards name whatever these are methods of."""
    return Topic(_ASKED, partial(untyped_calls_of, name_set(tuple(sorted(names)))))


def _calls_by_name(project: Project, function: str, names: Sequence[str]) -> bool:
    """Whether a function calls one of the names on something that only its name tells of."""
    home = project.definitions.home(function)
    topics = project.files[home["path"]]["topics"] if home is not None else {}
    told = [made for topic in (UNTYPED_CALLS.name, _ASKED) for made in topics.get(topic, {}).get(function, ())]
    made = (Asked(None, name, receiver) for name, receiver in told)
    return any(name_set(tuple(names)).match(each, project.modules.roots).holds for each in made)


def _told_so(given: Sequence[str], told: Told) -> Iterator[str]:
    """The names that count with what a call is given."""
    for argument, names in told:
        if any(each == REST or (each.startswith(f"{argument}=") and each[-1] not in (FALSE, NONE)) for each in given):
            yield from names


def decorates_by(project: Project, symbol: str, names: Sequence[str], holds: Holds) -> bool | None:
    """Whether one of the names makes a decorator of the project, or is what it decorates by, or what it or a function
    within it calls."""
    found = project.resolver.resolve(symbol)
    maker = (found or "").partition(".<locals>")[0].removesuffix("()")
    if found is None or _is_named(project, maker, names, holds):
        return None if found is None else True
    return runs(project, holds, (symbol, *project.definitions.within(found)), names, is_open=False)


def leaves_errors(project: Project, symbol: str) -> bool | None:
    """Whether a decorator of the project leaves the errors of what it decorates as they are; None where it may not."""
    maker = (project.resolver.resolve(symbol) or symbol).removesuffix("()")
    home = project.definitions.home(maker)
    told = project.files[home["path"]]["topics"].get(LEAVING_ERRORS.name) or () if home is not None else ()
    return True if maker in told else None


def is_guarded(project: Project, function: str, names: Sequence[str], holds: Holds) -> bool:
    """Whether one of the names decorates a function or what leads to it, or is called there."""
    level, seen = [function], {function}
    for depth in range(_MOST_CALLERS):
        above: set[str] = set()
        for current in level:
            fact = project.definitions.function(current)
            found = (*fact.decorators, *(call[0] for call in fact.calls)) if fact is not None else ()
            if any(_is_named(project, symbol, names, holds) for symbol in found):
                return True
            if _is_handed(project, current, names, holds):
                return True
            callers = [*project.calls.callers(current), *_callers_of_bases(project, current)]
            if depth == 0 and any(caller.call.flags & TRIED_AGAIN for caller in callers):
                return True
            above.update(caller.function for caller in callers)
        level = sorted(above - seen)
        seen |= above
        if not level or len(seen) >= _ENOUGH:
            break
    return False


def _is_handed(project: Project, function: str, names: Sequence[str], holds: Holds) -> bool:
    """Whether a module hands a function to one of the names, be it under that of a base's which it stands for."""
    cls, _, name = function.rpartition(".")
    bases = project.resolver.linear(cls) if cls in project.definitions.classes else []
    symbols = {function, *(f"{base}.{name}" for base in bases), *(f"{base}().{name}" for base in bases)}
    made = (Asked(found or None, *told) for each in symbols for found, *told in project.run_again.get(each, ()))
    found = (name_set(tuple(names)).match(each, project.modules.roots) for each in made)
    return any(each.holds is True and all(map(holds, each.when)) for each in found)


def functions_handed(project: Project) -> dict[str, list[tuple[str, str, str]]]:
    """The functions that modules hand to what may run them again, with what that is."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for told in project.topic(RUN_AGAIN).values():
        for symbol, made in told.items():
            found.setdefault(project.resolver.resolve(symbol) or symbol, []).extend(made)
    return found


def is_run_by_base(project: Project, method: str, names: Sequence[str], holds: Holds) -> bool:
    """Whether a method of a base calls one of the names, or one decorates it, that also runs the base's method which
    this one stands for."""
    around = sorted({caller.function for caller in _callers_of_bases(project, method)})
    facts = (project.definitions.function(each) for each in around)
    decorators = [each for fact in facts if fact is not None for each in fact.decorators if each]
    if any(_is_named(project, each, names, holds) for each in decorators):
        return True
    return any(runs(project, holds, (each,), names, is_open=False) is True for each in around)


def _callers_of_bases(project: Project, method: str) -> Iterator[Caller]:
    """The calls that run a method of a base which this one stands for, be it that only heirs have it."""
    cls, _, name = method.rpartition(".")
    is_heirs = cls in project.definitions.classes and not name.startswith("__")
    for base in project.resolver.linear(cls) if is_heirs else ():
        if base != cls:
            yield from project.calls.callers(f"{base}.{name}")
            if project.definitions.function(f"{base}.{name}") is None:
                yield from project.calls.calling(f"{base}().{name}")


def is_asked_around(
    project: Project,
    function: str,
    asked: tuple[Sequence[str], tuple[str, ...]],
    holds: Holds,
    *,
    after: bool = False,
) -> bool:
    """Whether all that call a function call one of some names before, or after it, themselves or through the project;
    where some save what it gives by calls of other names, these alone."""
    names, saving = asked
    saved_by = saved_by_callers(project, function, saving) if saving else ()
    callers = [*project.calls.callers(function), *_callers_of_bases(project, function)]
    callers = [each for each in callers if each.function != function]
    callers = [each for each in callers if each.function in saved_by] or callers
    return bool(callers) and all(_asks(project, each, names, holds, after=after) for each in callers)


def _asks(project: Project, caller: Caller, names: Sequence[str], holds: Holds, *, after: bool) -> bool:
    """Of what only its name tells of, it is not known whether it is asked before or after."""
    fact, line = project.definitions.function(caller.function), caller.call.line
    calls = fact.calls if fact is not None else ()
    asked = [call[0] for call in calls if call[1] != line and (call[1] > line) is after]
    if any(_is_named(project, symbol, names, holds) for symbol in asked):
        return True
    by_name = _calls_by_name(project, caller.function, names)
    return by_name or runs(project, holds, asked, names, is_open=False) is True


def _is_named(project: Project, symbol: str, names: Sequence[str], holds: Holds) -> bool:
    spellings = {symbol, project.resolver.resolve(symbol) or symbol}
    own = [name for name in names if "." not in name]
    if any(map(looks_like(tuple(names)), spellings)) or any(is_one_of(each, own) for each in spellings):
        return True
    owner, _, last = symbol.rpartition(".")
    by_role = name_set(tuple(name for name in names if ":" in name))
    found = by_role.match(Asked(symbol, last, owner.rpartition(".")[2].removesuffix("()")), project.modules.roots)
    return found.holds is True and all(holds(condition) for condition in found.when)
