"""Functions that surely give something of `@given-elsewhere`, so that cards may ask of those of other modules, too."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...flow.ties import dotted
from ...knowledge.words import listed, table
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...lang.python.ways import choices
from ..expressions.parts import symbols_within
from ..naming.names import Asked, NameSet
from ..naming.shown import called


@table
def _wanted() -> NameSet:
    return NameSet(listed("given-elsewhere"))


def givers(module: Module) -> dict[str, tuple[str, ...]]:
    """The functions of a module, each with what of the list it gives, whichever way it takes."""
    calls = (call for name in _wanted().shown(called, module) for call in module.named_calls[name])
    making = {*(call.scope.function for call in calls), *_reading(module)}
    found = ((scope, sorted(_given(scope, module))) for scope in (module.returned if making else ()) if scope in making)
    return {module.names.qualified(scope): tuple(given) for scope, given in found if given}


def _reading(module: Module) -> Iterator[Scope | None]:
    """The functions that give attributes of which the list speaks; only where all parts of one occur."""
    paths = [path for path in _attributes() if path <= module.mentioned]
    wanted = frozenset().union(*paths)
    for scope, values in module.returned.items() if paths else ():
        found = (node for value in values for node, _ in choices(value, module, scope))
        if any(isinstance(node, ast.Attribute) and node.attr in wanted for node in found):
            yield scope


@table
def _attributes() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(name[2:].split(".")) for name in listed("given-elsewhere") if name.startswith("*."))


def _given(scope: Scope, module: Module) -> set[str]:
    """What occurs in everything that a function gives, texts that stand in for it aside; nothing where one way has none
    of it."""
    given = set[str]()
    for value in module.returned[scope]:
        for node, home in choices(value, module, scope):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                continue
            of_list = set(_of_list(node, module, home))
            if not of_list:
                return set()
            given |= of_list
    return given


def _of_list(node: ast.expr, module: Module, scope: Scope) -> Iterator[str]:
    itself = dotted(node) if isinstance(node, ast.Attribute) else module.symbol(node, scope)
    for symbol in (itself, *symbols_within(node, module, scope)):
        if symbol is not None and _wanted().match(Asked(symbol), module.roots).holds:
            yield symbol
