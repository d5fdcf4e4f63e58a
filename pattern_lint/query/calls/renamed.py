"""Calls on attributes that keep what a parameter of another name gave, by the name of that one."""

from __future__ import annotations

import ast
from typing import TypeAlias

from ...lang.python.module import CallSite, Module
from ..naming.names import Asked

Renamed: TypeAlias = dict[str, list[tuple[CallSite, Asked, Asked]]]
"""Calls by their last names, each with what it names as it is written, and by the name of the parameter."""


def renamed_calls(module: Module) -> Renamed:
    """The calls of a module on such attributes."""
    found: Renamed = {}
    for call in module.calls:
        on = call.node.func.value if isinstance(call.node.func, ast.Attribute) else None
        if isinstance(on, ast.Attribute) and isinstance(on.value, ast.Name) and on.value.id == "self":
            given = module.renamed.get((call.scope.owner, on.attr))
            if given is not None:
                asked = (Asked(call.symbol, call.name, on.attr), Asked(call.symbol, call.name, given))
                found.setdefault(call.name, []).append((call, *asked))
    return found
