"""Where a call got nothing: the steps that a function takes only then, as after `if not lock.acquire(timeout=1)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..lang.python.truth import Truth
from ..lang.python.walking import nodes_in, own_nodes
from .graph import Step, graph_of


class _Got:
    """Takes it that a call gave something: its value is true, and so is a name for that and for nothing else."""

    def __init__(self, call: ast.Call, module: Module, scope: Scope) -> None:
        parents = module.index.parents
        given = parents[call] if isinstance(parents.get(call), ast.Await) else call
        holder = parents.get(given)
        target = holder.targets[0] if isinstance(holder, ast.Assign) else getattr(holder, "target", None)
        self._same = {call, given, *([holder] if isinstance(holder, ast.NamedExpr) else ())}
        is_kept = isinstance(holder, (ast.Assign, ast.NamedExpr)) and isinstance(target, ast.Name)
        self._name = target.id if is_kept and isinstance(target, ast.Name) else ""
        others = [each.value for each in scope.bindings.get(self._name, ()) if each.value is not given]
        if not all(isinstance(value, ast.Constant) and not value.value for value in others):
            self._name = ""

    def decides(self, node: ast.expr, truth: Truth) -> bool | None:
        is_named = isinstance(node, ast.Name) and node.id == self._name
        if is_named or node in self._same:
            return True
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and self.decides(node.left, truth):
            other, operator = node.comparators[0], node.ops[0]
            if isinstance(other, ast.Constant) and isinstance(operator, (ast.Is, ast.Eq, ast.IsNot, ast.NotEq)):
                return bool(other.value) is isinstance(operator, (ast.Is, ast.Eq))
        return None


def refused_steps(call: ast.Call, module: Module, scope: Scope) -> Iterator[Step]:
    """The steps from one point of a function to the next that are only taken where a call got nothing."""
    truth = Truth(module, scope, _Got(call, module, scope))
    for test in own_nodes(scope):
        holds = truth.of(test.test) if isinstance(test, (ast.If, ast.While)) else None
        if holds is None or not isinstance(test, (ast.If, ast.While)):
            continue
        body = {node for statement in test.body for node in nodes_in(statement)}
        for following in graph_of(module, scope).after(test):
            if (following in body) is not holds:
                yield test, following
