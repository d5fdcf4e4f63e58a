"""What comes to a parameter: what the calls of its function give for it, and what its function decorates."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ..calls.arguments import argument

DECORATED = "@"
"""What stands before the symbol of a function where all that it decorates is meant."""


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


def all_decorated(node: ast.expr, module: Module, scope: Scope) -> str:
    """Whatever a function decorates, itself or by what it makes, where a name stands for that; else nothing."""
    parameter = taken(node, module, scope)
    if parameter is None or parameter.place != 0:
        return ""
    function = parameter.function
    maker = function.parent if function.parent is not None and function.parent.kind == "function" else function
    return f"{DECORATED}{module.names.qualified(maker)}"
