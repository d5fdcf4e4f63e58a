"""Where no more is asked of a value than whether it is there."""

from __future__ import annotations

import ast

from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..lang.python.walking import children_of, nodes_in

_CONDITIONAL = (ast.If, ast.While, ast.IfExp, ast.Assert)
_KEEPING = (ast.Assign, ast.AnnAssign)
_BY_ONE = {True: (ast.GtE, ast.Lt), False: (ast.LtE, ast.Gt)}
"""How a number is compared with a 1 to its right, or to its left, for whether there is anything."""
_OF_SORT = frozenset({"builtins.hasattr", "builtins.isinstance", "builtins.callable"})
"""What tells of which sort a value is, and nothing of what it holds."""


def truths_of(module: Module, scope: Scope) -> Truths:
    """The truths that a function asks for, looked for once."""
    known = module.once(_looked_for)
    if scope not in known:
        known[scope] = Truths(module, scope)
    return known[scope]


def _looked_for(module: Module) -> dict[Scope, Truths]:
    return {}


class Truths:
    """Where a function asks for the truth of something."""

    def __init__(self, module: Module, scope: Scope) -> None:
        self._module = module
        self._scope = scope
        self._nodes = nodes_in((scope.function or scope).node)
        self._parents = {child: node for node in self._nodes for child in children_of(node)}

    def alone(self, value: ast.AST, *, by_name: bool = True) -> bool:
        """Whether nothing but the truth of a value is asked for, also under the one name that it is given."""
        user = self._parents.get(value)
        while isinstance(user, (ast.Await, ast.BoolOp)):
            value, user = user, self._parents.get(user)
        if isinstance(user, _KEEPING):
            return by_name and self._is_asked_by_name(user)
        return user is not None and self._is_asked(value, user)

    def alone_or_sort(self, value: ast.AST) -> bool:
        """Whether nothing is asked for but its truth, its length for the same, its sort, or whether it is nothing."""
        user = self._parents.get(value)
        if isinstance(user, ast.Call) and user.args[:1] == [value]:
            called = self._module.symbol(user.func, self._scope)
            return called in _OF_SORT or (called == "builtins.len" and self.alone(user, by_name=False))
        is_beside_nothing = isinstance(user, ast.Compare) and _is_beside_nothing(user)
        return is_beside_nothing or self.alone(value, by_name=False)

    def _is_asked(self, value: ast.AST, user: ast.AST) -> bool:
        if isinstance(user, _CONDITIONAL):
            return user.test is value
        if isinstance(user, ast.comprehension):
            return value in user.ifs
        if isinstance(user, ast.match_case):
            return user.guard is value
        if isinstance(user, ast.Call):
            return user.func is not value and self._module.symbol(user.func, self._scope) == "builtins.bool"
        if isinstance(user, ast.Compare):
            return _asks_for_some(user)
        return isinstance(user, ast.UnaryOp) and isinstance(user.op, ast.Not)

    def _is_asked_by_name(self, kept: ast.Assign | ast.AnnAssign) -> bool:
        targets = kept.targets if isinstance(kept, ast.Assign) else [kept.target]
        if self._scope.kind != "function" or len(targets) != 1 or not isinstance(targets[0], ast.Name):
            return False
        named = (each for each in self._nodes if isinstance(each, ast.Name) and each.id == targets[0].id)
        read = [each for each in named if isinstance(each.ctx, ast.Load)]
        return bool(read) and all(self.alone(each, by_name=False) for each in read)


def _asks_for_some(comparison: ast.Compare) -> bool:
    """Whether a number is compared with 0, or with 1 so that it comes to the same."""
    sides = [comparison.left, *comparison.comparators]
    numbers = [each.value for each in sides if isinstance(each, ast.Constant) and type(each.value) is int]
    if len(sides) != 2 or len(numbers) != 1:
        return False
    is_on_right = isinstance(sides[1], ast.Constant)
    return numbers == [0] or (numbers == [1] and isinstance(comparison.ops[0], _BY_ONE[is_on_right]))


def _is_beside_nothing(comparison: ast.Compare) -> bool:
    """Whether a value is compared with None or an empty text."""
    return any(isinstance(each, ast.Constant) and each.value in (None, "", b"") for each in comparison.comparators)
