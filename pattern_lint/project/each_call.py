"""What builtins call for each of some things: no call names it, though it runs where they stand."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ..lang.python.module import CallSite, Module, name_of
from ..lang.python.scopes import Scope

_ORDERING = frozenset({"sorted", "min", "max"})
_MAPPING = frozenset({"map", "filter"})
_GOING_THROUGH = frozenset("list tuple set frozenset dict sum any all sorted min max join extend update".split())
"""Calls that go at once through what they are given."""
_UNPACKING = (ast.For, ast.AsyncFor, ast.comprehension, ast.Starred)


def run_for_each(module: Module) -> Iterator[tuple[Scope, str, ast.Call]]:
    """The symbols of what is run so, each with the call of the builtin: a key by which things are ordered, and what a
    `map` runs that is gone through where it stands."""
    for name in sorted(_ORDERING & module.named_calls.keys()):
        for call in module.named_calls[name]:
            if isinstance(call, CallSite) and call.node.keywords and call.symbol == f"builtins.{name}":
                yield from _named((word.value for word in call.node.keywords if word.arg == "key"), call, module)
    for name in sorted(_MAPPING & module.named_calls.keys()):
        for call in module.named_calls[name]:
            if isinstance(call, CallSite) and call.symbol == f"builtins.{name}" and _is_gone_through(call.node, module):
                yield from _named(call.node.args[:1], call, module)


def _is_gone_through(call: ast.Call, module: Module) -> bool:
    parent = module.index.parents.get(call)
    if isinstance(parent, ast.Call):
        return parent.func is not call and name_of(parent.func) in _GOING_THROUGH
    return isinstance(parent, _UNPACKING)


def _named(functions: Iterable[ast.expr], call: CallSite, module: Module) -> Iterator[tuple[Scope, str, ast.Call]]:
    scope = call.scope
    while scope.kind == "class" and scope.parent is not None:
        scope = scope.parent
    for function in functions:
        symbol = module.symbol(function, call.scope) if isinstance(function, (ast.Name, ast.Attribute)) else None
        if symbol is not None:
            yield scope, symbol, call.node
