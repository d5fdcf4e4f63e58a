"""Calls of which only the name of what they are made on tells what they are, so that cards may ask of those of other
modules, too."""

from __future__ import annotations

from ...knowledge.words import listed, table
from ...lang.python.module import Module
from ..calls.calls import receiver_name
from ..naming.names import Asked, NameSet, name_set


@table
def _wanted() -> NameSet:
    return name_set(listed("called-by-name"))


def untyped_calls(module: Module) -> dict[str, tuple[tuple[str, str], ...]]:
    """The functions of a module that make calls of the list, each with the names of methods and of their objects."""
    return untyped_calls_of(_wanted(), module)


def untyped_calls_of(wanted: NameSet, module: Module) -> dict[str, tuple[tuple[str, str], ...]]:
    """The same of calls that may be of some names."""
    found: dict[str, set[tuple[str, str]]] = {}
    roots = module.roots
    for call in module.calls:
        function = call.scope.function if call.symbol is None else None
        if function is not None:
            made = call.name, receiver_name(call.node)
            if wanted.matched(Asked(None, *made), roots).holds:
                found.setdefault(module.names.qualified(function), set()).add(made)
    return {name: tuple(sorted(made)) for name, made in found.items()}
