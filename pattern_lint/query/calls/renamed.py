"""Calls on attributes that keep what a parameter of another name gave, by the name of that one."""

from __future__ import annotations

import ast
from typing import TypeAlias

from ...lang.python.module import CallSite, Module
from ...lang.python.scopes import Scope
from ..naming.names import Asked

Renamed: TypeAlias = dict[str, list[tuple[CallSite, Asked, Asked]]]
"""Calls by their last names, each with what it names as it is written, and by the name of the parameter."""


def renamed_calls(module: Module) -> Renamed:
    """The calls of a module on such attributes."""
    found: Renamed = {}
    for call in module.calls:
        given = name_given(call.node, call.scope, module)
        if given is not None:
            on, parameter = given
            asked = (Asked(call.symbol, call.name, on), Asked(call.symbol, call.name, parameter))
            found.setdefault(call.name, []).append((call, *asked))
    return found


def name_given(node: ast.expr, scope: Scope, module: Module) -> tuple[str, str] | None:
    """The name of such an attribute on which a method is called, and that of the parameter."""
    called = node.func if isinstance(node, ast.Call) else None
    on = called.value if isinstance(called, ast.Attribute) else None
    if isinstance(on, ast.Attribute) and isinstance(on.value, ast.Name) and on.value.id == "self":
        given = module.renamed.get((scope.owner, on.attr))
        return (on.attr, given) if given is not None else None
    return None
