"""What collections hold: their elements, those of what they are made of, what is added to them, and functions give.

A collection that a module binds is told as its name where another one is made of it, and only the project puts them
together: written out, a row of sums that grow by one would be as long as the square of the row.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ...lang.python.constants import constant, elements
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..definitions.named_classes import is_of_value
from .additions import added_to
from .elements import GIVEN, Element, element_of, owner_of, unknown_element

EACH = ".*"
"""How the name of a collection ends whose elements are meant."""
_COPYING = frozenset(f"builtins.{name}" for name in ("list", "tuple", "sorted"))
_WRITTEN = (ast.List, ast.Tuple, ast.BinOp)
"""How collections are written out, sums of them included."""


class _Part(NamedTuple):
    """Something that a collection is made of."""

    node: ast.expr
    scope: Scope
    is_collection: bool = True
    """Whether its elements are meant."""
    is_added: bool = False
    """Whether it is added to another one: then it is not followed where something is added to it in turn."""


def collections_in(module: Module) -> dict[str, tuple[Element, ...]]:
    """What the collections hold that a module binds and its functions give, of those that it binds their names."""
    bound = module.once(_bound)
    given = {
        f"{module.names.qualified(scope)}{GIVEN}": tuple(
            part for value in values for part in _parts(module, value, scope, scope, bound)
        )
        for scope, values in module.returned.items()
        if scope.kind == "function" and all(_is_own_collection(value, scope) for value in values)
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
        if name not in module.once(added_to)
    }


def _parts(
    module: Module, whole: ast.expr, scope: Scope, holder: Scope, named: Mapping[ast.expr, str]
) -> Iterable[Element]:
    """The elements of a collection in their order, each once; those of what has a name by that name."""
    found: dict[Element, None] = {}
    waiting: list[_Part] = [_Part(whole, scope)]
    seen: set[tuple[ast.expr, bool, bool]] = set()
    while waiting:
        part = waiting.pop()
        if not part.is_collection:
            found[element_of(module, part.node, part.scope, holder)] = None
            continue
        node, is_filled = constant(module, part.node, part.scope), _is_filled(part.node, module)
        if (node, part.is_added, is_filled) in seen:
            continue
        seen.add((node, part.is_added, is_filled))
        if node in named and node is not whole:
            found[Element(named[node] + EACH, owner_of(module, holder), *module.span(node))] = None
            continue
        inner = _filled(part, module) if is_filled else _made_of(part._replace(node=node), module)
        if inner is None:
            found[_by_name(part.node if is_filled else node, part.scope, holder, module)] = None
        waiting.extend(reversed(inner or ()))
    return found


def _is_filled(node: ast.expr, module: Module) -> bool:
    """Whether something is added to a collection after it was made."""
    return isinstance(node, ast.Name) and node.id in module.once(added_to)


def _made_of(part: _Part, module: Module) -> list[_Part] | None:
    """What a collection is made of; None where that does not show."""
    node, scope = part.node, part.scope
    if isinstance(node, ast.Call) and len(node.args) == 1 and module.symbol(node.func, scope) in _COPYING:
        return [part._replace(node=node.args[0])]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [part._replace(node=node.left), part._replace(node=node.right)]
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return [
            part._replace(node=each.value) if isinstance(each, ast.Starred) else _Part(each, scope, is_collection=False)
            for each in node.elts
        ]
    shown = elements(module, node, scope) if isinstance(node, (ast.Call, ast.Dict)) else None
    return [_Part(each, scope, is_collection=False) for each in shown] if shown is not None else None


def _filled(part: _Part, module: Module) -> list[_Part] | None:
    """What a collection holds to which something is added, if it is made of elements and each addition shows."""
    assert isinstance(part.node, ast.Name)
    home, added = part.scope.home(part.node.id), module.once(added_to)[part.node.id]
    bound = home.bindings[part.node.id] if home is not None else ()
    made = [each.value for each in bound if not isinstance(each.node, ast.AugAssign)]
    is_shown = all(each.scope.home(part.node.id) is home and not _is_place(each.added, module) for each in added)
    if home is None or part.is_added or not is_shown:
        return None
    if len(made) != 1 or not isinstance(made[0], (ast.List, ast.Set, ast.Tuple)):
        return None
    first = _Part(made[0], home, is_added=True)
    return [first, *(_Part(each.added, each.scope, each.is_collection, is_added=True) for each in added)]


def _is_place(added: ast.expr, module: Module) -> bool:
    """Whether something says where in a collection something else is put."""
    return isinstance(module.index.parents.get(added), ast.Subscript)


def _by_name(node: ast.expr, scope: Scope, holder: Scope, module: Module) -> Element:
    """A collection that shows no elements: one of another module or function by its name, any other is not known."""
    symbol = None if _is_filled(node, module) else _named(module, node, scope)
    if symbol is None or is_of_value(symbol.removesuffix(GIVEN)):
        return unknown_element(module, node, holder)
    return Element(symbol + EACH, owner_of(module, holder), *module.span(node))


def _named(module: Module, node: ast.expr, scope: Scope) -> str | None:
    """What has a collection, by its name; of one that a function of the project gives that of the function."""
    if isinstance(node, ast.Call):
        function = (module.symbol(node.func, scope) or "").replace("().", ".")
        is_ours = function[: function.find(".")] in module.roots
        return f"{function}{GIVEN}" if is_ours and not is_of_value(function) else None
    return module.symbol(node, scope) if isinstance(node, (ast.Name, ast.Attribute)) else None
