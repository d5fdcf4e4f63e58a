"""The keys that a function registers which is given them, as far as the calls of it in its own file tell."""

from __future__ import annotations

import ast
from typing import NamedTuple

from ..lang.python.constants import iterated
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import Binding, Scope
from ..query.functions.callers import given_for, taken
from .keys import EACH, Key, keys_of


class Handed(NamedTuple):
    """What the calls in the file of a function hand to it."""

    function: str
    """The function; calls of it in other files may hand it others."""
    keys: tuple[Key, ...]
    values: tuple[tuple[ast.expr, Scope], ...]


def handed(module: Module, key: ast.expr, scope: Scope) -> Handed | None:
    """What a parameter is given that is a key, or through which a loop goes for one; None where that does not show."""
    loop = _loop_of(key, module, scope)
    through = getattr(loop.node, "iter", None) if loop is not None else key
    parameter = taken(through, module, scope) if through is not None else None
    values = tuple(given_for(parameter, module)) if parameter is not None else ()
    found: list[Key] = []
    for value, home in values:
        keys = keys_of(module, value, home) if loop is None else _each(loop, name_of(key), value, home, module)
        if keys is None:
            return None
        found += keys
    return Handed(module.names.qualified(parameter.function), tuple(found), values) if parameter and values else None


def _loop_of(key: ast.expr, module: Module, scope: Scope) -> Binding | None:
    """The only binding of a name, if that is a loop's."""
    reached = module.names.reached(key.id, key, scope) if isinstance(key, ast.Name) else None
    bound = reached[1][0] if reached is not None and len(reached[1]) == 1 else None
    return bound if bound is not None and isinstance(bound.node, (ast.For, ast.AsyncFor, ast.comprehension)) else None


def _each(loop: Binding, name: str, value: ast.expr, scope: Scope, module: Module) -> tuple[Key, ...] | None:
    """The keys that a loop takes out of what is given, one by one; of a constant of another module its name."""
    assert isinstance(loop.node, (ast.For, ast.AsyncFor, ast.comprehension))
    through = ast.comprehension(target=loop.node.target, iter=value, ifs=[], is_async=0)
    items = iterated(module, loop._replace(node=through), name, scope)
    if items is not None:
        found = [keys_of(module, each, scope) for each in items]
        return None if None in found else tuple(key for keys in found for key in keys or ())
    symbol = module.symbol(value, scope) if isinstance(value, (ast.Name, ast.Attribute)) else None
    return (Key(EACH, symbol),) if symbol is not None and symbol[: symbol.find(".")] in module.roots else None
