"""Which times are UTC: by the clock that gives them, by their conversion, by what they are called."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ...flow.fillings import held_by
from ...flow.returned import returned_by
from ...knowledge.clocks import clocks
from ...lang.python.constants import constant
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.ways import choices
from ..calls.arguments import argument
from ..expressions.constants import constant_of
from .zones import zone_named, zone_of

_IN_NAME = re.compile(r"(?i)(^|_)utc(_|$)|^utcnow$")
_CLOCK_IN_UTC = re.compile(r"(?i)(^|_)(utc_?now|now_?(in_)?utc|utc_(date)?time)(_(date)?time|_dt)?$")
"""Names of functions that give a time in UTC; one that speaks of it may also turn it into another."""
_IN_UTC = ("utc", "naive-utc")
_OFFSET = "datetime.timedelta"
_NEAREST_ZONE, _FARTHEST_ZONE = 60, 14 * 60
"""How many minutes zones are away from UTC, the one that is on its time aside."""
_COMBINING = "datetime.datetime.combine"
_ENDS_OF_DAYS = ("datetime.time.min", "datetime.time.max")
_ENDS_OF_TIME = ("datetime.datetime.min", "datetime.datetime.max")
_OF_MOMENTS = re.compile(
    r"(?i)(^|_)(exp|expir\w*|deadline|until|till|since|before|after|cut_?off|start\w*|end\w*|from|due|timeout|ttl|next|later|"
    r"ago|threshold|retry|valid|begin\w*|earliest|latest|min|max|look_?back|horizon|past|future|stale|oldest|newest|resume|"
    r"not_?(before|after)|window|timestamp__?[gl]te?)(_|$)"
)
"""Names of moments that are so many hours away."""


def is_utc(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a time is UTC, by every way in which it may come about."""
    return all(_is_utc(each, module, home) for each, home in _known(node, module, scope))


def _known(node: ast.expr, module: Module, scope: Scope) -> Sequence[tuple[ast.expr, Scope]]:
    """The ways in which a time may come about.

    What is given in place of a clock, as in `now or datetime.now(UTC)`, is in the zone of that clock.
    """
    found = list(choices(node, module, scope))
    return [way for way in found if not _is_parameter(way[0], module, way[1])] or found if len(found) > 1 else found


def _is_parameter(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a name reads a parameter, be it to give the same name something else."""
    _, bound = (isinstance(node, ast.Name) and module.names.reached(node.id, node, scope)) or (scope, [])
    return len(bound) == 1 and bound[0].kind == "param"


def is_midnight(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a time is the first or last moment of a day, put together of that day."""
    return all(_combines_midnight(each, module, home) for each, home in choices(node, module, scope))


def _combines_midnight(node: ast.expr, module: Module, scope: Scope) -> bool:
    if not isinstance(node, ast.Call) or module.symbol(node.func, scope) != _COMBINING:
        return False
    time = argument(node, "time", 1, module, scope)
    return time.value is not None and all(
        module.symbol(each, home) in _ENDS_OF_DAYS or _is_nought(each, module, home)
        for each, home in choices(time.value, module, time.scope)
    )


def _is_nought(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a time of day is written out, with nothing but noughts, or is that of the first moment of all."""
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute) and module.symbol(node.func.value, scope) in _ENDS_OF_TIME:
        return node.func.attr == "time"
    if module.symbol(node.func, scope) != "datetime.time":
        return False
    given = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg != "tzinfo")]
    return all(isinstance(each, ast.Constant) and each.value == 0 for each in given)


def is_shifted(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a time is UTC to which hours were added, or from which they were taken, as an offset of a zone is.

    What is called a deadline, and made of the time that it is now, is one, and no time of another place.
    """
    found = list(choices(node, module, scope))
    if not all(_is_with_offset(each, module, home) for each, home in found):
        return False
    is_now = all(isinstance(each, ast.BinOp) and _is_now(each.left, module, home) for each, home in found)
    return not (is_now and any(map(_OF_MOMENTS.search, _called(node, module, scope))))


def _is_with_offset(node: ast.expr, module: Module, scope: Scope) -> bool:
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, (ast.Add, ast.Sub))
        and is_utc(node.left, module, scope)
        and _is_offset(node.right, module, scope)
    )


def _called(node: ast.expr, module: Module, scope: Scope) -> Iterator[str]:
    """What a value is called: as a variable, under what it is given or kept, and by the function that gives it back."""
    yield name_of(node)
    inner: ast.AST = node
    for outer in module.ancestors(node):
        if isinstance(outer, ast.keyword):
            yield outer.arg or ""
        elif isinstance(outer, ast.Dict):
            pairs = zip(outer.keys, outer.values, strict=True)
            yield from (str(key.value) for key, value in pairs if value is inner and isinstance(key, ast.Constant))
        elif isinstance(outer, (ast.Assign, ast.AnnAssign)):
            yield from map(name_of, outer.targets if isinstance(outer, ast.Assign) else [outer.target])
        elif isinstance(outer, ast.Return):
            yield scope.name
        if isinstance(outer, ast.stmt):
            return
        inner = outer


def _is_now(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a time is that of a clock."""
    known, found = clocks().clocks, choices(node, module, scope)
    return all(
        "now" in name_of(each).lower() or (isinstance(each, ast.Call) and module.symbol(each.func, home) in known)
        for each, home in found
    )


def _is_offset(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether something is a difference of hours that are written out, as some zone of the world is away from UTC."""
    for each, home in choices(node, module, scope):
        if not isinstance(each, ast.Call) or module.symbol(each.func, home) != _OFFSET or each.args:
            return False
        if not {keyword.arg for keyword in each.keywords} <= {"hours", "minutes"}:
            return False
        told = {keyword.arg: constant_of(constant(module, keyword.value, home)) for keyword in each.keywords}
        hours, minutes = told.get("hours", 0), told.get("minutes", 0)
        if not (isinstance(hours, (int, float)) and isinstance(minutes, (int, float))):
            return False
        if not _NEAREST_ZONE <= abs(hours * 60 + minutes) <= _FARTHEST_ZONE:
            return False
    return True


def _is_kept_in_utc(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether an attribute of the own object is set to nothing but what calls give in UTC."""
    kept = list(held_by(node, module, scope)) if isinstance(node, ast.Attribute) else []
    return bool(kept) and all(isinstance(each, ast.Call) and _is_utc(each, module, home) for each, home in kept)


def _gives_utc(named: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a function of the file does nothing but ask a clock for UTC."""
    given = list(returned_by(named, scope, module))
    return bool(given) and all(
        isinstance(each, ast.Call) and zone_of(module, each, home) in _IN_UTC for each, home in given
    )


def _is_utc(node: ast.expr, module: Module, scope: Scope) -> bool:
    if isinstance(node, (ast.Name, ast.Attribute)):
        return _IN_NAME.search(name_of(node)) is not None or _is_kept_in_utc(node, module, scope)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):  # later or earlier, and still UTC
        return is_utc(node.left, module, scope) and not _is_offset(node.right, module, scope)
    if not isinstance(node, ast.Call):
        return False
    if module.symbol(node.func, scope) in clocks().clocks:
        return zone_of(module, node, scope) in _IN_UTC
    if _CLOCK_IN_UTC.search(name_of(node.func)) or _gives_utc(node.func, module, scope):
        return True
    told = {"astimezone": ("tz", 0), "replace": ("tzinfo", None), "combine": ("tzinfo", 2)}
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if name not in told:
        return False
    zone = argument(node, *told[name], module, scope)
    return zone.value is not None and zone_named(module, zone.value, zone.scope) == "utc"
