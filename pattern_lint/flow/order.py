"""Which of some nodes of a function runs after which."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable

from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..lang.python.walking import start_of
from .graph import Point, graph_of, point_of

_LOOPS = (ast.For, ast.AsyncFor, ast.While)


def second_of(
    nodes: Iterable[ast.expr], module: Module, scope: Scope, kept: Collection[ast.expr] = ()
) -> tuple[ast.expr, ast.expr] | None:
    """The first node that may run after another one that has run well, with that; those of one statement are one.

    What one pass of a loop does is not put together with what the next one does, nor two of those that are `kept`.
    """
    placed = [(node, point_of(node, module, scope)) for node in sorted(nodes, key=start_of)]
    for place, (node, point) in enumerate(placed):
        for other, before in placed[:place]:
            if node in kept and other in kept:
                continue
            if point is not None and before is not None and before is not point:
                stops = _loops_around(node, module) & _loops_around(other, module)
                if point in graph_of(module, scope).following(before, stops):
                    return other, node
    return None


def _loops_around(node: ast.expr, module: Module) -> set[Point]:
    return {each for each in module.ancestors(node) if isinstance(each, _LOOPS)}
