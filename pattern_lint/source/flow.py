"""Which bindings of a name can reach a place of its scope.

A name is often bound more than once (`path = "x"` and then `path = Path(path)`). Later bindings hide earlier
ones where they always run before the place; the others all count, and callers ask that they agree.
"""

from __future__ import annotations

import ast

from .scopes import Binding, Scope
from .walking import end_of, start_of

Parents = dict[ast.AST, ast.AST]
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


def reaching(scope: Scope, name: str, place: ast.expr, parents: Parents, *, same_scope: bool) -> list[Binding]:
    """The bindings that count at a place; empty where all of them belong to comprehensions that do not hold it."""
    bindings = scope.bindings[name]
    if len(bindings) == 1 and not isinstance(bindings[0].node, ast.comprehension):
        return bindings
    position = (place.lineno, place.col_offset)
    own = []
    for binding in bindings:
        if isinstance(binding.node, ast.comprehension):
            if _holds(parents[binding.node], position):
                return [binding]
        else:
            own.append(binding)
    if len(own) < 2 or not same_scope:
        return own
    return _last_before(own, position, scope, parents) or own


def _last_before(bindings: list[Binding], position: tuple[int, int], scope: Scope, parents: Parents) -> list[Binding]:
    before = [
        binding for binding in bindings if start_of(binding.node) < position and not _assigns_at(binding, position)
    ]
    before.sort(key=lambda binding: start_of(binding.node), reverse=True)
    reached = []
    for binding in before:
        reached.append(binding)
        if _always_before(binding.node, position, scope, parents):
            break
    return reached


def _assigns_at(binding: Binding, position: tuple[int, int]) -> bool:
    """The place is in the value that the binding assigns: `path = Path(path)`."""
    return binding.kind in ("assign", "annotated") and _holds(binding.node, position)


def _holds(node: ast.AST, position: tuple[int, int]) -> bool:
    return start_of(node) <= position < end_of(node)


def _always_before(node: ast.AST, position: tuple[int, int], scope: Scope, parents: Parents) -> bool:
    if isinstance(node, ast.arg):
        return True
    child, parent = node, parents.get(node)
    while parent is not None and parent is not scope.node:
        if not _shares_block(child, parent, position) and not isinstance(parent, ast.With | ast.AsyncWith):
            return False
        child, parent = parent, parents.get(parent)
    return True


def _shares_block(child: ast.AST, parent: ast.AST, position: tuple[int, int]) -> bool:
    """Whether the place lies in the same statement list of the parent as the child."""
    for field in _BLOCKS:
        block = getattr(parent, field, None)
        if isinstance(block, list) and child in block:
            return isinstance(child, ast.stmt) and start_of(block[0]) <= position <= end_of(block[-1])
    return isinstance(parent, ast.expr | ast.stmt) and _holds(parent, position)
