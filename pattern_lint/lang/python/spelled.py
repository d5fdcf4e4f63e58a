"""Paths as the code puts them together, with `$` for what it does not show, before its name where it has one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .constants import assigned
from .module import Module, name_of
from .scopes import Scope
from .unparsed import unparsed

_SAME = frozenset({"absolute", "resolve", "expanduser", "as_posix", "fspath", "str", "abspath", "realpath", "strip"})
_JOINS = frozenset({"Path", "PurePath", "PosixPath", "join", "joinpath"})
_IN_ORDER = frozenset({"sorted", "reversed", "list", "tuple", "set"})
_LISTS = frozenset({"iterdir", "glob", "rglob", "listdir", "scandir", "walk"})
_UNKNOWN = "$"
_DEEPEST = 12


def spelled(module: Module, node: ast.expr, scope: Scope, depth: int = 0) -> str:
    """The text of a path, as far as it shows."""
    if depth > _DEEPEST:
        return _UNKNOWN
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(spelled(module, part, scope, depth + 1) for part in parts)
        case ast.FormattedValue(value=value) | ast.Await(value=value) | ast.NamedExpr(value=value):
            return spelled(module, value, scope, depth + 1)
        case ast.BinOp(left=left, op=ast.Div() | ast.Add() as operator, right=right):
            ends = (spelled(module, each, scope, depth + 1) for each in (left, right))
            return ("/" if isinstance(operator, ast.Div) else "").join(ends)
        case ast.Subscript(value=value, slice=ast.Slice()):
            return spelled(module, value, scope, depth + 1)
        case ast.Attribute(value=value, attr="parent"):
            return spelled(module, value, scope, depth + 1).rpartition("/")[0]
        case ast.Call(func=function):
            return _of_call(module, node, function, scope, depth)
    found = _behind(module, node, scope)
    if found is None:
        return f"{_UNKNOWN}{name_of(node)}"
    return spelled(module, found[0], found[1], depth + 1) + found[2]


def _of_call(module: Module, call: ast.Call, function: ast.expr, scope: Scope, depth: int) -> str:
    name = getattr(function, "attr", getattr(function, "id", ""))
    receiver = [function.value] if isinstance(function, ast.Attribute) else []
    if name in _JOINS:
        is_method = name == "joinpath"
        parts = [*(receiver if is_method else []), *call.args]
        return "/".join(spelled(module, part, scope, depth + 1) for part in parts)
    if name in _IN_ORDER and not receiver and call.args:
        return spelled(module, call.args[0], scope, depth + 1)
    if name in _SAME or name in _LISTS:
        own = call.args[:1] if call.args and (name not in ("glob", "rglob")) else receiver
        text = spelled(module, own[0], scope, depth + 1) if own else _UNKNOWN
        return f"{text}/{_UNKNOWN}" if name in _LISTS else text
    return _UNKNOWN


def _behind(module: Module, node: ast.expr, scope: Scope) -> tuple[ast.expr, Scope, str] | None:
    """The one expression that gives a name or an attribute of the own object its value, and what it adds to it."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and scope.owner is not None:
        values = list(_set_on_self(node, scope.owner))
        if len(values) == 1:
            return values[0][0], values[0][1], ""
    home = scope.home(node.id) if isinstance(node, ast.Name) else None
    bound = home.bindings.get(node.id, []) if home is not None and isinstance(node, ast.Name) else []
    if home is not None and len(bound) == 1 and bound[0].kind in ("iter", "with") and bound[0].value is not None:
        return bound[0].value, home, ""
    value = assigned(module, node, scope)
    return (value, home or scope, "") if value is not None else None


def _set_on_self(node: ast.Attribute, owner: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """What the methods of a class set an attribute to."""
    for method in owner.children:
        for each in ast.walk(method.node):
            target = each.targets[0] if isinstance(each, ast.Assign) else getattr(each, "target", None)
            value = each.value if isinstance(each, (ast.Assign, ast.AnnAssign)) else None
            if isinstance(target, ast.Attribute) and unparsed(target) == unparsed(node) and value is not None:
                yield value, method
