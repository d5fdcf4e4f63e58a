"""The zone of what a clock gives: as it is told, and as its value is converted at once."""

from __future__ import annotations

import ast

from ...knowledge.clocks import CONVERSION, Clock, Zone, clocks
from ...lang.python.bound import has_arguments_already, only_value
from ...lang.python.constants import constant
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..calls.arguments import argument

SAID: dict[Zone, str] = {
    "naive": "the local time",
    "local": "the time of a place",
    "naive-utc": "a UTC time without its zone",
}
"""What the zones are that are not UTC in so many words."""
NAIVE_TIME = "time-without-zone"
"""What a function gives that gives a time and does not say of which zone, as one module tells it to others."""
_MAXIMAL_DEPTH = 8


def zone_of(module: Module, node: ast.Call, scope: Scope) -> Zone | None:
    """The zone of what a call gives; None where it is no clock, or is judged together with one."""
    symbol = module.symbol(node.func, scope)
    known = clocks()
    formatted = known.formatters.get(symbol or "")
    if formatted is not None:
        return "naive" if len(node.args) <= formatted and not node.keywords else None
    clock = known.clocks.get(symbol or "")
    if clock is None or (symbol == CONVERSION and _converts_clock(module, node, scope)):
        return None
    zone = _told(module, node, scope, clock)
    return _converted(module, node, scope, zone) if zone in SAID else zone


def _converts_clock(module: Module, node: ast.Call, scope: Scope) -> bool:
    """Whether a conversion follows a clock that is not in UTC."""
    receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
    if not isinstance(receiver, ast.Call):
        return False
    clock = clocks().clocks.get(module.symbol(receiver.func, scope) or "")
    return clock is not None and _told(module, receiver, scope, clock) in SAID


def _told(module: Module, node: ast.Call, scope: Scope, clock: Clock) -> Zone:
    """The zone that a clock is told."""
    if clock.position is None:
        return clock.without
    given = argument(node, clock.keyword, clock.position, module, scope)
    if given.is_open or has_arguments_already(module, node.func, scope):
        return "unknown"
    return clock.without if given.value is None else _zone(module, given.value, given.scope, clock.without)


def _converted(module: Module, node: ast.Call, scope: Scope, zone: Zone) -> Zone:
    """The zone of a clock's value after what is done with it at once."""
    attribute = module.index.parents.get(node)
    outer = module.index.parents.get(attribute) if isinstance(attribute, ast.Attribute) else None
    if not isinstance(attribute, ast.Attribute) or not isinstance(outer, ast.Call) or outer.func is not attribute:
        return zone
    if zone != "naive-utc" and attribute.attr == "astimezone":
        return _told(module, outer, scope, clocks().clocks[CONVERSION])
    if zone == "naive-utc" and attribute.attr == "replace":
        given = argument(outer, "tzinfo", None, module, scope)
        named = _zone(module, given.value, given.scope, zone) if given.value is not None else zone
        return named if named in ("utc", "unknown") else zone
    return zone


def zone_named(module: Module, node: ast.expr, scope: Scope) -> Zone:
    """Which zone an expression names."""
    return _zone(module, node, scope, "unknown")


def _zone(module: Module, node: ast.expr, scope: Scope, without: Zone, depth: int = 0) -> Zone:
    """Which zone an expression names."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            return "utc" if node.value.lower() in clocks().utc_names else "local"
        return without if node.value is None else "unknown"
    symbol = module.symbol(node, scope)
    if symbol in clocks().utc:
        return "utc"
    if symbol in clocks().local:
        return "local"
    if isinstance(node, ast.Call):
        return _zone_made(module, node, scope, without)
    if isinstance(node, ast.Name) and depth < _MAXIMAL_DEPTH:
        value = only_value(module, node, scope)
        return _zone(module, *value, without, depth + 1) if value is not None else "unknown"
    return "unknown"


def _zone_made(module: Module, node: ast.Call, scope: Scope, without: Zone) -> Zone:
    symbol = module.symbol(node.func, scope)
    if symbol in clocks().by_name and len(node.args) == 1:
        named = constant(module, node.args[0], scope)
        return _zone(module, named, scope, without) if isinstance(named, ast.Constant) else "unknown"
    if symbol == "datetime.timezone" and node.args and isinstance(node.args[0], ast.Call):
        offset = node.args[0]
        if module.symbol(offset.func, scope) == "datetime.timedelta":
            given = (*offset.args, *(keyword.value for keyword in offset.keywords))
            values = [constant(module, value, scope) for value in given]
            if all(isinstance(value, (ast.Constant, ast.UnaryOp)) for value in values):
                return "utc" if all(isinstance(v, ast.Constant) and not v.value for v in values) else "local"
    return "unknown"
