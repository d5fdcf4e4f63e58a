"""Which classes only say what others have to do."""

from __future__ import annotations

import ast

from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ..answers import NO, YES, Answer, every, on_condition

_PROTOCOLS = frozenset({"typing.Protocol"})
_ABSTRACT = frozenset(f"abc.{name}" for name in ("ABC", "ABCMeta"))
_LEFT_OPEN = frozenset(f"abc.abstract{name}" for name in ("method", "property", "classmethod", "staticmethod"))
_SAYING_NOTHING = frozenset({"builtins.object", "typing.Generic", *_PROTOCOLS, *_ABSTRACT})


def is_interface(scope: Scope, module: Module) -> Answer:
    """Whether a class is declared as a protocol, or as abstract, itself or by a base, with abstract methods alone;
    what it derives from beside that must be an interface, too."""
    node = scope.node
    assert isinstance(node, ast.ClassDef)
    outer = scope.parent or module.scope
    parts = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
    bases = [module.symbol(part, outer) for part in parts]
    declared = {*bases, *(module.symbol(keyword.value, outer) for keyword in node.keywords)}
    methods = [each for each in node.body if isinstance(each, FunctionNode)]
    if not declared.isdisjoint(_PROTOCOLS):
        return YES if methods else NO
    others = [base for base in bases if base not in _SAYING_NOTHING]
    is_declared = bool(others) or not declared.isdisjoint(_ABSTRACT)
    if not is_declared or not methods or any(map(_keeps_something, node.body)):
        return NO
    if not all(_is_left_open(each, module, scope) for each in methods):
        return NO
    return every(NO if base is None else on_condition(("interface", base, ())) for base in others)


def _keeps_something(statement: ast.stmt) -> bool:
    """Whether a class sets an attribute that its heirs share."""
    value = statement.value if isinstance(statement, (ast.Assign, ast.AnnAssign)) else None
    return isinstance(value, (ast.Call, ast.Dict, ast.List, ast.Set))


def _is_left_open(method: FunctionNode, module: Module, scope: Scope) -> bool:
    return any(module.symbol(decorator, scope) in _LEFT_OPEN for decorator in method.decorator_list)
