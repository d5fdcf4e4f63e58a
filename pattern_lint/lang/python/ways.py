"""The ways in which the value of an expression comes about."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .module import Module
from .scopes import Scope

_OPEN = frozenset({ast.Name, ast.IfExp, ast.BoolOp, ast.NamedExpr, ast.Await})
"""What may have the value of another expression."""


def choices(node: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """The expressions whose value an expression may have, each with the scope to read it in.

    Names are followed to what they are bound to where that shows; each binding is followed once.
    """
    if node.__class__ not in _OPEN:  # as most are
        yield node, scope
        return
    pending = [(node, scope)]
    seen: set[ast.expr] = set()
    while pending:
        node, scope = pending.pop()
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, ast.IfExp):
            pending += [(node.orelse, scope), (node.body, scope)]
        elif isinstance(node, ast.BoolOp):
            pending += [(each, scope) for each in reversed(node.values)]
        elif isinstance(node, (ast.NamedExpr, ast.Await)):
            pending.append((node.value, scope))
        else:
            bound = list(_bound(node, module, scope))
            pending += bound
            if not bound:
                yield node, scope


def entered_by(block: ast.With | ast.AsyncWith, module: Module, scope: Scope) -> Iterator[ast.expr]:
    """What a `with` enters; where it enters a variable, what was kept in it."""
    for item in block.items:
        yield from (each for each, _ in choices(item.context_expr, module, scope))


def _bound(node: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """The values that a name is assigned; nothing where one of its bindings gives it something else."""
    reached = module.names.reached(node.id, node, scope) if isinstance(node, ast.Name) else None
    if reached is None:
        return
    home, bindings = reached
    if home.kind == "function" and home is not scope.function:
        return
    if all(binding.kind in ("assign", "annotated") and binding.value is not None for binding in bindings):
        yield from ((binding.value, home) for binding in bindings if binding.value is not None)
