"""What comes to a parameter: what calls of its function give for it, here and elsewhere, and what that decorates."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ..calls.arguments import argument

DECORATED, GIVEN = "@", ">"
"""What stands before the symbol of a function where all that it decorates is meant, or all that it is given."""
HANDED = (DECORATED, GIVEN)


class Taken(NamedTuple):
    """A parameter that nothing else is bound to, and the function that takes it."""

    function: Scope
    name: str
    place: int
    """Its place among those that a call gives."""


def taken(node: ast.expr, module: Module, scope: Scope) -> Taken | None:
    """The parameter that a name stands for."""
    reached = module.names.reached(node.id, node, scope) if isinstance(node, ast.Name) else None
    if reached is None or [each.kind for each in reached[1]] != ["param"] or not isinstance(node, ast.Name):
        return None
    function = reached[0]
    if not isinstance(function.node, FunctionNode):
        return None
    taking = function.node.args
    names = [each.arg for each in (*taking.posonlyargs, *taking.args)]
    is_bound = function.is_method and "staticmethod" not in map(name_of, function.node.decorator_list)
    place = names.index(node.id) - int(is_bound) if node.id in names else -1
    return Taken(function, node.id, place)


def given_for(parameter: Taken, module: Module) -> Iterator[tuple[ast.expr, Scope]]:
    """What the calls of its function in the module give for a parameter."""
    function, name, place = parameter
    own = module.names.qualified(function)
    for call in module.named_calls.get(function.name, ()):
        if isinstance(call, CallSite) and (call.symbol or "").replace("()", "") == own:
            given = argument(call.node, name, place if place >= 0 else None, module, call.scope)
            if given.value is not None:
                yield given.value, given.scope


def all_handed(node: ast.expr, module: Module, scope: Scope) -> list[str]:
    """What a name stands for that is whatever a function is given, or decorates, itself or by what it makes."""
    parameter = taken(node, module, scope)
    if parameter is None:
        return []
    function, name, place = parameter
    own = module.names.qualified(function)
    found = [all_given(own, name), *([all_given(own, str(place))] if place >= 0 else [])]
    if place == 0:
        maker = function.parent if function.parent is not None and function.parent.kind == "function" else function
        found.append(all_decorated(module.names.qualified(maker)))
    return found


def all_decorated(function: str) -> str:
    """All that a function decorates."""
    return f"{DECORATED}{function}"


def all_given(function: str, place: str) -> str:
    """All that a function is given at a place, or by a keyword."""
    return f"{GIVEN}{function}#{place}"


def functions_given(module: Module) -> tuple[tuple[str, str, str], ...] | None:
    """The functions that calls of the project are given: what is called, at which place or keyword, and the function.

    Where nothing speaks of topics there are none that handle messages.
    """
    if not ("topic" in module.mentioned or "topics" in module.mentioned):
        return None
    names, found = {scope.name for scope in module.index.functions}, list[tuple[str, str, str]]()
    for call in module.calls:
        called = call.symbol or ""
        if called[: called.find(".")] not in module.roots:
            continue
        given = [*enumerate(call.node.args), *((word.arg, word.value) for word in call.node.keywords)]
        for place, node in given:
            function = module.symbol(node, call.scope) or "" if name_of(node) in names else ""
            if function[: function.find(".")] in module.roots:
                found.append((called, str(place), function))
    return tuple(found) or None
