"""What runs while an instance is made."""

from __future__ import annotations

import ast

from ...lang.python.module import Module
from ...lang.python.scopes import Scope

_CONSTRUCTORS = ("__init__", "__post_init__")


def runs_in_constructor(scope: Scope, module: Module) -> bool:
    """Whether a method is a constructor, or one that a constructor of its class calls, be it through others."""
    return scope.is_method and (scope.name in _CONSTRUCTORS or scope in module.once(_called_by_constructors))


def _called_by_constructors(module: Module) -> frozenset[Scope]:
    methods = {(each.parent, each.name): each for each in module.index.functions if each.is_method}
    pending = [each for (_, name), each in methods.items() if name in _CONSTRUCTORS]
    found = set(pending)
    for scope in pending:  # grows on the way
        for name in map(_own_method, scope.calls):
            method = methods.get((scope.parent, name))
            if method is not None and method not in found and isinstance(method.node, ast.FunctionDef):
                found.add(method)
                pending.append(method)
    return frozenset(found)


def _own_method(call: ast.Call) -> str:
    """The method that is called on the own instance."""
    on = call.func.value if isinstance(call.func, ast.Attribute) else None
    return (
        call.func.attr if isinstance(call.func, ast.Attribute) and isinstance(on, ast.Name) and on.id == "self" else ""
    )
