"""Which functions handle events: methods of event handlers, and callbacks that are given to an event bus."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from ..knowledge.words import listed, names_of
from ..lang.python.module import CallSite, Module
from ..lang.python.scopes import FunctionNode, Scope
from ..query.functions.callbacks import callbacks
from .facts import ASYNC, OFFLOADS, FunctionFact

if TYPE_CHECKING:
    from .project import Project

Subscribed: TypeAlias = tuple[str, str]
"""The symbols of a callback and of the event bus that it is given to; the latter empty where it is not known."""


def subscribing() -> frozenset[str]:
    """Methods of an event bus that take callbacks."""
    return names_of("bus-subscribing")


def _handling_methods() -> frozenset[str]:
    return names_of("event-handler-methods")


def is_bus(module: Module, receiver: ast.expr, scope: Scope) -> bool:
    """Whether a receiver is an event bus: its name or its type ends in bus, publisher or emitter."""
    name = receiver.attr if isinstance(receiver, ast.Attribute) else getattr(receiver, "id", "")
    if name.lower().endswith(listed("bus-endings")):
        return True
    symbol = module.symbol(receiver, scope)
    return symbol is not None and symbol.removesuffix("()").lower().endswith(listed("bus-endings"))


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
            named = (each for each in callbacks(given, module, scope) if each.is_itself)
            symbols = [module.symbol(each.node, each.scope) for each in named]
        yield from (symbol for symbol in symbols if symbol is not None)


def tables_in(module: Module) -> list[tuple[str, str]]:
    """Methods that a class that handles events keeps in a table, to choose one by the type of an event."""
    methods = _handling_methods()
    if methods.isdisjoint(module.mentioned):
        return []
    classes = {
        scope for scope in module.index.scopes if scope.kind == "class" and not methods.isdisjoint(scope.bindings)
    }
    if not classes:
        return []
    found = []
    for node, scope in (*module.of(ast.Assign), *module.of(ast.AnnAssign)):
        assert isinstance(node, (ast.Assign, ast.AnnAssign))
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
    methods = listed("event-handler-methods")
    chosen = ((symbol, "") for cls, symbol in tables if _handles(project, cls))
    for symbol, bus in (*subscribed, *chosen):
        resolved, handler = _handler(project, symbol, methods)
        if resolved is None or handler is None:
            continue
        if handler.flags & ASYNC or not (bus and _runs_handlers_in_threads(project, bus)):
            found.add(resolved)
    for cls, fact in project.definitions.classes.items():
        own = [name for name in methods if name in fact.methods]
        if own and _handles(project, cls):
            found |= {f"{cls}.{name}" for name in own}
    return frozenset(found)


def _handler(project: Project, symbol: str, methods: Iterable[str]) -> tuple[str | None, FunctionFact | None]:
    """The function that is called for what an event bus was given: that, or a method of the instance that it is."""
    given = project.resolver.resolve(symbol)
    names = [f"{given}.{name}" for name in methods] if given is not None and given.endswith("()") else [given]
    for name in names:
        resolved = project.resolver.resolve(name) if name is not None and name != given else name
        handler = project.definitions.function(resolved) if resolved is not None else None
        if handler is not None:
            return resolved, handler
    return None, None


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
    """Whether a class derives from one for handlers; a base that the project does not hold counts by its name."""
    wanted = listed("event-handler-bases")
    classes = project.definitions.classes
    for ancestor in project.resolver.linear(cls):
        fact = classes.get(ancestor)
        bases = fact.bases if fact is not None else (ancestor,)
        if any(base.rpartition(".")[2] in wanted for base in bases):
            return True
    return False
