"""What collections hold: their elements, those of what they are made of, what is added to them, and functions give.

A collection that a module binds is told as its name where another one is made of it, and only the project puts them
together: written out, a row of sums that grow by one would be as long as the square of the row.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ...lang.python.constants import constant
from ...lang.python.given_back import given_back
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..definitions.named_classes import is_of_value
from ..functions.callers import taken
from .additions import added_to
from .elements import GIVEN, Element, element_of, owner_of, unknown_element
from .made_of import Part, is_filled, is_open, made_of, parts_filled, yielded

EACH = ".*"
"""How the name of a collection ends whose elements are meant."""
GIVEN_TO = ">"
"""What stands before a function, and before that parameter of it by which it is handed a collection."""
_MOST_HANDED = 100
"""So many elements are told of what a call hands over that has no name: each of many calls may hand over as many."""
_WRITTEN = (ast.List, ast.Tuple, ast.BinOp)
"""How collections are written out, sums of them included."""


def collections_in(module: Module) -> dict[str, tuple[Element, ...]]:
    """What the collections hold that a module binds and its functions give, of those that it binds their names."""
    bound = module.once(_bound)
    given = {
        f"{module.names.qualified(scope)}{GIVEN}": tuple(
            part for value in values for part in _parts(module, value, scope, scope, bound)
        )
        for scope, values in module.once(given_back).items()
        if scope.kind == "function" and all(_is_own_collection(value, scope) for value in values)
    }
    given |= {
        f"{module.names.qualified(scope)}{GIVEN}": tuple(_parts(module, scope.node, scope, scope, bound))
        for scope in module.once(yielded)
        if scope.kind == "function"
    }
    held = {name: tuple(_parts(module, value, module.scope, module.scope, bound)) for value, name in bound.items()}
    return given | held


def parts_of(module: Module, node: ast.expr, scope: Scope, holder: Scope) -> Iterable[Element]:
    """What a collection holds; one of another module by its name, which only the project can follow."""
    return _parts(module, node, scope, holder, {})


def _is_own_collection(value: ast.expr, scope: Scope) -> bool:
    """Whether a function writes a collection out itself, which no other function shares."""
    return isinstance(value, _WRITTEN) or (isinstance(value, ast.Name) and scope.home(value.id) is scope)


def _bound(module: Module) -> dict[ast.expr, str]:
    """The collections that a module binds once and adds nothing to, with their names."""
    return {
        bound[0].value: f"{module.name}.{name}"
        for name, bound in module.scope.bindings.items()
        if len(bound) == 1 and isinstance(bound[0].value, _WRITTEN)
        if (module.scope, name) not in module.once(added_to)
    }


def _parts(
    module: Module,
    whole: ast.AST,
    scope: Scope,
    holder: Scope,
    named: Mapping[ast.expr, str],
    *,
    asks_callers: bool = True,
) -> Collection[Element]:
    """The elements of a collection in their order, each once; those of what has a name by that name, and of what a
    function is handed, where its callers are not asked, by the parameter."""
    found: dict[Element, None] = {}
    waiting = [Part(whole, scope)] if isinstance(whole, ast.expr) else module.once(yielded)[scope][::-1]
    seen: set[tuple[ast.expr, bool, bool]] = set()
    while waiting:
        part = waiting.pop()
        if not part.is_collection:
            found[element_of(module, part.node, part.scope, holder)] = None
            continue
        node, filled = constant(module, part.node, part.scope), is_filled(part.node, module, part.scope)
        if (node, part.is_added, filled) in seen:
            continue
        seen.add((node, part.is_added, filled))
        if node in named and node is not whole:
            found[Element(named[node] + EACH, owner_of(module, holder), *module.span(node))] = None
            continue
        handed = None if asks_callers or filled else _handed(node, part.scope, holder, module)
        if handed is not None:
            found[handed] = None
            continue
        inner = parts_filled(part, module) if filled else made_of(part._replace(node=node), module)
        if inner is None:
            found[_by_name(part.node if filled else node, part.scope, holder, module)] = None
        if inner and is_open(part, module):
            found[_handed(node, part.scope, holder, module) or unknown_element(module, node, holder)] = None
        waiting.extend(reversed(inner or ()))
    return found


def _by_name(node: ast.expr, scope: Scope, holder: Scope, module: Module) -> Element:
    """A collection that shows no elements: one of another module or function by its name, any other is not known."""
    is_changed = is_filled(node, module, scope)
    handed = None if is_changed else _handed(node, scope, holder, module)
    symbol = None if is_changed else _named(module, node, scope)
    if handed is not None or symbol is None or is_of_value(symbol.removesuffix(GIVEN)):
        return handed or unknown_element(module, node, holder)
    return Element(symbol + EACH, owner_of(module, holder), *module.span(node))


def _handed(node: ast.expr, scope: Scope, holder: Scope, module: Module) -> Element | None:
    """A collection that a function is handed, by its parameter: the project knows who calls it."""
    parameter = taken(node, module, scope)
    if parameter is None:
        return None
    name = f"{GIVEN_TO}{module.names.qualified(parameter.function)}{GIVEN_TO}{parameter.name}{EACH}"
    return Element(name, owner_of(module, holder), *module.span(node))


def handed_over(module: Module) -> Iterator[tuple[str, dict[str, tuple[tuple[Any, ...], ...]]]]:
    """What calls of the project hand over that may be a collection, each by its place or keyword; plain data."""
    bound = module.once(_bound)
    for call in module.calls:
        symbol = call.symbol
        if symbol is None or symbol[: symbol.find(".")] not in module.roots:
            continue
        given = [*enumerate(call.node.args), *((word.arg, word.value) for word in call.node.keywords)]
        held = {
            str(place): tuple(map(tuple, _handed_parts(module, value, call.scope, bound)))
            for place, value in given
            if not isinstance(value, (ast.Constant, ast.JoinedStr, ast.Lambda, ast.Starred))
        }
        if held or any(isinstance(value, ast.Starred) for _, value in given):
            yield symbol, held


def _handed_parts(module: Module, value: ast.expr, scope: Scope, bound: Mapping[ast.expr, str]) -> Iterable[Element]:
    found = _parts(module, value, scope, scope, bound, asks_callers=False)
    return found if len(found) <= _MOST_HANDED else [unknown_element(module, value, scope)]


def _named(module: Module, node: ast.expr, scope: Scope) -> str | None:
    """What has a collection, by its name; of one that a function of the project gives that of the function."""
    if isinstance(node, ast.Call):
        function = (module.symbol(node.func, scope) or "").replace("().", ".")
        is_ours = function[: function.find(".")] in module.roots
        return f"{function}{GIVEN}" if is_ours and not is_of_value(function) else None
    return module.symbol(node, scope) if isinstance(node, (ast.Name, ast.Attribute)) else None
