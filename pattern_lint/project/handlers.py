"""Which functions handle events: methods of event handlers, and callbacks that are given to an event bus."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from ..lang.python.module import CallSite, Module
from ..lang.python.scopes import FunctionNode, Scope
from .facts import ASYNC, OFFLOADS

if TYPE_CHECKING:
    from .project import Project

Subscribed: TypeAlias = tuple[str, str]
"""The symbols of a callback and of the event bus that it is given to; the latter empty where it is not known."""

SUBSCRIBING = frozenset(
    (
        "subscribe subscribe_to subscribe_async on once listen add_listener add_handler add_event_handler "
        "add_subscriber register_handler register_callback"
    ).split()
)
"""Methods of an event bus that take callbacks."""

_BUS_ENDINGS = ("bus", "publisher", "emitter")
_BASE = "EventHandler"
_METHOD = "handle_event"


def is_bus(module: Module, receiver: ast.expr, scope: Scope) -> bool:
    """Whether a receiver is an event bus: its name or its type ends in bus, publisher or emitter."""
    name = receiver.attr if isinstance(receiver, ast.Attribute) else getattr(receiver, "id", "")
    if name.lower().endswith(_BUS_ENDINGS):
        return True
    symbol = module.symbol(receiver, scope)
    return symbol is not None and symbol.removesuffix("()").lower().endswith(_BUS_ENDINGS)


def subscribed_in(module: Module, calls: Iterable[CallSite]) -> list[Subscribed]:
    """The callbacks that a module gives to an event bus in some of its calls."""
    return [
        (symbol, module.symbol(call.node.func.value, call.scope) or "")
        for call in calls
        if isinstance(call.node.func, ast.Attribute)
        for symbol in _callbacks(module, call.node, call.scope)
    ]


def _callbacks(module: Module, call: ast.Call, scope: Scope) -> Iterator[str]:
    function = call.func
    if not isinstance(function, ast.Attribute) or not is_bus(module, function.value, scope):
        return
    decorated = module.index.parents.get(call)
    if isinstance(decorated, FunctionNode) and call in decorated.decorator_list:
        yield module.names.qualified(module.index.scope_of[decorated])
    for given in (*call.args, *(keyword.value for keyword in call.keywords)):
        if isinstance(given, ast.Lambda):
            inner = module.index.scope_of[given]
            symbols = [module.symbol(part.func, inner) for part in inner.calls]
        else:
            symbols = [module.symbol(given, scope)]
        yield from (symbol for symbol in symbols if symbol is not None)


def tables_in(module: Module) -> list[tuple[str, str]]:
    """Methods that a class with `handle_event` keeps in a table, to choose one by the type of an event."""
    classes = {scope for scope in module.index.scopes if scope.kind == "class" and _METHOD in scope.bindings}
    if not classes:
        return []
    found = []
    for node, scope in (*module.of(ast.Assign), *module.of(ast.AnnAssign)):
        assert isinstance(node, ast.Assign | ast.AnnAssign)
        if scope.parent in classes and isinstance(node.value, ast.Dict):
            cls = module.names.qualified(scope.parent)
            symbols = [module.symbol(value, scope) for value in node.value.values]
            found += [(cls, symbol) for symbol in symbols if symbol is not None and symbol.startswith(f"{cls}().")]
    return found


def event_handlers(
    project: Project, subscribed: Iterable[Subscribed], tables: Iterable[tuple[str, str]] = ()
) -> frozenset[str]:
    """The functions of the project that handle events; plain ones that their bus runs in threads are left out."""
    found: set[str] = set()
    chosen = ((symbol, "") for cls, symbol in tables if _handles(project, cls))
    for symbol, bus in (*subscribed, *chosen):
        resolved = project.resolver.resolve(symbol)
        if resolved is not None and resolved.endswith("()"):
            resolved = project.resolver.resolve(f"{resolved}.{_METHOD}")
        handler = project.definitions.function(resolved) if resolved is not None else None
        if resolved is None or handler is None:
            continue
        if handler.flags & ASYNC or not (bus and _runs_handlers_in_threads(project, bus)):
            found.add(resolved)
    for cls, fact in project.definitions.classes.items():
        if _METHOD in fact.methods and _handles(project, cls):
            found.add(f"{cls}.{_METHOD}")
    return frozenset(found)


def _runs_handlers_in_threads(project: Project, bus: str) -> bool:
    """Whether a method of a bus, its own or inherited, hands work to threads."""
    cls = (project.resolver.resolve(bus) or "").removesuffix("()")
    classes = project.definitions.classes
    methods = (
        project.definitions.function(f"{ancestor}.{name}")
        for ancestor in (project.resolver.linear(cls) if cls in classes else ())
        if ancestor in classes
        for name in classes[ancestor].methods
    )
    return any(method is not None and method.flags & OFFLOADS for method in methods)


def _handles(project: Project, cls: str) -> bool:
    """Whether a class derives from EventHandler; a base that the project does not hold counts by its name."""
    classes = project.definitions.classes
    for ancestor in project.resolver.linear(cls):
        fact = classes.get(ancestor)
        bases = fact.bases if fact is not None else (ancestor,)
        if any(base.rpartition(".")[2] == _BASE for base in bases):
            return True
    return False
