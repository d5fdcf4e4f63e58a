"""Which functions of a module say something of a column, and which run statements."""

from __future__ import annotations

import ast
from collections.abc import Set
from typing import TypeAlias

from ...lang.python.module import CallSite, Module
from ...lang.python.walking import nodes_in
from ..naming.shown import mentioned, texts

RUNNING = frozenset({"execute", "scalars", "scalar", "stream", "stream_scalars", "exec"})
Stated: TypeAlias = "tuple[tuple[str, ...], tuple[str, ...]]"


def stated(stem: str, module: Module) -> Stated | None:
    """The functions that speak of a column by its stem, and those that run statements."""
    running = {
        module.names.qualified(call.scope.function)
        for name in RUNNING & module.named_calls.keys()
        for call in module.named_calls[name]
        if isinstance(call, CallSite) and call.scope.function is not None
    }
    speaking: set[str] = set()
    if any(stem in each for each in (*mentioned(module), *texts(module))):
        kept = _kept(stem, module)
        scopes = (scope for scope in module.index.functions if stem in scope.name or _says(stem, kept, scope.node))
        speaking.update(map(module.names.qualified, scopes))
    return (tuple(sorted(speaking)), tuple(sorted(running))) if speaking or running else None


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
