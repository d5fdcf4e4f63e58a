"""Where an application is put together: in functions that start it, feed a container, or are handed to one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..lang.python.blocks import main_blocks
from ..lang.python.module import CallSite, Module
from ..lang.python.own_names import own_name
from ..lang.python.scopes import FunctionNode, Scope
from ..lang.python.walking import nodes_in
from .registrations import called_name, handed_to, is_registering, registering_functions

_STARTING = ("main", "includeme", "lifespan")
"""How functions are called that put an application together; Pyramid and Starlette name the last two."""
_INJECTING = frozenset({"Depends", "Provide", "Security", "TaskiqDepends"})
"""What frameworks call that takes the function by which they make what a parameter needs."""
_TAKING = (b"register", b"Depends", b"Provide", b"Security")


def wiring_functions(module: Module) -> dict[Scope, str]:
    """The functions in which parts may be constructed; each with what is unsure about it."""
    return registering_functions(module) | dict.fromkeys({*_started(module), *_providers(module)}, "")


def is_wired(module: Module, call: CallSite) -> bool:
    """Whether a call stands in a lambda that is handed to a container."""
    for outer in outwards(call.scope):
        if outer.kind == "lambda":
            taking = handed_to(module, outer.node)
            if taking is not None and is_registering(called_name(taking)):
                return True
    return False


def outwards(scope: Scope | None) -> Iterator[Scope]:
    """A scope and those around it."""
    while scope is not None:
        yield scope
        scope = scope.parent


def _started(module: Module) -> set[Scope]:
    """Functions that start a program: by their name, and those that the `__main__` block calls."""
    names = {*_STARTING}
    for block in main_blocks(module):
        names |= {node.id for statement in block.body for node in nodes_in(statement) if isinstance(node, ast.Name)}
    return {scope for scope in module.index.functions if scope.parent is module.scope and scope.name in names}


def _providers(module: Module) -> Iterator[Scope]:
    """Functions that a decorator registers: `@container.register("orders")`, `@provider`."""
    if not any(word in module.source for word in (b"register", b"provide")):
        return
    for scope in module.index.functions:
        node = scope.node
        assert isinstance(node, FunctionNode)
        for decorator in node.decorator_list:
            called = decorator if isinstance(decorator, ast.Call) else ast.Call(decorator, [], [])
            if called_name(called).startswith(("register", "provide")):
                yield scope


def handed_on(module: Module) -> Iterator[str]:
    """The symbols of the functions that calls of `register...` and `Depends` are given, in lambdas too."""
    if not any(word in module.source for word in _TAKING):
        return
    for call in module.calls:
        if is_registering(call.name) or own_name(call.node.func, module) in _INJECTING:
            for argument in (*call.node.args, *(keyword.value for keyword in call.node.keywords)):
                for node in nodes_in(argument):
                    if isinstance(node, (ast.Name, ast.Attribute)):
                        symbol = module.symbol(node, call.scope)
                        if symbol is not None and symbol.partition(".")[0] in module.roots:
                            yield symbol
