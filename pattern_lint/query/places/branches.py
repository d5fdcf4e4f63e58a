"""Branches that are taken where a condition speaks of something."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping

from ...lang.python.module import Module
from ...lang.python.walking import nodes_in


def is_chosen_by(node: ast.AST, is_meant: Callable[[str], object], module: Module) -> bool:
    """Whether a node lies in a branch whose condition names something meant, or holds such a text, and asks for it."""
    child = node
    for outer in around(node, module):
        if isinstance(outer, (ast.If, ast.IfExp)) and child is not outer.test:
            bodies = outer.body if isinstance(outer.body, list) else [outer.body]
            if (child in bodies) is not _is_denied(outer.test) and any(map(is_meant, _words(outer.test))):
                return True
        child = outer
    return False


def is_decided_by(node: ast.AST, is_meant: Callable[[str], object], module: Module) -> bool:
    """Whether a node lies in any branch of a condition that speaks of something meant, or is done where that fails."""
    child = node
    for outer in around(node, module):
        asked: list[ast.AST] = []
        if isinstance(outer, (ast.If, ast.IfExp)) and child is not outer.test:
            asked = [outer.test]
        elif isinstance(outer, ast.Try) and child in outer.handlers:
            asked = [*outer.body]
        if any(is_meant(word) for each in asked for word in _words(each)):
            return True
        child = outer
    return False


def around(node: ast.AST, module: Module) -> Iterator[ast.AST]:
    """The nodes around a node, the nearest first, be it a constant."""
    parent = module.once(_constants).get(node) if isinstance(node, ast.Constant) else None
    yield from (parent, *module.ancestors(parent)) if parent is not None else module.ancestors(node)


def _constants(module: Module) -> Mapping[ast.Constant, ast.AST]:
    """The constants of a file, each with what it is a part of: they have no place among the parents of other nodes."""
    return dict(module.index.constants)


def _is_denied(test: ast.expr) -> bool:
    if isinstance(test, ast.UnaryOp):
        return isinstance(test.op, ast.Not)
    return isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.NotIn, ast.NotEq, ast.IsNot))


def _words(test: ast.AST) -> list[str]:
    texts = (getattr(each, field, None) for each in nodes_in(test) for field in ("id", "attr", "value"))
    return [each for each in texts if isinstance(each, str)]
