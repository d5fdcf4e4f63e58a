"""Values that go by a name though they stand in no function of it: decorators, defaults of parameters, and lambdas."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope


def names_around(node: ast.AST, module: Module) -> Iterator[str]:
    """The names of functions whose decorator or default, or of variables whose lambda, a node is a part of."""
    named, parents = module.once(_named_values), module.index.parents
    around: ast.AST | None = node if named and (node in parents or node in named) else None
    while around is not None:
        if around in named:
            yield from named[around]
        around = parents.get(around)


def decorated_function(node: ast.AST, module: Module) -> Scope | None:
    """The function of whose decorators a node is a part."""
    child = node
    for parent in module.ancestors(node):
        if isinstance(parent, FunctionNode):
            return module.index.scope_of.get(parent) if child in parent.decorator_list else None
        child = parent
    return None


def _named_values(module: Module) -> dict[ast.AST, list[str]]:
    """Decorators and defaults with the names of their functions, and lambdas with the names of their variables."""
    found: dict[ast.AST, list[str]] = {}
    for scope in module.index.functions:
        assert isinstance(scope.node, FunctionNode)
        for value in (*scope.node.decorator_list, *scope.node.args.defaults, *scope.node.args.kw_defaults):
            if value is not None:
                found[value] = [scope.name]
    for scope in module.index.lambdas:
        parent = module.index.parents.get(scope.node)
        if isinstance(parent, ast.Assign):
            found[scope.node] = [target.id for target in parent.targets if isinstance(target, ast.Name)]
    return found
