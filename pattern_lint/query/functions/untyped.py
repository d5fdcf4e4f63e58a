"""Calls of which only the name of what they are made on tells what they are, so that cards may ask of those of other
modules, too."""

from __future__ import annotations

from ...knowledge.words import listed, table
from ...lang.python.module import Module
from ..calls.calls import CallTable, receiver_name
from ..naming.names import name_set


@table
def _wanted() -> CallTable[bool]:
    return CallTable([(True, name_set(listed("called-by-name")))])


def untyped_calls(module: Module) -> dict[str, tuple[tuple[str, str], ...]]:
    """The functions of a module that make calls of the list, each with the names of methods and of their objects."""
    found: dict[str, set[tuple[str, str]]] = {}
    for _, call, held in _wanted().matches(module):
        function = call.scope.function
        if held.holds and call.symbol is None and function is not None:
            made = call.name, receiver_name(call.node)
            found.setdefault(module.names.qualified(function), set()).add(made)
    return {name: tuple(sorted(made)) for name, made in found.items()}
