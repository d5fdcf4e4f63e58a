"""Whether code reaches the world outside the program, as far as that is known."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ...config.globs import matcher
from ...knowledge.blocking import blocking
from .module import Module
from .scopes import Scope
from .surroundings import calls_within, dotted
from .walking import nodes_in

_SORTS = frozenset({"database", "event-loop", "http", "process", "sdk", "socket", "spawn"})
_SHELL = "os.system"
"""Says by what it gives back whether it failed, and raises nothing."""
_WAITING = (ast.Await, ast.AsyncFor, ast.AsyncWith)


def reaches_outside(module: Module, body: Sequence[ast.stmt], scope: Scope, globs: tuple[str, ...]) -> bool:
    """Whether statements wait for something, do work that is known to reach further than files, or call what one of
    some globs matches, over names as they are written, in lower case."""
    if any(isinstance(node, _WAITING) for statement in body for node in nodes_in(statement)):
        return True
    matches, work_of = matcher(globs), blocking().work_of
    for call, _ in calls_within(body):
        symbol = module.symbol(call.func, scope) or ""
        if symbol != _SHELL and (work_of(symbol) in _SORTS or matches(dotted(call.func).lower())):
            return True
    return False
