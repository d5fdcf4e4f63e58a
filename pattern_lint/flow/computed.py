"""What a function computes with arithmetic: what it gives back, and what it assigns."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from ..lang.python.module import Module, name_of
from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in

_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow)
_PLAIN = (ast.Constant, ast.JoinedStr, ast.List, ast.Tuple, ast.Dict, ast.Set)


def gives_computed(module: Module, scope: Scope) -> bool:
    """Whether what a function gives back is computed in it, also by way of a variable."""
    return any(
        is_computed(value)
        or (
            isinstance(value, ast.Name)
            and any(map(_computes, (each.node for each in scope.bindings.get(value.id, ()))))
        )
        for value in module.returned.get(scope, ())
    )


def computed_names(
    module: Module, scope: Scope, counts: Callable[[str], bool]
) -> Iterator[tuple[str, ast.Assign | ast.AnnAssign]]:
    """The names that count, those of attributes included, that a function gives something computed, with where."""
    for name, node in module.once(_assigned).get(scope, ()):
        if counts(name) and node.value is not None and is_computed(node.value):
            yield name, node


def _assigned(module: Module) -> dict[Scope, list[tuple[str, ast.Assign | ast.AnnAssign]]]:
    """What each function assigns to."""
    found: dict[Scope, list[tuple[str, ast.Assign | ast.AnnAssign]]] = {}
    for node, scope in module.of(ast.Assign, ast.AnnAssign):
        assert isinstance(node, ast.Assign | ast.AnnAssign)
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = [name_of(target) for target in targets if isinstance(target, ast.Name | ast.Attribute)]
        if names and scope.kind == "function":
            found.setdefault(scope, []).extend((name, node) for name in names)
    return found


def is_computed(node: ast.expr) -> bool:
    """Whether an expression computes a number of several others; to scale one is no computation."""
    return any(
        isinstance(each, ast.BinOp)
        and isinstance(each.op, _ARITHMETIC)
        and not any(isinstance(side, _PLAIN) for side in (each.left, each.right))
        for each in nodes_in(node)
    )


def _computes(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and is_computed(node.value)
