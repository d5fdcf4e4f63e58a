"""Functions that surely give something of `@given-elsewhere`, or a time without a zone, and constants that hold such or
texts of `@held-elsewhere`, so that cards may ask of those of other modules, too."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...config.globs import Like, looks_like
from ...flow.ties import dotted
from ...knowledge.words import listed, table
from ...lang.python.catching import is_handed_on
from ...lang.python.constants import constant
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...lang.python.ways import choices
from ..expressions.parts import symbols_within
from ..expressions.statuses import status_of
from ..naming.names import Asked, NameSet, name_set
from ..naming.shown import called
from .zones import NAIVE_TIME, zone_of

_HOLDING = frozenset({ast.Tuple, ast.List, ast.BinOp, ast.Call})
"""What holds others that are named in it."""
_STILL_TIMES = frozenset({"replace", "astimezone", "isoformat"})
"""Methods of a time that give it again, in another way or as a text of itself."""


@table
def _wanted() -> NameSet:
    return name_set(listed("given-elsewhere"))


def givers(module: Module) -> dict[str, tuple[str, ...]]:
    """The functions of a module, each with what of the list it gives, whichever way it takes, and the constants of it
    and its classes, each with what of the list stands in it."""
    calls = (call for name in _wanted().shown(called, module) for call in module.named_calls[name])
    making = {*(call.scope.function for call in calls), *_reading(module)}
    found = [(scope, _given(scope, module)) for scope in (module.returned if making else ()) if scope in making]
    told = {module.names.qualified(scope): given for scope, given in found}
    told.update(_held(module))
    told.update(_numbers(module))
    told.update(_texts(module))
    return {name: tuple(sorted(given)) for name, given in told.items() if given}


def _reading(module: Module) -> Iterator[Scope | None]:
    """The functions that give attributes of which the list speaks; only where all parts of one occur."""
    paths = [path for path in _attributes() if path <= module.mentioned]
    wanted = frozenset().union(*paths)
    for scope, values in module.returned.items() if paths else ():
        found = (node for value in values for node, _ in _ways(value, module, scope))
        if any(isinstance(node, ast.Attribute) and node.attr in wanted for node in found):
            yield scope


@table
def _attributes() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(name[2:].split(".")) for name in listed("given-elsewhere") if name.startswith("*."))


def _held(module: Module) -> Iterator[tuple[str, set[str]]]:
    """The tuples and lists that a module or its classes keep, or add to others, each with what of the list it holds."""
    wanted = (_wanted().last_names or frozenset()) & module.index.mentioned
    for scope in module.index.scopes if wanted else ():
        for name, bound in scope.bindings.items() if scope.kind in ("module", "class") else ():
            value = bound[0].value if len(bound) == 1 else None
            held = [each for each in _held_names(value) if each.id in wanted] if value.__class__ in _HOLDING else ()
            if held:
                given = (found for each in held for found in _of_list(each, module, scope))
                yield f"{module.names.qualified(scope)}.{name}", set(given)


def _held_names(value: ast.expr | None) -> Iterator[ast.Name]:
    """The names in a collection, in those that it is added from, and in what a call is given by position."""
    if isinstance(value, ast.Name):
        yield value
        return
    if isinstance(value, ast.BinOp):
        inner = [value.left, value.right]
    elif isinstance(value, ast.Call):
        inner = value.args
    else:
        inner = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
    for each in inner:
        yield from _held_names(each)


def _numbers(module: Module) -> Iterator[tuple[str, set[str]]]:
    """The constants that a module or its classes keep, and that are one of the numbers of the list."""
    wanted = {int(name): name for name in listed("given-elsewhere") if name.isdecimal()}
    for scope in module.index.scopes:
        for name, bound in scope.bindings.items() if scope.kind != "function" else ():
            value = bound[0].value if len(bound) == 1 else None
            if value.__class__ is ast.Constant or value.__class__ is ast.Attribute:
                number = value.value if isinstance(value, ast.Constant) else status_of(module.symbol(value, scope))
                if number.__class__ is int and number in wanted:
                    yield f"{module.names.qualified(scope)}.{name}", {wanted[number]}


def _texts(module: Module) -> Iterator[tuple[str, set[str]]]:
    """The texts and collections of texts that a module or its classes keep, or that its functions always give, as far
    as they are of the list."""
    wanted = {text for text in module.texts if _is_held(text)}
    for scope in module.index.scopes if wanted else ():
        for name, bound in scope.bindings.items() if scope.kind != "function" else ():
            if len(bound) == 1 and (texts := wanted.intersection(_texts_in(bound[0].value))):
                yield f"{module.names.qualified(scope)}.{name}", texts
    for scope, values in module.returned.items() if wanted else ():
        if len(values) == 1 and (texts := wanted.intersection(_texts_in(values[0]))):
            yield module.names.qualified(scope), texts


def _texts_in(value: ast.expr | None) -> Iterator[str]:
    """A text, or those in a collection."""
    for each in value.elts if isinstance(value, (ast.Tuple, ast.List, ast.Set)) else [value]:
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


@table
def _held_texts() -> Like:
    return looks_like(listed("held-elsewhere"))


def _is_held(text: str) -> bool:
    return "." in text and _held_texts()(text)


def _given(scope: Scope, module: Module) -> set[str]:
    """What occurs in all that a function gives, texts in its stead aside; nothing where one way has none of it."""
    given = set[str]()
    for value in module.returned[scope]:
        for node, home in _ways(value, module, scope):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                continue
            if is_handed_on(node.func if isinstance(node, ast.Call) else node, home):
                return set()  # whoever calls it decides; its annotation says the least of it
            of_list = set(_of_list(node, module, home))
            if not of_list:
                return set()
            given |= of_list
    return given


def _ways(value: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """What a value may be; in place of a text what fills its holes, if these are nothing but attributes."""
    for node, home in choices(value, module, scope):
        holes = [each.value for each in getattr(node, "values", ()) if isinstance(each, ast.FormattedValue)]
        filling = [way for hole in holes for way in choices(hole, module, home)]
        is_read = bool(filling) and all(isinstance(each, (ast.Attribute, ast.Constant)) for each, _ in filling)
        yield from filling if is_read else [(node, home)]


def _of_list(node: ast.expr, module: Module, scope: Scope) -> Iterator[str]:
    itself = dotted(node) if isinstance(node, ast.Attribute) else module.symbol(node, scope)
    for symbol in (itself, *symbols_within(node, module, scope)):
        if symbol is not None and _wanted().match(Asked(symbol), module.roots).holds:
            yield symbol
    clock = _clock_of(node, module, scope)
    if clock is not None and (zone_of(module, clock, scope) or "").startswith("naive"):
        yield NAIVE_TIME


def _clock_of(node: ast.expr, module: Module, scope: Scope) -> ast.Call | None:
    """The call that a time comes from; a day, a number or a text that is made of it is no time."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _STILL_TIMES:
        node = constant(module, node.func.value, scope)
    return node if isinstance(node, ast.Call) else None
