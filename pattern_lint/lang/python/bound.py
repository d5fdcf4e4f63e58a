"""What a name is bound to at a place: for checks that need the values themselves, where a symbol says too little."""

from __future__ import annotations

import ast

from .module import Module
from .scopes import Scope


def only_value(module: Module, node: ast.Name, scope: Scope) -> tuple[ast.expr, Scope] | None:
    """The one value that a name is assigned, and the scope in which to read it; None where it is not the only one."""
    found = module.names.reached(node.id, node, scope)
    if found is None or len(found[1]) != 1 or found[1][0].kind not in ("assign", "annotated"):
        return None
    value = found[1][0].value
    return (value, found[0]) if value is not None else None


def has_arguments_already(module: Module, function: ast.expr, scope: Scope) -> bool:
    """Whether what is called is itself the value of a call, such as a partial: what it is given does not show."""
    held = only_value(module, function, scope) if isinstance(function, ast.Name) else None
    return held is not None and isinstance(held[0], ast.Call)
