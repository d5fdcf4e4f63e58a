"""Look-ups in tables of which what is found is called: the table, the key, and where it happens."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Scope


def looked_up(module: Module) -> list[tuple[ast.Call | ast.Subscript, Scope]]:
    """The look-ups of a module whose value is called, on the spot or under the one name that it is given."""
    return module.once(_found)


def _found(module: Module) -> list[tuple[ast.Call | ast.Subscript, Scope]]:
    return list(_looked_up(module))


def _looked_up(module: Module) -> Iterator[tuple[ast.Call | ast.Subscript, Scope]]:
    for call in module.named_calls.get("", ()):
        looked_up = call.node.func if isinstance(call.node, ast.Call) else None
        if isinstance(looked_up, ast.Subscript) or (isinstance(looked_up, ast.Call) and _is_get(looked_up)):
            yield looked_up, call.scope
    for node, scope in module.of(ast.Assign, ast.AnnAssign, ast.NamedExpr):
        value = getattr(node, "value", None)
        is_one = isinstance(value, ast.Subscript) or (isinstance(value, ast.Call) and _is_get(value))
        if is_one and isinstance(value, (ast.Call, ast.Subscript)) and _is_called(_target(node), module, scope):
            yield value, scope


def asked_afterwards(module: Module) -> Iterator[tuple[ast.Call | ast.Subscript, Scope]]:
    """The look-ups of a module of whose value a method is called, under the one name that it is given."""
    for node, scope in module.of(ast.Assign, ast.AnnAssign, ast.NamedExpr):
        value = getattr(node, "value", None)
        is_one = isinstance(value, ast.Subscript) or (isinstance(value, ast.Call) and _is_get(value))
        if is_one and isinstance(value, (ast.Call, ast.Subscript)) and (scope, _target(node)) in module.once(_asked):
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


def _is_get(node: ast.expr) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr != "get":
        return False
    gives_nothing = len(node.args) == 2 and isinstance(node.args[1], ast.Constant) and node.args[1].value is None
    return (len(node.args) == 1 or gives_nothing) and not node.keywords and _varies(node.args[0])


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
