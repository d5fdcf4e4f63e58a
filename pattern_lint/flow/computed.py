"""What a function computes with arithmetic: what it gives back, and what it gives a name."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TypeAlias

from ..lang.python.given_back import given_back
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in

_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow)
_PLAIN = (ast.Constant, ast.JoinedStr, ast.List, ast.Tuple, ast.Dict, ast.Set)
_MAKING = ("dict", "update", "replace", "_replace")
"""What is given what it makes by keyword, as classes are."""
_REDUCING = frozenset("abs amax amin float item max mean median min nanmax nanmin round std sum".split())
"""Functions and methods that bring what they are given or called on down to one number."""
Named: TypeAlias = tuple[str, ast.AST]
"""A name, and where it is given a value."""


def gives_computed(module: Module, scope: Scope, counts: Callable[[str], bool]) -> bool:
    """Whether what a function gives back is computed in it, also by way of a variable that is made one number."""
    values = module.once(given_back).get(scope, ())
    held = (named.id for named in map(_reduced, values) if isinstance(named, ast.Name))
    bound = (each.node for name in held for each in scope.bindings.get(name, ()))
    return any(is_computed(value, counts) for value in values) or any(_computes(each, counts) for each in bound)


def _reduced(value: ast.expr) -> ast.expr:
    """What is brought down to one number, where nothing else is done with it."""
    while isinstance(value, (ast.UnaryOp, ast.Call)):
        if isinstance(value, ast.UnaryOp):
            value = value.operand
        elif name_of(value.func) not in _REDUCING:
            break
        elif value.args:
            value = value.args[0]
        elif isinstance(value.func, ast.Attribute):
            value = value.func.value
        else:
            break
    return value


def computed_names(module: Module, scope: Scope, counts: Callable[[str], bool]) -> Iterator[tuple[str, ast.AST]]:
    """The names that count, those of attributes, items and parts of a dict included, to which a function gives
    something computed, with where."""
    for (name, node), value in module.once(_named).get(scope, {}).items():
        if counts(name) and is_computed(value, counts):
            yield name, node


def _named(module: Module) -> dict[Scope, dict[Named, ast.expr]]:
    """What each function names: what it assigns, and what of dicts and objects comes from arithmetic."""
    found: dict[Scope, dict[Named, ast.expr]] = {}
    for node, scope in module.of(ast.Assign, ast.AnnAssign):
        assert isinstance(node, (ast.Assign, ast.AnnAssign))
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if node.value is not None and scope.kind == "function":
            given = ((target, value) for each in targets for target, value in _each_given(each, node.value))
            found.setdefault(scope, {}).update({(_name_of(target), node): value for target, value in given})
    for node, scope in module.of(ast.BinOp):
        is_whole = not isinstance(module.index.parents[node], ast.BinOp)
        part = _part_with(node, module) if is_whole and scope.function is not None else None
        if part is not None and scope.function is not None:
            found.setdefault(scope.function, {})[part[0]] = part[1]
    return found


def _each_given(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What is given a value, each with its own where several are written out."""
    if isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
        yield from zip(target.elts, value.elts, strict=False)
    else:
        yield target, value


def _name_of(target: ast.expr) -> str:
    """The name of a variable or an attribute, or the key of an item."""
    if isinstance(target, ast.Subscript):
        return _text(target.slice)
    return name_of(target) if isinstance(target, (ast.Name, ast.Attribute)) else ""


def _text(node: ast.AST | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _part_with(node: ast.AST, module: Module) -> tuple[Named, ast.expr] | None:
    """The part of a dict, or of an object that is made, in which something lies."""
    child = node
    for around in module.ancestors(node):
        match around:
            case ast.Dict() if isinstance(child, ast.expr):
                key = next((key for key, value in zip(around.keys, around.values, strict=True) if value is child), None)
                return ((_text(key), key), child) if key is not None else None
            case ast.keyword(arg=str(name), value=value):
                call = module.index.parents.get(around)
                called = name_of(call.func) if isinstance(call, ast.Call) else ""
                makes = called in _MAKING or called.lstrip("_")[:1].isupper()
                return ((name, around), value) if makes else None
            case ast.NamedExpr(target=ast.Name(id=name), value=value):
                return (name, around), value
            case ast.stmt() | ast.Lambda() | ast.keyword():
                return None
        child = around
    return None


def is_computed(node: ast.expr, counts: Callable[[str], bool] | None = None) -> bool:
    """Whether an expression computes a number of several others; to scale one is no computation, and neither is what
    calls of a name that counts are given: they compute it then."""
    asked = {
        lies
        for each in (nodes_in(node) if counts is not None else ())
        if isinstance(each, ast.Call) and counts is not None and counts(name_of(each.func))
        for given in (*each.args, *each.keywords)
        for lies in nodes_in(given)
    }
    return any(
        isinstance(each, ast.BinOp)
        and isinstance(each.op, _ARITHMETIC)
        and not any(isinstance(side, _PLAIN) for side in (each.left, each.right))
        and each not in asked
        for each in nodes_in(node)
    )


def _computes(node: ast.AST, counts: Callable[[str], bool]) -> bool:
    return isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None and is_computed(node.value, counts)
