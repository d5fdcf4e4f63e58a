"""Look-ups in tables of which what is found is called: the table, the key, and where it happens."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeAlias, TypeGuard

from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Scope

_LookUp: TypeAlias = ast.Call | ast.Subscript
_LOOKING_UP = (ast.Call, ast.Subscript, ast.BoolOp, ast.IfExp)
"""What may look something up, or choose between what is looked up."""


def looked_up(module: Module) -> list[tuple[_LookUp, Scope]]:
    """The look-ups of a module whose value is called, on the spot or under the one name that it is given, as they are
    or for want of another: `OURS.get(name) or THEIRS.get(name)`."""
    found = ((_last_of(value), scope) for value, scope in module.once(_found))
    return [(value, scope) for value, scope in found if isinstance(value, ast.Subscript) or _is_get(value)]


def chosen_among(module: Module) -> Iterator[tuple[_LookUp, Scope]]:
    """The look-ups of a module whose value may be called, those included beside which there is another choice."""
    for value, scope in module.once(_found):
        for each in _choices(value):
            if isinstance(each, ast.Subscript) or _is_get(each, or_else=True):
                yield each, scope


def _found(module: Module) -> list[tuple[ast.expr, Scope]]:
    return list(_called(module))


def _called(module: Module) -> Iterator[tuple[ast.expr, Scope]]:
    """What a module calls that may be looked up."""
    for call in module.named_calls.get("", ()):
        if isinstance(call.node, ast.Call) and isinstance(call.node.func, _LOOKING_UP):
            yield call.node.func, call.scope
    for value, scope, name in _kept(module):
        if _is_called(name, module, scope):
            yield value, scope


def _kept(module: Module) -> Iterator[tuple[ast.expr, Scope, str]]:
    """What a module keeps that may be looked up, each with the one name that it is given."""
    for node, scope in module.of(ast.Assign, ast.AnnAssign, ast.NamedExpr):
        value = getattr(node, "value", None)
        if isinstance(value, _LOOKING_UP) and (not isinstance(value, ast.Call) or _is_get(value, or_else=True)):
            yield value, scope, _target(node)
    for node, scope in module.of(ast.Match):
        if isinstance(node, ast.Match) and isinstance(node.subject, ast.Call):
            patterns = (case.pattern for case in node.cases)
            names = (each.name for each in patterns if isinstance(each, ast.MatchAs) and each.pattern is None)
            yield from ((node.subject, scope, name) for name in names if name and _is_get(node.subject, or_else=True))


def _choices(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, ast.BoolOp):
        yield from value.values
    elif isinstance(value, ast.IfExp):
        yield from (value.body, value.orelse)
    else:
        yield value


def _last_of(value: ast.expr) -> ast.expr:
    return value.values[-1] if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.Or) else value


def asked_afterwards(module: Module) -> Iterator[tuple[_LookUp, Scope]]:
    """The look-ups of a module of whose value a method is called, under the one name that it is given."""
    for value, scope, name in _kept(module):
        if (isinstance(value, ast.Subscript) or _is_get(value)) and (scope, name) in module.once(_asked):
            yield value, scope


def is_choice_of_parser(key: ast.expr, module: Module) -> bool:
    """Whether a key is an option of the command line, whose parser takes nothing but some choices for it."""
    calls = module.named_calls.get("add_argument", ()) if isinstance(key, ast.Attribute) else ()
    return any(isinstance(each.node, ast.Call) and _has_choices(each.node, name_of(key)) for each in calls)


def _has_choices(call: ast.Call, option: str) -> bool:
    flags = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    is_meant = option in {each.lstrip("-").replace("-", "_") for each in flags}
    given = {each.arg: each.value for each in call.keywords}
    destination = given.get("dest")
    if isinstance(destination, ast.Constant):
        is_meant = destination.value == option
    return is_meant and "choices" in given


def _asked(module: Module) -> set[tuple[Scope, str]]:
    """The names of which functions call a method."""
    called = ((call.node.func, call.scope) for call in module.calls if call.scope.function is not None)
    asked = ((each.value, scope) for each, scope in called if isinstance(each, ast.Attribute))
    return {(scope, each.id) for each, scope in asked if isinstance(each, ast.Name)}


def _target(node: ast.AST) -> str:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return targets[0].id if len(targets) == 1 and isinstance(targets[0], ast.Name) else ""


def _is_called(name: str, module: Module, scope: Scope) -> bool:
    """Whether a function calls what it keeps under a name."""
    return scope.function is not None and any(
        isinstance(call, CallSite) and call.scope is scope and isinstance(call.node.func, ast.Name)
        for call in (module.named_calls.get(name, ()) if name else ())
    )


def _is_get(node: ast.expr, *, or_else: bool = False) -> TypeGuard[ast.Call]:
    """Whether a call looks up a key; `or_else` takes one that says what there is instead of nothing as well."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr != "get":
        return False
    may_find_nothing = len(node.args) == 1 or (len(node.args) == 2 and (or_else or _is_none(node.args[1])))
    return may_find_nothing and not node.keywords and _varies(node.args[0])


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _varies(key: ast.expr) -> bool:
    return not isinstance(key, (ast.Constant, ast.Slice, ast.UnaryOp, ast.Tuple))


def parts_of(node: ast.expr) -> tuple[ast.expr | None, ast.expr | None]:
    """The table that is looked into, and the key."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.value, node.args[0]
    if isinstance(node, ast.Subscript) and isinstance(node.value, (ast.Name, ast.Attribute)) and _varies(node.slice):
        return (None, None) if is_class_name(name_of(node.value)) else (node.value, node.slice)
    return None, None


def is_class_name(symbol: str) -> bool:
    """Whether a name is written as those of classes are; what stands in brackets behind one is a parameter."""
    last = symbol.rpartition(".")[2].lstrip("_")
    return last[:1].isupper() and not last.isupper() and "(" not in symbol
