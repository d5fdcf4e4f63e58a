"""Which functions only ever run in a thread or another process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from ...project.calls import hands_off
from ...project.project import Project


def run_elsewhere(project: Project, handed: Iterable[str], functions: Iterable[str]) -> frozenset[str]:
    """Those of some functions that only ever run in a thread or another process, as far as the project tells.

    They, or others that lead to them, are handed there or hand themselves over, and nothing else calls any of these.
    """
    asked = frozenset(functions)
    given = {function for symbol in handed if (function := project.calls.runs(symbol)) is not None}
    above = _callers(project, asked)
    handing = {function for function, callers in above.items() if not callers and _hands_itself_off(project, function)}
    below: dict[str, list[str]] = {}
    for function, callers in above.items():
        for caller in callers:
            below.setdefault(caller, []).append(function)
    called = {function for function, callers in above.items() if callers}
    others = above.keys() - handing
    outside = _led_to(others - called - given, below, others)
    begun = _led_to((handing | given) - outside, below, above.keys() - outside)
    return asked - _led_to(others - begun, below, others)  # what nobody begins, as a circle, may be called by anybody


def _callers(project: Project, functions: Iterable[str]) -> dict[str, list[str]]:
    """The callers of some functions, of those in turn, and so on; tests aside, and none of what hands itself over."""
    found: dict[str, list[str]] = {}
    pending = list(functions)
    while pending:
        function = pending.pop()
        if function not in found:
            callers = [] if _hands_itself_off(project, function) else project.calls.callers(function)
            found[function] = [each.function for each in callers if project.files[each.path]["category"] != "test"]
            pending += found[function]
    return found


def _hands_itself_off(project: Project, function: str) -> bool:
    fact = project.definitions.function(function)
    return fact is not None and hands_off(fact, project.definitions, project.resolver)


def _led_to(functions: Iterable[str], below: Mapping[str, list[str]], among: Set[str]) -> set[str]:
    """Some functions and what they call, at any depth, as far as it is among others."""
    found: set[str] = set()
    pending = [function for function in functions if function in among]
    while pending:
        function = pending.pop()
        if function not in found:
            found.add(function)
            pending += [each for each in below.get(function, ()) if each in among]
    return found
