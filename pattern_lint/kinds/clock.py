"""Clocks: what reads the time must read it in UTC, and say so."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

from ..lang.python.bound import has_arguments_already, only_value
from ..lang.python.module import CallSite, Module, name_of
from ..lang.python.scopes import FunctionNode, Scope
from .ids.names import matcher
from .kit import Check, KindOptions
from .report import Chain, ModuleReport

Zone: TypeAlias = Literal["utc", "naive-utc", "local", "unknown"]
"""What a clock tells: UTC that says so, UTC that does not, the time of some place, or what nobody can see."""


class Options(KindOptions, frozen=True):
    """Which functions must read clocks in UTC; all code where none is named."""

    functions: tuple[str, ...] = ()


class Clock(NamedTuple):
    """A call that reads a clock: where its zone stands, and what it tells without one."""

    without: Zone
    position: int | None = None
    keyword: str = "tz"


_CONVERSION = "datetime.datetime().astimezone"
_WRONG = ("local", "naive-utc")

_CLOCKS: dict[str, Clock] = {
    "datetime.datetime.now": Clock("local", 0),
    "datetime.datetime.fromtimestamp": Clock("local", 1),
    "datetime.datetime.today": Clock("local"),
    "datetime.datetime.utcnow": Clock("naive-utc"),
    "datetime.datetime.utcfromtimestamp": Clock("naive-utc"),
    "datetime.date.today": Clock("local"),
    "datetime.date.fromtimestamp": Clock("local"),
    _CONVERSION: Clock("local", 0),
    "time.localtime": Clock("local"),
    "time.ctime": Clock("local"),
    "time.gmtime": Clock("utc"),
    "pandas.Timestamp.now": Clock("local", 0),
    "pandas.Timestamp.today": Clock("local", 0),
    "pandas.Timestamp.utcnow": Clock("utc"),
    "pendulum.now": Clock("local", 0),
    "pendulum.today": Clock("local", 0),
    "arrow.now": Clock("local", 0),
    "arrow.utcnow": Clock("utc"),
    "django.utils.timezone.now": Clock("utc"),
    "django.utils.timezone.localtime": Clock("local"),
    "django.utils.timezone.localdate": Clock("local"),
}
_FORMATTERS = {"time.strftime": 1, "time.asctime": 0}
"""What formats the local time unless it is given a time behind so many arguments."""

_READERS = frozenset({*_CLOCKS, *_FORMATTERS})

_UTC = frozenset(
    {
        "datetime.UTC",
        "datetime.timezone.utc",
        "pytz.utc",
        "pytz.UTC",
        "dateutil.tz.UTC",
        "dateutil.tz.tzutc()",
        "dateutil.tz.tz.tzutc()",
        "pendulum.UTC",
        "pendulum.timezone.UTC",
        "django.utils.timezone.utc",
    }
)
_LOCAL = frozenset({"dateutil.tz.tzlocal()", "tzlocal.get_localzone()", "pendulum.local_timezone()"})
_ZONES_BY_NAME = frozenset(
    {
        "zoneinfo.ZoneInfo",
        "backports.zoneinfo.ZoneInfo",
        "pytz.timezone",
        "dateutil.tz.gettz",
        "pendulum.timezone",
    }
)
_UTC_NAMES = frozenset({"utc", "etc/utc", "gmt", "etc/gmt", "zulu", "z", "uct", "universal", "etc/universal"})
_MAXIMAL_DEPTH = 8


class Kind(Check[Options]):
    """Looks at every reading of a clock."""

    def module(self, module: Module, report: ModuleReport) -> object:
        if module.called_symbols.isdisjoint(_READERS):
            return None
        readings = [(call, zone) for call in module.calls if (zone := _reading(module, call)) is not None]
        if not readings:
            return None
        wrong = {_definition(call.scope): call for call, zone in reversed(readings) if zone in _WRONG}
        for rule in self.rules:
            functions = matcher(rule.options.functions or ("*",)).match
            for call, zone in readings:
                name = _function_name(module, call, functions)
                if name is None and rule.options.functions:
                    continue
                if zone == "utc":
                    report.conforms(rule, call.scope)
                elif zone == "unknown":
                    report.unknown(rule, call.scope)
                else:
                    report.violates(rule, call.node, call.scope, _message(module, call, zone, name))
            for call, chain in _through_helpers(module, functions, wrong) if rule.options.functions else ():
                name = _function_name(module, call, functions)
                message = f"{name}() reads a clock that is not in UTC, through {_text(call)}; use datetime.now(UTC)"
                report.violates(rule, call.node, call.scope, message, related=chain)
        return None


def _message(module: Module, call: CallSite, zone: Zone, function: str | None) -> str:
    what = "a UTC time without its zone" if zone == "naive-utc" else "the local time"
    where = f" in {function}()" if function is not None else ""
    return f"{_text(call)}{where} gives {what}; use datetime.now(UTC)"


def _text(call: CallSite) -> str:
    return f"{ast.unparse(call.node.func)}()"


def _definition(scope: Scope) -> Scope:
    """The function or method that a scope belongs to; the module for code outside of them."""
    current = scope
    while current.parent is not None and not (
        current.kind == "function" and current.parent.kind in ("module", "class")
    ):
        current = current.parent
    return current


def _function_name(module: Module, call: CallSite, matches: Callable[[str], object]) -> str | None:
    """The name of the nearest function around a call that the card is about; defaults of parameters lie in it too."""
    for node in module.ancestors(call.node):
        if isinstance(node, FunctionNode) and matches(node.name):
            return node.name
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            named = (target.id for target in node.targets if isinstance(target, ast.Name) and matches(target.id))
            if (name := next(named, None)) is not None:
                return name
    return None


def _through_helpers(
    module: Module, matches: Callable[[str], object], wrong: Mapping[Scope, CallSite]
) -> Iterator[tuple[CallSite, Chain]]:
    """The calls that lead to a wrong clock through functions of the same module, with the way there."""
    if not wrong:
        return
    functions = {scope.qualname: scope for scope in module.index.functions if _definition(scope) is scope}
    calls: dict[Scope, list[tuple[CallSite, Scope]]] = {}
    for call in module.calls:
        name = (call.symbol or "").removeprefix(f"{module.name}.").replace("()", "")
        if name in functions and not matches(functions[name].name):
            calls.setdefault(_definition(call.scope), []).append((call, functions[name]))
    for scope, made in calls.items():
        if matches(scope.name):
            for call, helper in made:
                chain = _chain(module, helper, calls, wrong, frozenset({scope}))
                if chain is not None:
                    yield call, chain


def _chain(
    module: Module,
    helper: Scope,
    calls: Mapping[Scope, list[tuple[CallSite, Scope]]],
    wrong: Mapping[Scope, CallSite],
    seen: frozenset[Scope],
) -> list[tuple[str, int, str]] | None:
    """The places from a helper to the wrong clock that it reads; None where it reads none."""
    if helper in seen:
        return None
    if helper in wrong:
        call = wrong[helper]
        return [(module.path, call.node.lineno, f"{helper.name}() calls {_text(call)}")]
    for call, further in calls.get(helper, ()):
        rest = _chain(module, further, calls, wrong, seen | {helper})
        if rest is not None:
            return [(module.path, call.node.lineno, f"{helper.name}() calls {_text(call)}"), *rest]
    return None


def _reading(module: Module, call: CallSite) -> Zone | None:
    """What a call tells of the time; None for calls that read no clock."""
    symbol, node = call.symbol, call.node
    if symbol in _FORMATTERS:
        return "local" if len(node.args) <= _FORMATTERS[symbol] and not node.keywords else None
    clock = _CLOCKS.get(symbol) if symbol is not None else None
    if clock is None:
        return None
    if symbol == _CONVERSION and _converts_clock(module, node, call.scope):
        return None
    zone = _zone_given(module, call, clock)
    return _converted(module, call, zone) if zone in _WRONG else zone


def _converts_clock(module: Module, node: ast.Call, scope: Scope) -> bool:
    """Whether a conversion follows a reading of a wrong clock, which is judged together with it."""
    receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
    if not isinstance(receiver, ast.Call):
        return False
    read = CallSite(receiver, scope, module.symbol(receiver.func, scope), name_of(receiver.func))
    clock = _CLOCKS.get(read.symbol or "")
    return clock is not None and _zone_given(module, read, clock) in _WRONG


def _zone_given(module: Module, call: CallSite, clock: Clock) -> Zone:
    if clock.position is None:
        return clock.without
    node = call.node
    if any(isinstance(argument, ast.Starred) for argument in node.args) or any(k.arg is None for k in node.keywords):
        return "unknown"
    if has_arguments_already(module, node.func, call.scope):
        return "unknown"
    given = next((keyword.value for keyword in node.keywords if keyword.arg == clock.keyword), None)
    if given is None and len(node.args) > clock.position:
        given = node.args[clock.position]
    return clock.without if given is None else _zone(module, given, call.scope, clock.without)


def _converted(module: Module, call: CallSite, zone: Zone) -> Zone:
    """What is left of a wrong clock when its value is brought to a zone at once."""
    attribute = module.index.parents.get(call.node)
    outer = module.index.parents.get(attribute) if isinstance(attribute, ast.Attribute) else None
    if not isinstance(attribute, ast.Attribute) or not isinstance(outer, ast.Call) or outer.func is not attribute:
        return zone
    if zone == "local" and attribute.attr == "astimezone":
        given = _zone_given(module, CallSite(outer, call.scope, None, attribute.attr), _CLOCKS[_CONVERSION])
    elif zone == "naive-utc" and attribute.attr == "replace":
        written = next((keyword.value for keyword in outer.keywords if keyword.arg == "tzinfo"), None)
        given = _zone(module, written, call.scope, zone) if written is not None else zone
    else:
        return zone
    return given if given in ("utc", "unknown") else zone


def _zone(module: Module, node: ast.expr, scope: Scope, without: Zone, depth: int = 0) -> Zone:
    """Which zone an expression names."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            return "utc" if node.value.lower() in _UTC_NAMES else "local"
        return without if node.value is None else "unknown"
    symbol = module.symbol(node, scope)
    if symbol in _UTC:
        return "utc"
    if symbol in _LOCAL:
        return "local"
    if isinstance(node, ast.Call):
        return _zone_called(module, node, scope, without)
    if isinstance(node, ast.Name) and depth < _MAXIMAL_DEPTH:
        value = only_value(module, node, scope)
        return _zone(module, *value, without, depth + 1) if value is not None else "unknown"
    return "unknown"


def _zone_called(module: Module, node: ast.Call, scope: Scope, without: Zone) -> Zone:
    symbol = module.symbol(node.func, scope)
    if symbol in _ZONES_BY_NAME and len(node.args) == 1 and isinstance(node.args[0], ast.Constant):
        return _zone(module, node.args[0], scope, without)
    if symbol == "datetime.timezone" and node.args and isinstance(node.args[0], ast.Call):
        offset = node.args[0]
        if module.symbol(offset.func, scope) == "datetime.timedelta":
            values = [*offset.args, *(keyword.value for keyword in offset.keywords)]
            if all(isinstance(value, ast.Constant | ast.UnaryOp) for value in values):
                return "utc" if all(isinstance(v, ast.Constant) and not v.value for v in values) else "local"
    return "unknown"
