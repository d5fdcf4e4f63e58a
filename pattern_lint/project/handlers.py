"""Which functions handle events: methods of event handlers, and callbacks that are given to an event bus."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..source.module import Module
from ..source.scopes import Scope

if TYPE_CHECKING:
    from .project import Project

_SUBSCRIBING = frozenset({"subscribe", "on", "add_listener", "add_handler", "register_handler", "subscribe_to"})
_BUS_ENDINGS = ("bus", "publisher", "emitter")


def is_bus(module: Module, receiver: ast.expr, scope: Scope) -> bool:
    """Whether a receiver is an event bus: its name or its type ends in bus, publisher or emitter."""
    name = receiver.attr if isinstance(receiver, ast.Attribute) else getattr(receiver, "id", "")
    if name.lower().endswith(_BUS_ENDINGS):
        return True
    symbol = module.symbol(receiver, scope)
    return symbol is not None and symbol.removesuffix("()").lower().endswith(_BUS_ENDINGS)


def subscribed_in(module: Module) -> list[str]:
    """The symbols of callbacks that a module gives to an event bus."""
    found: list[str] = []
    for call in module.calls:
        function = call.node.func
        if not isinstance(function, ast.Attribute) or function.attr not in _SUBSCRIBING:
            continue
        if is_bus(module, function.value, call.scope):
            given = (*call.node.args, *(keyword.value for keyword in call.node.keywords))
            found += [symbol for node in given if (symbol := module.symbol(node, call.scope)) is not None]
    return found


def event_handlers(project: Project, subscribed: Iterable[Iterable[str]]) -> frozenset[str]:
    """The functions of the project that handle events."""
    resolved = {project.resolver.resolve(symbol) for symbols in subscribed for symbol in symbols}
    found = {symbol for symbol in resolved if symbol is not None and project.definitions.function(symbol) is not None}
    for cls, fact in project.definitions.classes.items():
        if "handle_event" in fact.methods and _handles(project, cls):
            found.add(f"{cls}.handle_event")
    return frozenset(found)


def _handles(project: Project, cls: str) -> bool:
    return any(base.rpartition(".")[2] == "EventHandler" for base in project.resolver.linear(cls)[1:])
