"""Where code changes what its module holds, what it is given, or its own object."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..lang.python.module import Module
from ..lang.python.scopes import FunctionNode, Scope
from ..lang.python.values import first_parameter
from ..lang.python.walking import nodes_in

_CHANGING = frozenset(
    "add append appendleft clear discard extend extendleft insert pop popitem popleft remove setdefault update".split()
)
"""Methods of collections that change them."""


def changes_of_module(scope: Scope, module: Module) -> Iterator[tuple[ast.AST, str]]:
    """The places in a class or function that bind names of its module anew, or change what these hold."""
    for node in nodes_in(scope.node):
        if isinstance(node, ast.Global):
            yield node, node.names[0]
            continue
        changed = _changed(node)
        home = module.index.scope_of.get(node) or _scope_around(node, module)
        root = _root(changed) if changed is not None else None
        if root is not None and _is_of_module(root, home, module):
            yield node, root.id


def changes_of_parameters(scope: Scope) -> Iterator[tuple[str, bool]]:
    """The parameters whose values a function changes; whether it goes into them for that, by an item or attribute."""
    for node in nodes_in(scope.node):
        changed = _changed(node)
        root = _root(changed) if changed is not None else None
        bound = scope.bindings.get(root.id, ()) if root is not None else ()
        if root is not None and len(bound) == 1 and bound[0].kind == "param":
            yield root.id, changed is not root or not isinstance(node, ast.Call)


def changes_of_object(scope: Scope, module: Module) -> Iterator[tuple[ast.AST, str]]:
    """The places in a method that set an attribute of its object, or change what one holds, each with its name."""
    own = _own_object(scope, module)
    for node in nodes_in(scope.node) if own else ():
        changed = _changed(node)
        chain = node if isinstance(node, ast.Attribute) else changed
        while isinstance(chain, ast.Attribute | ast.Subscript) and not isinstance(chain.value, ast.Name):
            chain = chain.value
        if changed is not None and isinstance(chain, ast.Attribute) and _is_called(chain.value, own):
            yield node, chain.attr


def _own_object(scope: Scope, module: Module) -> str:
    """How a method calls the object that it is a method of."""
    taken = scope.node.args if isinstance(scope.node, FunctionNode) else None
    first = [*taken.posonlyargs, *taken.args][:1] if taken is not None else []
    stands_for = first_parameter(module.names, scope) or ""
    return first[0].arg if first and stands_for.endswith("()") else ""


def _is_called(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _changed(node: ast.AST) -> ast.expr | None:
    """What a node changes without binding a name: by an item, an attribute, a method of collections."""
    if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
        return node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGING:
        return node.func.value
    return None


def _root(node: ast.expr) -> ast.Name | None:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node if isinstance(node, ast.Name) else None


def _scope_around(node: ast.AST, module: Module) -> Scope:
    return next((scope for each in module.ancestors(node) if (scope := module.index.scope_of.get(each))), module.scope)


def _is_of_module(name: ast.Name, scope: Scope, module: Module) -> bool:
    """Whether a name is bound by an assignment of the module, to a value that is no class, module or function."""
    home = scope.home(name.id)
    if home is None or home.kind != "module":
        return False
    return all(binding.kind in ("assign", "annotated") for binding in home.bindings[name.id])
