"""Which functions of a module say something of a column, and which call something of some names."""

from __future__ import annotations

import ast
from collections.abc import Set

from ...lang.python.module import CallSite, Module
from ...lang.python.walking import nodes_in
from ..naming.shown import mentioned, texts


def speaking(stem: str, module: Module) -> tuple[str, ...] | None:
    """The functions that speak of a column by its stem, be it by a variable of their module."""
    if not any(stem in each for each in (*mentioned(module), *texts(module))):
        return None
    kept = _kept(stem, module)
    found = (scope for scope in module.index.functions if stem in scope.name or _says(stem, kept, scope.node))
    return tuple(sorted(map(module.names.qualified, found))) or None


def calling(names: tuple[str, ...], module: Module) -> tuple[str, ...] | None:
    """The functions that call a method or function of one of some names, whatever it belongs to."""
    calls = (call for name in names if name in module.named_calls for call in module.named_calls[name])
    homes = {call.scope.function for call in calls if isinstance(call, CallSite)}
    return tuple(sorted(module.names.qualified(each) for each in homes if each is not None)) or None


def speaks_of(stem: str, node: ast.AST) -> bool:
    """Whether a node names something with a word in it."""
    named = (getattr(node, field, None) for field in ("attr", "id", "arg", "value"))
    return any(isinstance(text, str) and stem in text for text in named)


def _says(stem: str, kept: Set[str], node: ast.AST) -> bool:
    return any(speaks_of(stem, each) or (isinstance(each, ast.Name) and each.id in kept) for each in nodes_in(node))


def _kept(stem: str, module: Module) -> frozenset[str]:
    """The variables of a module that hold something which speaks of it."""
    values = ((name, each.value) for name, bound in module.scope.bindings.items() for each in bound)
    return frozenset(name for name, value in values if value is not None and _says(stem, frozenset(), value))
