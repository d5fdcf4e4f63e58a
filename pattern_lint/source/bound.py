"""What a name is bound to at a place: for checks that need the values themselves, where a symbol says too little."""

from __future__ import annotations

import ast

from .flow import reaching
from .module import Module
from .scopes import Binding, Scope


def bindings(module: Module, node: ast.Name, scope: Scope) -> tuple[Scope, list[Binding]] | None:
    """The scope that a name belongs to, and its bindings that can reach the place; None for a name bound nowhere."""
    home = module.names.home(node.id, scope)
    while home is not None:
        reached = reaching(home, node.id, node, module.index.parents, same_scope=home is scope)
        if reached:
            return home, reached
        home = module.names.home(node.id, home.parent) if home.parent is not None else None
    return None


def only_value(module: Module, node: ast.Name, scope: Scope) -> tuple[ast.expr, Scope] | None:
    """The one value that a name is assigned, and the scope in which to read it; None where it is not the only one."""
    found = bindings(module, node, scope)
    if found is None or len(found[1]) != 1 or found[1][0].kind not in ("assign", "annotated"):
        return None
    value = found[1][0].value
    return (value, found[0]) if value is not None else None
