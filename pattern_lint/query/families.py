"""Members of classes that belong to families by the names of these."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..lang.python.module import Module, name_of
from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in


def members_of_families(expression: str, module: Module) -> Iterator[tuple[str, ast.Attribute, Scope]]:
    """The members that code of a module names of classes with such names: the family, where, and in which scope."""
    known = [
        name for name in (*module.imported_names, *module.scope.bindings) if expression and re.search(expression, name)
    ]
    for scope in (module.scope, *module.index.functions) if known else ():
        for node in _own_nodes(scope, module):
            found = re.fullmatch(expression, name_of(node.value)) if isinstance(node, ast.Attribute) else None
            if found is not None and isinstance(node, ast.Attribute):
                yield found[1].lower(), node, scope


def _own_nodes(scope: Scope, module: Module) -> Iterator[ast.AST]:
    """The nodes of a scope; those of the module lie outside of functions."""
    if scope.kind != "module":
        yield from nodes_in(scope.node)
        return
    for statement in module.tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr):
            yield from nodes_in(statement)
