"""How code comes to a place through the functions of its own module."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from ..lang.python.module import CallSite, Module
from ..lang.python.scopes import Scope

Step: TypeAlias = tuple[str, int, str]
"""The path and line of a call, and which function makes it."""


def definition(scope: Scope) -> Scope:
    """The function or method that a scope belongs to; the module for code outside of them."""
    current = scope
    while current.parent is not None and not (
        current.kind == "function" and current.parent.kind in ("module", "class")
    ):
        current = current.parent
    return current


def ways(
    module: Module, ends: Mapping[Scope, tuple[int, str]], is_helper: Callable[[Scope], bool]
) -> Iterator[tuple[CallSite, Scope, list[Step]]]:
    """The calls of helpers that lead to an end, each with the end and the shortest way; an end is a line and what is
    called there, by the definition that it stands in."""
    callers = callers_of(module, is_helper)
    for helper, end, way in _leading(module, ends, callers):
        yield from ((call, end, way) for call, _ in callers.get(helper, ()))


def leading(
    module: Module, ends: Mapping[Scope, tuple[int, str]], is_helper: Callable[[Scope], bool]
) -> Iterator[tuple[Scope, Scope, list[Step]]]:
    """The helpers that lead to an end, be it in themselves, each with the end and the shortest way."""
    found = _leading(module, ends, callers_of(module, is_helper))
    return (each for each in found if each[0].kind == "function" and is_helper(each[0]))


def _leading(
    module: Module, ends: Mapping[Scope, tuple[int, str]], callers: Mapping[Scope, list[tuple[CallSite, Scope]]]
) -> Iterator[tuple[Scope, Scope, list[Step]]]:
    steps = {end: (line, called, end) for end, (line, called) in ends.items()}
    pending = list(ends)
    for helper in pending:
        for call, caller in callers.get(helper, ()):
            if caller not in steps:
                steps[caller] = (call.node.lineno, f"{helper.name}()", helper)
                pending.append(caller)
    for helper in pending:
        way = list(_way(helper, steps))
        yield helper, way[-1], [(module.path, steps[on][0], f"{on.name}() calls {steps[on][1]}") for on in way]


def _way(helper: Scope, steps: Mapping[Scope, tuple[int, str, Scope]]) -> Iterator[Scope]:
    """The definitions from a helper to its end."""
    yield helper
    while steps[helper][2] is not helper:
        helper = steps[helper][2]
        yield helper


def callers_of(
    module: Module, is_helper: Callable[[Scope], bool] = lambda _: True
) -> dict[Scope, list[tuple[CallSite, Scope]]]:
    """Helper -> the calls of it in other definitions, with these."""
    functions = {
        scope.qualname: scope for scope in module.index.functions if definition(scope) is scope and is_helper(scope)
    }
    found: dict[Scope, list[tuple[CallSite, Scope]]] = {}
    for call in module.calls:
        helper = functions.get((call.symbol or "").removeprefix(f"{module.name}.").replace("()", ""))
        if helper is not None and definition(call.scope) is not helper:
            found.setdefault(helper, []).append((call, definition(call.scope)))
    return found
