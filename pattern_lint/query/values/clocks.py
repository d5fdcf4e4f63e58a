"""Clocks in the defaults of columns: read once on import or for each row, and which zone they tell."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...knowledge.clocks import clocks
from ...knowledge.words import table
from ...lang.python.constants import constant
from ...lang.python.given_back import set_right_before
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import nodes_in
from ..answers import Condition
from .zones import NAIVE_TIME, SAID, zone_of

DEFAULTS = ("default", "default_factory", "insert_default", "onupdate", "server_default", "server_onupdate")
"""The arguments that say what a column has by itself."""
_PARTIAL = "functools.partial"
_TIMES = ("datetime.datetime",)
_ZONELESS = ("naive", "naive-utc")
_READ_ONCE = "is read once, when the module is imported, and is the same for all rows"


def clock_faults(makers: tuple[ast.Call, ...], module: Module, scope: Scope) -> Iterator[tuple[str, Condition | None]]:
    """What is wrong with the clocks that the defaults of a column read; where a function of another module reads one,
    what must hold of that."""
    for maker in makers:
        for keyword in maker.keywords:
            if keyword.arg in DEFAULTS:
                found = list(_faults(keyword.value, module, scope))
                yield from ((f"{keyword.arg}={said}", None) for said in found)
                for said, when in () if found else _faults_elsewhere(keyword.value, module, scope):
                    yield f"{keyword.arg}={said}", when


def has_clock(makers: tuple[ast.Call, ...]) -> bool:
    """Whether a column has a default at all, or does something on changes."""
    return any(keyword.arg in DEFAULTS for maker in makers for keyword in maker.keywords)


def _faults(value: ast.expr, module: Module, scope: Scope) -> Iterator[str]:
    shown, value = unparsed(value), constant(module, value, scope)
    calls = [each for each in _run_at_once(value) if _is_clock(each, module, scope)]
    if calls:
        yield f"{shown} {_READ_ONCE}"
        return
    later = _run_later(value, module, scope)
    told = next((zone for zone in (_zone(each, module, home) for each, home in later) if zone in SAID), None)
    if told is not None and told != "local":
        yield f"{shown} gives {SAID[told]}"


def _faults_elsewhere(value: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[str, Condition]]:
    """What is wrong where a function of another module, which is called or handed over, gives a time."""
    is_called = isinstance(value, ast.Call) and not (value.args or value.keywords)
    function = value.func if isinstance(value, ast.Call) and is_called else value
    symbol = module.symbol(function, scope) if isinstance(function, (ast.Name, ast.Attribute)) else None
    if symbol is None or symbol[: symbol.find(".")] not in module.roots or symbol in module.once(_functions):
        return
    if is_called:
        yield f"{unparsed(value)} {_READ_ONCE}", ("instance-of", f"{symbol}()", _TIMES)
    else:
        said = f"{unparsed(value)} gives a time without its zone"
        yield said, ("gives-one-of", symbol, (NAIVE_TIME,))
        may_be_told: Condition = ("kept-partial", symbol, ())
        yield said, ("all", "", (("is", symbol, _naive()), ("not", "", (may_be_told,))))


@table
def _naive() -> tuple[str, ...]:
    """The clocks of others that tell no zone by themselves, which a module may keep under another name."""
    return tuple(sorted(name for name, clock in clocks().clocks.items() if clock.without in _ZONELESS))


def _run_at_once(value: ast.expr) -> Iterator[ast.Call]:
    """The calls in an expression that run when it is evaluated."""
    pending: list[ast.AST] = [value]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.Call):
            yield node
        pending += ast.iter_child_nodes(node)


def _is_clock(call: ast.Call, module: Module, scope: Scope) -> bool:
    symbol = module.symbol(call.func, scope) or ""
    if symbol in clocks().clocks:
        return True
    function = module.once(_functions).get(symbol)
    return function is not None and any(zone_of(module, each, function) for each in _calls_of(function, module))


def _run_later(value: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """What is evaluated for each row: the body of a lambda or function, or a function itself."""
    if isinstance(value, ast.Lambda):
        home = module.index.scope_of[value]
        yield from ((each, home) for each in nodes_in(value.body) if isinstance(each, ast.Call))
        return
    function = module.once(_functions).get(module.symbol(value, scope) or "")
    if function is not None:
        yield from ((each, function) for each in _calls_of(function, module))
    elif isinstance(value, ast.Call) and module.symbol(value.func, scope) == _PARTIAL and value.args:
        yield ast.Call(value.args[0], value.args[1:], value.keywords), scope
    else:
        yield value, scope


def _zone(node: ast.expr, module: Module, scope: Scope) -> str | None:
    """The zone of what is read; a day is asked for where people are, and is no time."""
    named = module.symbol(node.func if isinstance(node, ast.Call) else node, scope) or ""
    if named.startswith("datetime.date."):
        return None
    if isinstance(node, ast.Call):
        return zone_of(module, node, scope)
    clock = clocks().clocks.get(named)
    return clock.without if clock is not None else None


def _calls_of(function: Scope, module: Module) -> Iterator[ast.Call]:
    """What a short function returns right from a call."""
    for node in function.node.body if isinstance(function.node.body, list) else ():
        if isinstance(node, ast.Return) and node.value is not None:
            given = set_right_before(node, node.value, module)
            yield from (each for each in nodes_in(given) if isinstance(each, ast.Call))


def _functions(module: Module) -> dict[str, Scope]:
    return {module.names.qualified(scope): scope for scope in module.index.functions}
