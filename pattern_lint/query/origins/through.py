"""Names that come to a call by way of functions of the project, which hand on what they are given."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...config.globs import looks_like
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Scope
from ..calls.calls import CallTable
from ..calls.readied import readied
from ..calls.several import values_of
from ..functions.callers import taken
from ..naming.meant import MeantNames
from ..naming.names import name_set
from ..naming.shown import mentioned
from .elements import Element, element_of, owner_of

BY = ">>"
"""What stands before a function, and before that parameter of it which it hands on."""


CONSTRUCTOR = "__init__"


class Through(NamedTuple):
    """A call of a function that may hand on what it is given; plain data."""

    symbol: str
    name: str
    given: dict[str, tuple[tuple[object, ...], ...]] | None
    """What it is given by place or keyword, as far as it shows; None where somebody else calls it."""


def by_parameter(node: ast.expr, scope: Scope, holder: Scope, globs: tuple[str, ...], module: Module) -> Element | None:
    """A name that the function around, of such a name itself, is given for one of its parameters."""
    parameter = taken(node, module, scope) if globs else None
    if parameter is None or not any(map(looks_like(globs), _called(parameter.function))):
        return None
    name = f"{BY}{module.names.qualified(parameter.function)}{BY}{parameter.name}"
    return Element(name, owner_of(module, holder), *module.span(node))


def _called(function: Scope) -> tuple[str, ...]:
    """The names by which a function is called: a constructor by that of its class, too."""
    owner = function.owner if function.name == CONSTRUCTOR else None
    return (function.name,) if owner is None else (function.name, owner.name)


class Handing:
    """The functions of the project that may hand on what they are given, by globs of their names."""

    def __init__(self, globs: tuple[str, ...]) -> None:
        self._names = name_set(tuple(f"*.{glob}" for glob in globs))
        self._calls = CallTable([(True, self._names)])
        self._globs = globs
        self._handed = MeantNames([glob for glob in globs if glob != CONSTRUCTOR])

    def __bool__(self) -> bool:
        return bool(self._globs)

    def told(self, module: Module) -> Iterator[Through]:
        """The calls of such functions in a file, and where others are handed them to be called."""
        made = [(call, call.node) for _, call, _ in self._calls.matches(module)]
        ready = [(each.call, each.partial) for each in readied(self._names, module)]
        for call, shown in (*made, *ready):
            if isinstance(call, CallSite) and isinstance(call.node, ast.Call) and _may_be_ours(call.symbol, module):
                yield Through(call.symbol or "", call.name, _given(call, shown, self._globs, module))
        prepared = {node.args[0] for _, node in ready if isinstance(node, ast.Call)}
        handed = frozenset(self._handed.shown(mentioned, module))
        for call in module.calls if handed else ():
            for value in call.node.args:
                is_name = value.__class__ is ast.Attribute or value.__class__ is ast.Name
                if is_name and name_of(value) in handed and value not in prepared:
                    symbol = module.symbol(value, call.scope)
                    if _may_be_ours(symbol, module):
                        yield Through(symbol or "", name_of(value), None)


def _may_be_ours(symbol: str | None, module: Module) -> bool:
    return symbol is None or symbol[: symbol.find(".")] in module.roots


def _given(
    call: CallSite, shown: ast.AST, globs: tuple[str, ...], module: Module
) -> dict[str, tuple[tuple[object, ...], ...]] | None:
    node, scope = call.node, call.scope
    if any(isinstance(each, ast.Starred) for each in node.args):
        return None
    given = [*enumerate(node.args), *((word.arg, word.value) for word in node.keywords if word.arg is not None)]
    found = (
        (str(place), [*_elements(value, scope, shown, globs, module)])
        for place, value in given
        if not isinstance(value, (ast.Dict, ast.Lambda, ast.List))
    )
    return {place: tuple(map(tuple, elements)) for place, elements in found if any(each.name for each in elements)}


def _elements(
    value: ast.expr, scope: Scope, shown: ast.AST, globs: tuple[str, ...], module: Module
) -> Iterator[Element]:
    span = module.span(shown)
    for each, home in values_of(value, module, scope):
        found = by_parameter(each, home, scope, globs, module) or element_of(module, each, home, scope)
        yield found.shown_at(span)
