"""What generators give to the blocks that enter them, where no annotation says it."""

from __future__ import annotations

import ast
from collections.abc import Collection

from ..lang.python.module import Module
from ..lang.python.scopes import Scope

CONTEXT_MANAGERS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})


def given_to_block(module: Module, scope: Scope, decorators: Collection[str]) -> str:
    """What a function gives that is entered as a block: what it surely yields, as its annotation would say it."""
    if CONTEXT_MANAGERS.isdisjoint(decorators):
        return ""
    symbols = {module.symbol(value, scope) for value in module.once(_yielded).get(scope, ())}
    symbol = symbols.pop() if len(symbols) == 1 else None
    return f"collections.abc.Iterator{{{symbol}}}()" if symbol else ""


def _yielded(module: Module) -> dict[Scope, list[ast.expr]]:
    found: dict[Scope, list[ast.expr]] = {}
    for node, scope in module.of(ast.Yield):
        if isinstance(node, ast.Yield) and node.value is not None:
            found.setdefault(scope, []).append(node.value)
    return found
