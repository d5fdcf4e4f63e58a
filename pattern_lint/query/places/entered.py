"""What the `with` statements around a place enter."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..answers import Answer, some
from ..definitions.decorated import asked_at
from ..naming.names import Asked, NameSet


def enters_one_of(names: tuple[str, ...], node: ast.AST, scope: Scope, module: Module) -> Answer:
    """Whether a `with` around a node within its own function enters one of some names."""
    wanted = _named_or_called(names)
    return some(
        wanted.match(_asked(module, entered, scope), module.roots) for entered in _entered_around(node, scope, module)
    )


def _entered_around(node: ast.AST, scope: Scope, module: Module) -> Iterator[ast.expr]:
    """What is entered where a node is: what is entered itself lies within what the same `with` enters before it."""
    child = node
    for outer in module.ancestors(node):
        if outer is scope.node:
            return
        if isinstance(outer, (ast.With, ast.AsyncWith)):
            entered = [item.context_expr for item in outer.items]
            yield from entered[: entered.index(child)] if isinstance(child, ast.expr) else entered
        child = outer


@lru_cache(maxsize=256)
def _named_or_called(names: tuple[str, ...]) -> NameSet:
    """What names of classes and functions are where these are called to be entered: `with suppress(KeyError)`."""
    bare = [name.removesuffix("()") for name in names]
    return NameSet((*names, *bare, *(f"{name}()" for name in bare if name[:1] not in "@*" and ":" not in name)))


def _asked(module: Module, node: ast.expr, scope: Scope) -> Asked:
    """What a `with` enters; something of which nothing shows what it is goes by its name."""
    asked = asked_at(module, node.func if isinstance(node, ast.Call) else node, scope)
    return asked._replace(symbol=module.symbol(node, scope) or asked.written or None)
