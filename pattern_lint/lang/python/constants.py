"""The expressions behind names: constants of modules and classes, and locals that are assigned once."""

from __future__ import annotations

import ast

from .externals import MAKING_FIELDS
from .loops import run_over
from .module import Module, name_of
from .scopes import Binding, FunctionNode, Scope

_MOST = 5_000
"""How many elements and parts a collection has at most that is followed."""
_COLLECTIONS = frozenset(f"builtins.{name}" for name in ("dict", "frozenset", "list", "set", "sorted", "tuple"))


def assigned(module: Module, node: ast.expr, scope: Scope) -> ast.expr | None:
    """The value that a name, or an attribute of a class of the module, is assigned; None unless there is just one."""
    found = assigned_in(module, node, scope)
    return found[0] if found is not None else None


def assigned_in(module: Module, node: ast.expr, scope: Scope) -> tuple[ast.expr, Scope] | None:
    """The same, with where it is assigned."""
    home: Scope | None = None
    name = ""
    if isinstance(node, ast.Name):
        home, name = scope.home(node.id), node.id
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        home, name = _class_named(module, node.value, scope), node.attr
    bound = home.bindings.get(name, ()) if home is not None else ()
    only = bound[0] if len(bound) == 1 and bound[0].kind in ("assign", "annotated") else None
    if home is None or only is None or only.value is None:
        return None
    is_set = isinstance(node, ast.Attribute) and name in module.once(_set_on_objects)
    is_given = only.kind == "annotated" and isinstance(node, ast.Attribute) and _is_of_instance(node, home)
    return None if is_set or is_given else (only.value, home)


def _is_of_instance(node: ast.Attribute, home: Scope) -> bool:
    """Whether an attribute is read of an instance that was given it, be it without the default that the class shows."""
    cls = home.node
    if not isinstance(cls, ast.ClassDef) or name_of(node.value) in (home.name, "cls"):
        return False
    makers = (each.func if isinstance(each, ast.Call) else each for each in cls.decorator_list)
    return any(name_of(each) in MAKING_FIELDS for each in (*makers, *cls.bases))


def _set_on_objects(module: Module) -> set[str]:
    """The attributes that a file sets on something, beside what its classes say of them."""
    assigned = module.of(ast.Assign, ast.AnnAssign, ast.AugAssign)
    targets = (
        each for node, _ in assigned for each in getattr(node, "targets", None) or [getattr(node, "target", None)]
    )
    return {each.attr for each in targets if isinstance(each, ast.Attribute)}


def constant(module: Module, node: ast.expr, scope: Scope) -> ast.expr:
    """An expression, or what stands behind it as far as names lead."""
    seen: set[ast.expr] = set()
    while node not in seen:
        seen.add(node)
        node = assigned(module, node, scope) or node
    return node


def elements(module: Module, node: ast.expr, scope: Scope) -> list[ast.expr] | None:
    """The elements of a collection that is written out, keys of a dict included; None where it is not."""
    found: list[ast.expr] = []
    waiting, parts = [node], 0
    while waiting:
        node, parts = constant(module, waiting.pop(), scope), parts + 1
        if parts > _MOST:
            return None
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitOr, ast.Add)):
            waiting += (node.right, node.left)
            continue
        if isinstance(node, ast.Call) and len(node.args) == 1 and module.symbol(node.func, scope) in _COLLECTIONS:
            waiting.append(node.args[0])
            continue
        part = _written_out(module, node, scope)
        if part is None or len(found) + len(part) > _MOST:
            return None
        found += part
        waiting += _unpacked(node)
    return found


def _unpacked(node: ast.expr) -> list[ast.expr]:
    """The collections of which a collection that is written out takes all."""
    if isinstance(node, ast.Dict):
        return [value for key, value in zip(node.keys, node.values, strict=True) if key is None]
    parts = node.elts if isinstance(node, (ast.List, ast.Tuple, ast.Set)) else ()
    return [each.value for each in parts if isinstance(each, ast.Starred)]


def iterated(module: Module, binding: Binding, name: str, scope: Scope) -> list[ast.expr] | None:
    """What a loop over a written collection gives to a name, one after the other; None where it is not written out."""
    loop = binding.node
    if not isinstance(loop, (ast.For, ast.AsyncFor, ast.comprehension)):
        return None
    target, over = run_over(loop)
    items, place = elements(module, over, scope), _place(target, name)
    if items is None or place is None:
        return None
    if place < 0:
        return items
    pairs = [item.elts for item in items if isinstance(item, (ast.Tuple, ast.List)) and place < len(item.elts)]
    return [pair[place] for pair in pairs] if len(pairs) == len(items) else None


def picked(node: ast.expr, module: Module, scope: Scope) -> list[ast.expr]:
    """What a name of a loop takes on, or what a table holds under a key or may hold under one that is not known."""
    if isinstance(node, ast.Name):
        reached = module.names.reached(node.id, node, scope)
        bound = reached[1] if reached is not None else ()
        return (iterated(module, bound[0], node.id, scope) or []) if len(bound) == 1 else []
    table = constant(module, node.value, scope) if isinstance(node, ast.Subscript) else None
    if not isinstance(node, ast.Subscript) or not isinstance(table, ast.Dict):
        return []
    wanted = node.slice.value if isinstance(node.slice, ast.Constant) else None
    pairs = zip(table.keys, table.values, strict=True)
    return [value for key, value in pairs if wanted is None or getattr(key, "value", None) == wanted]


def _place(target: ast.expr, name: str) -> int | None:
    """Which part of each item a loop gives to a name; -1 for the whole of it."""
    if isinstance(target, ast.Name):
        return -1
    parts = target.elts if isinstance(target, ast.Tuple) else []
    return next((place for place, part in enumerate(parts) if isinstance(part, ast.Name) and part.id == name), None)


def _written_out(module: Module, node: ast.expr, scope: Scope) -> list[ast.expr] | None:
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return [element for element in node.elts if not isinstance(element, ast.Starred)]
    if isinstance(node, ast.Dict):
        return [key for key in node.keys if key is not None]
    return _elements_of_call(module, node, scope) if isinstance(node, ast.Call) else None


def _elements_of_call(module: Module, node: ast.Call, scope: Scope) -> list[ast.expr] | None:
    function = node.func
    if isinstance(function, ast.Attribute) and not node.args and function.attr in ("items", "keys", "values"):
        held = constant(module, function.value, scope)
        if not isinstance(held, ast.Dict):
            return None
        pairs = [(key, value) for key, value in zip(held.keys, held.values, strict=True) if key is not None]
        if function.attr == "items":
            return [ast.Tuple([key, value], ast.Load()) for key, value in pairs]
        return [key if function.attr == "keys" else value for key, value in pairs]
    return None


def _class_named(module: Module, node: ast.Name, scope: Scope) -> Scope | None:
    """The class of the module that a name stands for: its own name, `cls`, or `self`."""
    owner = scope.owner
    function = scope.function
    if owner is not None and function is not None and isinstance(function.node, FunctionNode):
        first = (*function.node.args.posonlyargs, *function.node.args.args)[:1]
        if first and first[0].arg == node.id:
            return owner
    home = scope.home(node.id)
    bound = home.bindings[node.id] if home is not None else []
    if len(bound) == 1 and isinstance(bound[0].node, ast.ClassDef):
        return module.index.scope_of.get(bound[0].node)
    return None
