"""What comes into things after they were made: `parts.append(x)`, `table["a"] = x`, `self.a = x`."""

from __future__ import annotations

import ast
from typing import NamedTuple

from ..knowledge.passing import FILLING
from ..lang.python.flow import Place
from ..lang.python.module import Module
from ..lang.python.scopes import FunctionNode, Scope
from ..lang.python.walking import start_of


class Filling(NamedTuple):
    """Something that is filled with a value, under a key where one is written out."""

    value: ast.expr
    scope: Scope
    at: Place
    key: object = None


class Fillings:
    """All that is filled in a module: variables by their homes and names, attributes of `self` by their classes."""

    def __init__(self, module: Module) -> None:
        self.variables: dict[tuple[Scope, str], list[Filling]] = {}
        self.attributes: dict[tuple[Scope, str], list[Filling]] = {}
        for node, scope in module.of(ast.Assign, ast.AnnAssign, ast.AugAssign):
            assert isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign)
            if node.value is not None:
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    self._assigned(target, node.value, scope)
        for verb in FILLING & module.named_calls.keys():
            for call in module.named_calls[verb]:
                if isinstance(call.node, ast.Call) and isinstance(call.node.func, ast.Attribute):
                    self._called(call.node, call.node.func.value, call.scope)

    def _assigned(self, target: ast.expr, value: ast.expr, scope: Scope) -> None:
        if isinstance(target, ast.Subscript):
            self._add(target.value, Filling(value, scope, start_of(target), key_of(target.slice)))
        elif isinstance(target, ast.Attribute):
            self._add(target, Filling(value, scope, start_of(target)))

    def _called(self, call: ast.Call, filled: ast.expr, scope: Scope) -> None:
        for value in call.args:
            self._add(filled, Filling(value, scope, start_of(call)))
        for keyword in call.keywords:
            self._add(filled, Filling(keyword.value, scope, start_of(call), keyword.arg))

    def _add(self, filled: ast.expr, filling: Filling) -> None:
        if isinstance(filled, ast.Name):
            home = filling.scope.home(filled.id)
            if home is not None:
                self.variables.setdefault((home, filled.id), []).append(filling)
        elif isinstance(filled, ast.Attribute):
            owner = own_class(filled, filling.scope)
            if owner is not None:
                self.attributes.setdefault((owner, filled.attr), []).append(filling)


def own_class(node: ast.Attribute, scope: Scope) -> Scope | None:
    """The class whose instance a method asks for an attribute of its own; None for all other attributes."""
    function = scope.function
    if function is None or not function.is_method or not isinstance(function.node, FunctionNode):
        return None
    first = [*function.node.args.posonlyargs, *function.node.args.args][:1]
    is_own = bool(first) and isinstance(node.value, ast.Name) and node.value.id == first[0].arg
    return function.parent if is_own else None


def key_of(node: ast.expr) -> object:
    """The key that is written out; None where it may be any."""
    return node.value if isinstance(node, ast.Constant) else None
