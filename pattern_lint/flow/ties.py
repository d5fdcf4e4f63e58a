"""What two calls have in common: the thing that one of them begins and the other ends."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal, TypeAlias

from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in
from .graph import Point, point_of

Tie: TypeAlias = Literal["receiver", "result", "argument", "nothing"]
ANYTHING = "*"
"""The key where two calls need nothing in common."""


def key_of_begin(call: ast.Call, tie: Tie, module: Module, scope: Scope) -> str | None:
    """By what the end of something that a call begins is known; None where it has no name."""
    if tie == "nothing":
        return ANYTHING
    if tie == "receiver":
        return _receiver(call, module, scope)
    if tie == "argument":
        return key_of(call.args[0], module, scope) if call.args else None
    child: ast.AST = call
    for parent in module.ancestors(call):
        if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
            return dotted(parent.targets[0])
        if isinstance(parent, ast.AnnAssign | ast.NamedExpr):
            return dotted(parent.target)
        if not isinstance(parent, ast.Await | ast.NamedExpr) or child is None:
            return None
        child = parent
    return None


def keys_of_end(call: ast.Call, tie: Tie, module: Module, scope: Scope) -> frozenset[str]:
    """What a call may end."""
    if tie == "nothing":
        return frozenset({ANYTHING})
    first = [key_of(call.args[0], module, scope)] if call.args else []
    receiver = _receiver(call, module, scope)
    found = {"receiver": [receiver], "argument": first, "result": [receiver, *first]}[tie]
    return frozenset(key for key in found if key is not None)


def passes_on(key: str, module: Module, scope: Scope) -> frozenset[Point]:
    """The points at which somebody else gets hold of a thing, and may end it."""
    name = key.partition(".")[0]
    points = (point_of(node, module, scope) for node in _givings(name, key, scope))
    return frozenset(point for point in points if point is not None)


def _givings(name: str, key: str, scope: Scope) -> Iterator[ast.AST]:
    for node in nodes_in(scope.node):
        if isinstance(node, ast.Call):
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if any(dotted(each) in (name, key) for each in given):
                yield node
        elif isinstance(node, ast.Return | ast.Yield) and node.value is not None:
            if any(dotted(each) == key for each in nodes_in(node.value) if isinstance(each, ast.expr)):
                yield node
        elif isinstance(node, ast.Assign) and dotted(node.value) == key:
            yield node


def _receiver(call: ast.Call, module: Module, scope: Scope) -> str | None:
    return key_of(call.func.value, module, scope) if isinstance(call.func, ast.Attribute) else None


def key_of(node: ast.expr, module: Module, scope: Scope) -> str | None:
    """A dotted name as it is written; of what a loop takes from a collection, that of the collection and `.*`."""
    reached = module.names.reached(node.id, node, scope) if isinstance(node, ast.Name) else None
    loops = [binding.node for binding in reached[1]] if reached is not None else []
    if not loops or not all(isinstance(each, ast.For | ast.AsyncFor | ast.comprehension) for each in loops):
        return dotted(node)
    taken = next(each.iter for each in loops if isinstance(each, ast.For | ast.AsyncFor | ast.comprehension))
    while isinstance(taken, ast.Call):
        asked = taken.func.value if isinstance(taken.func, ast.Attribute) else taken.func
        taken = taken.args[0] if taken.args else asked
    found = dotted(taken)
    return dotted(node) if found is None else f"{found}.*"


def dotted(node: ast.expr) -> str | None:
    """A dotted name as it is written; None for everything else, of which two need not be the same."""
    steps = []
    while isinstance(node, ast.Attribute):
        steps.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(steps)]) if isinstance(node, ast.Name) else None
