"""What is a lock of this process: by what makes it, by what its class keeps in it, or by its name."""

from __future__ import annotations

import ast

from ..lang.python.module import Module
from ..lang.python.scopes import Scope

_LOCKS = frozenset(
    f"{module}.{name}()"
    for module in ("threading", "multiprocessing", "asyncio", "anyio")
    for name in ("Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition")
)


def is_lock(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether an expression is a lock."""
    if module.symbol(node, scope) in _LOCKS or _is_lock_of_class(node, module, scope):
        return True
    held = node.func if isinstance(node, ast.Call) else node
    name = held.attr if isinstance(held, ast.Attribute) else getattr(held, "id", "")
    return any(word in name.lower() for word in ("lock", "mutex", "semaphore"))


def _is_lock_of_class(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether an attribute is one that the class around keeps a lock in."""
    owner = scope.owner
    bound = owner.bindings.get(node.attr, ()) if owner is not None and isinstance(node, ast.Attribute) else ()
    return any(each.value is not None and module.symbol(each.value, owner or scope) in _LOCKS for each in bound)
