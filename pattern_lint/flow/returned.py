"""What a function gives back as it got it: right from a call, by way of a variable, or a part of it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from ..lang.python.given_back import given_back, set_right_before
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in

_HOLDING = ("assign", "annotated", "with")
"""Bindings that give a name the value of an expression, or what entering it gives."""

_WAITING = frozenset({"asyncio.wait_for", "asyncio.shield"})


def has_returns(module: Module, scope: Scope) -> bool:
    """Whether a function returns anywhere, with a value or without."""
    return scope in module.once(_returns)


def returned_calls(
    module: Module, scope: Scope, parts: Collection[str] = ()
) -> Iterator[tuple[ast.Return, ast.Call, bool]]:
    """The calls whose value a function returns without having done anything with it, or one of some parts of it: an
    attribute, or what a method of it gives; whether it is a part."""
    for node in module.once(_returns).get(scope, ()):
        made = set_right_before(node, node.value, module) if node.value is not None else None
        for each in _choices(made) if made is not None else ():
            for value in _values(_waited_for(each, module, scope), module, scope):
                whole = _part_of(value, parts)
                inner = _values(_waited_for(whole, module, scope), module, scope) if whole is not None else (value,)
                for held in inner:
                    if isinstance(held, ast.Call):
                        yield node, held, whole is not None


def returned_by(named: ast.expr, scope: Scope, module: Module) -> Iterator[tuple[ast.expr, Scope]]:
    """What a function of the file returns that an expression names, or a lambda that it is."""
    home = scope.home(named.id) if isinstance(named, ast.Name) else None
    bound = home.bindings[named.id] if home is not None and isinstance(named, ast.Name) else []
    if isinstance(named, ast.Lambda):
        yield named.body, scope
    elif home is not None and len(bound) == 1:
        for function in (child for child in home.children if child.node is bound[0].node):
            yield from ((each, function) for each in module.once(given_back).get(function, ()))


def _choices(value: ast.expr) -> Iterator[ast.expr]:
    """What an expression may give: of one with branches each of them, of several things each, be they gathered."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, ast.IfExp):
            waiting += (each.body, each.orelse)
        elif isinstance(each, ast.BoolOp):
            waiting += each.values
        elif isinstance(each, (ast.ListComp, ast.GeneratorExp)):
            waiting.append(each.elt)
        elif isinstance(each, (ast.Tuple, ast.List)):
            waiting += each.elts
        elif isinstance(each, (ast.Await, ast.Starred)):
            waiting.append(each.value)
        elif isinstance(each, ast.Call) and name_of(each.func) == "gather":
            waiting += each.args
        else:
            yield each


def _part_of(value: ast.expr | None, parts: Collection[str]) -> ast.expr | None:
    """What a value is one of some parts of."""
    asked = value.func if isinstance(value, ast.Call) else value
    return asked.value if isinstance(asked, ast.Attribute) and asked.attr in parts else None


def _returns(module: Module) -> dict[Scope, list[ast.Return]]:
    found: dict[Scope, list[ast.Return]] = {}
    for node, scope in module.of(ast.Return):
        if isinstance(node, ast.Return):
            found.setdefault(scope, []).append(node)
    return found


def _values(value: ast.expr, module: Module, scope: Scope) -> Iterator[ast.expr]:
    """A value, or what a variable holds by each binding that counts here, unless a later one makes something of it."""
    if not isinstance(value, ast.Name):
        yield value
        return
    reached = module.names.reached(value.id, value, scope)
    for bound in reached[1] if reached is not None and reached[0] is scope else ():
        held = bound.value if bound.kind in _HOLDING else None
        if held is not None:
            yield _waited_for(held, module, scope)
        if held is not None and any(isinstance(each, ast.Name) and each.id == value.id for each in nodes_in(held)):
            return


def _waited_for(value: ast.expr, module: Module, scope: Scope) -> ast.expr:
    """What is waited for in the end, be it for so long only, or without being stopped with who waits."""
    while True:
        if isinstance(value, ast.Await):
            value = value.value
        elif isinstance(value, ast.Call) and value.args and module.symbol(value.func, scope) in _WAITING:
            value = value.args[0]
        else:
            return value
