"""Functions that make something on first use and keep it: in a global, or in a cache around them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from .given_back import given_back
from .module import Module
from .scopes import FunctionNode, Scope
from .walking import nodes_in

_CACHES = frozenset({"functools.lru_cache", "functools.cache"})


class LazyGetter(NamedTuple):
    """A function that makes something on first use; `kept` names the global, or is empty for a cache around it."""

    scope: Scope
    kept: str
    symbol: str


def lazy_getters(module: Module) -> list[LazyGetter]:
    """The functions of a module that keep what they made, each with the symbol of what that is."""
    return module.once(_lazy_getters)


def _lazy_getters(module: Module) -> list[LazyGetter]:
    kept = [*_keeping_in_globals(module), *_keeping_by_default(module)]
    return [*kept, *(_cached(module) if b"cache" in module.source else ())]


def creates(module: Module, value: ast.expr, scope: Scope) -> bool:
    """Whether a value is made here, by a call, and not only handed on."""
    waiting, seen = [value], set[int]()
    while waiting:
        value = waiting.pop()
        if isinstance(value, ast.Call):
            return True
        if isinstance(value, (ast.Await, ast.NamedExpr)):
            waiting.append(value.value)
        elif isinstance(value, ast.BoolOp):
            waiting.append(value.values[-1])
        elif isinstance(value, ast.IfExp):
            waiting += (value.orelse, value.body)
        elif isinstance(value, ast.Name):
            reached = module.names.reached(value.id, value, scope)
            for binding in reached[1] if reached is not None and reached[0] is scope else ():
                if (
                    binding.kind in ("assign", "annotated", "with")
                    and binding.value is not None
                    and id(binding) not in seen
                ):
                    seen.add(id(binding))
                    waiting.append(binding.value)
    return False


def _keeping_in_globals(module: Module) -> Iterator[LazyGetter]:
    seen: set[Scope] = set()
    for node, scope in (*module.of(ast.Assign), *module.of(ast.AnnAssign)):
        if scope.kind != "function" or scope in seen:
            continue
        assert isinstance(node, (ast.Assign, ast.AnnAssign))
        if node.value is None:
            continue
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            name = _global_name(module, target, scope)
            if name is None or not creates(module, node.value, scope):
                continue
            symbol = module.symbol(node.value, scope)
            if symbol is not None and symbol.endswith("()") and _asks_for(module, scope, name):
                seen.add(scope)
                yield LazyGetter(scope, name, symbol)
                break


def _keeping_by_default(module: Module) -> Iterator[LazyGetter]:
    """Those that put into a dict of the module what is not there: `_desks.setdefault(name, Desk())`."""
    for call in module.named_calls.get("setdefault", ()):
        node, scope = call.node, call.scope
        if not isinstance(node, ast.Call) or scope.kind != "function" or len(node.args) != 2:
            continue
        key, value = node.args
        on = node.func.value if isinstance(node.func, ast.Attribute) else node
        name = _global_name(module, ast.Subscript(on, key, ast.Store()), scope)
        symbol = module.symbol(value, scope) if name is not None and creates(module, value, scope) else None
        if name is not None and symbol is not None and symbol.endswith("()"):
            yield LazyGetter(scope, name, symbol)


def _global_name(module: Module, target: ast.expr, scope: Scope) -> str | None:
    """The module-level name that an assignment changes, itself or by an item."""
    if isinstance(target, ast.Name):
        if not scope.globals:
            return None
        outer = scope.parent
        return target.id if target.id in scope.globals and (outer is None or target.id not in _local(outer)) else None
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and scope.parent is module.scope:
        return target.value.id if target.value.id == scope.name else None
    if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
        name = target.value.id
        home: Scope | None = scope
        while home is not None and home.kind != "module":
            if name in home.bindings and name not in home.globals:
                return None
            home = home.parent
        return name if name in module.scope.bindings else None
    return None


def _local(scope: Scope) -> set[str]:
    return set(scope.bindings) - scope.globals if scope.kind == "function" else set()


def _asks_for(module: Module, scope: Scope, name: str) -> bool:
    """Whether the function looks whether the thing is there already, or gives it back."""
    tests = [node.test for node, owner in module.of(ast.If) if owner is scope and isinstance(node, ast.If)]
    if any(_names(value, name) for value in (*module.returned.get(scope, ()), *tests)):
        return True
    return any(
        isinstance(call.func, ast.Attribute) and call.func.attr == "get" and _names(call.func.value, name)
        for call in scope.calls
    )


def _names(node: ast.AST, name: str) -> bool:
    return any(isinstance(part, ast.Name) and part.id == name for part in nodes_in(node))


def _cached(module: Module) -> Iterator[LazyGetter]:
    for scope in module.index.functions:
        node, outer = scope.node, scope.parent
        if outer is not module.scope or not isinstance(node, FunctionNode):
            continue
        called = [part.func if isinstance(part, ast.Call) else part for part in node.decorator_list]
        if not any(module.symbol(part, outer) in _CACHES for part in called) or _takes_something(node):
            continue
        for value in module.once(given_back).get(scope, ()):
            symbol = module.symbol(value, scope)
            if symbol is not None and symbol.endswith("()") and creates(module, value, scope):
                yield LazyGetter(scope, "", symbol)
                break


def _takes_something(node: FunctionNode) -> bool:
    args = node.args
    return bool(args.posonlyargs or args.args or args.kwonlyargs or args.vararg or args.kwarg)
