"""What a function computes with arithmetic: what it gives back, and what it assigns."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..lang.python.module import Module, name_of
from ..lang.python.scopes import FunctionNode, Scope
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


def computed_names(scope: Scope) -> Iterator[tuple[str, ast.AST]]:
    """The names, those of attributes included, that a function gives something computed, with where it does."""
    body = scope.node.body if isinstance(scope.node, FunctionNode) else []
    for node in (each for statement in body for each in _own(statement)):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and is_computed(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((name_of(target), node) for target in targets if isinstance(target, ast.Name | ast.Attribute))


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


def _own(statement: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(statement, FunctionNode | ast.ClassDef):
        yield statement
        for child in ast.iter_child_nodes(statement):
            if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
                yield from _own(child)
