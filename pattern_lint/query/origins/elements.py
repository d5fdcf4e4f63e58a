"""Collections of names: what is written out in them, added to them, given by a function, or held by another module."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from ...lang.python.constants import constant, elements
from ...lang.python.module import Module, Span
from ...lang.python.scopes import Scope
from ..answers import Condition
from ..definitions.named_classes import is_of_value
from ..expressions.constants import constant_of
from ..naming.names import last_name
from .additions import added_to

OF_INSTANCE = re.compile(r"(?P<cls>[\w.]+)\(\)\.(?P<name>[A-Z][A-Z\d_]*)")
"""A constant of a class, asked of an instance."""
EACH = ".*"
"""How the name of a collection ends whose elements are meant."""
GIVEN = "()"
"""How the name of a function ends where what it gives is meant."""
_COPYING = frozenset(f"builtins.{name}" for name in ("list", "tuple", "sorted"))
_WRITTEN = (ast.List, ast.Tuple, ast.BinOp)
"""How collections are written out, sums of them included."""


class Element(NamedTuple):
    """A name of a set, with the place where it comes in; plain data."""

    name: str
    """A symbol, or a text in quotes; empty where it is not known."""
    owner: str
    line: int
    column: int
    end_line: int
    end_column: int
    when: tuple[Condition, ...] = ()
    """What must be true of the project for it to be one."""

    @property
    def span(self) -> Span:
        return (self.line, self.column, self.end_line, self.end_column)


_Known: TypeAlias = dict[tuple[ast.expr, bool], tuple[Element, ...]]
"""What collections hold that were looked at before, each of them once: sums of sums double with each step."""


def each_of(
    module: Module, node: ast.expr, scope: Scope, holder: Scope, known: _Known, *, is_added: bool = False
) -> Iterable[Element]:
    """What a collection holds; one of another module by its name, which only the project can follow.

    What `is_added` to another is not followed any further where something is added to it in turn.
    """
    if isinstance(node, ast.Name) and module.once(added_to).get(node.id):
        return [unknown(module, node, holder)] if is_added else _filled(module, node, scope, holder, known)
    node = constant(module, node, scope)
    key = node, is_added
    if key not in known:
        known[key] = ()  # what is made of itself holds nothing more by that
        known[key] = tuple(dict.fromkeys(_held_by(module, node, scope, holder, known, is_added=is_added)))
    return known[key]


def _held_by(
    module: Module, node: ast.expr, scope: Scope, holder: Scope, known: _Known, *, is_added: bool
) -> Iterator[Element]:
    if isinstance(node, ast.Call) and len(node.args) == 1 and module.symbol(node.func, scope) in _COPYING:
        yield from each_of(module, node.args[0], scope, holder, known, is_added=is_added)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from each_of(module, node.left, scope, holder, known, is_added=is_added)
        yield from each_of(module, node.right, scope, holder, known, is_added=is_added)
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        for part in node.elts:
            if isinstance(part, ast.Starred):
                yield from each_of(module, part.value, scope, holder, known, is_added=is_added)
            else:
                yield element_of(module, part, scope, holder)
    else:
        is_known = isinstance(node, (ast.Call, ast.Dict))
        found = elements(module, node, scope) if is_known else None
        symbol = _named(module, node, scope)
        if found is not None:
            yield from (element_of(module, each, scope, holder) for each in found)
        elif symbol is not None and not is_of_value(symbol.removesuffix(GIVEN)):
            yield Element(symbol + EACH, owner_of(module, holder), *module.span(node))
        else:
            yield unknown(module, node, holder)


def _named(module: Module, node: ast.expr, scope: Scope) -> str | None:
    """What has a collection, by its name; of one that a function of the project gives that of the function."""
    if isinstance(node, ast.Call):
        function = (module.symbol(node.func, scope) or "").replace("().", ".")
        is_ours = function[: function.find(".")] in module.roots
        return f"{function}{GIVEN}" if is_ours and not is_of_value(function) else None
    return module.symbol(node, scope) if isinstance(node, (ast.Name, ast.Attribute)) else None


def _filled(module: Module, node: ast.Name, scope: Scope, holder: Scope, known: _Known) -> Iterator[Element]:
    """What a collection holds to which something is added, as far as it is made of elements and each is shown."""
    home, added = scope.home(node.id), module.once(added_to)[node.id]
    bound = home.bindings[node.id] if home is not None else ()
    made = [each.value for each in bound if not isinstance(each.node, ast.AugAssign)]
    is_shown = all(each.scope.home(node.id) is home and not _is_place(each.added, module) for each in added)
    if home is None or len(made) != 1 or not (is_shown and isinstance(made[0], (ast.List, ast.Set, ast.Tuple))):
        yield unknown(module, node, holder)
        return
    yield from each_of(module, made[0], home, holder, known, is_added=True)
    for each in added:
        if each.is_collection:
            yield from each_of(module, each.added, each.scope, holder, known, is_added=True)
        else:
            yield element_of(module, each.added, each.scope, holder)


def _is_place(added: ast.expr, module: Module) -> bool:
    """Whether something says where in a collection something else is put."""
    return isinstance(module.index.parents.get(added), ast.Subscript)


def collections_in(module: Module) -> dict[str, tuple[Element, ...]]:
    """What the collections hold that a module binds, and those that its functions give."""
    known: _Known = {}
    given = {
        f"{module.names.qualified(scope)}{GIVEN}": tuple(
            part for value in values for part in each_of(module, value, scope, scope, known)
        )
        for scope, values in module.returned.items()
        if scope.kind == "function" and all(_is_own_collection(value, scope) for value in values)
    }
    return given | {
        f"{module.name}.{name}": tuple(each_of(module, bound[0].value, module.scope, module.scope, known))
        for name, bound in module.scope.bindings.items()
        if len(bound) == 1 and isinstance(bound[0].value, _WRITTEN)
        if name not in module.once(added_to)
    }


def _is_own_collection(value: ast.expr, scope: Scope) -> bool:
    """Whether a function writes a collection out itself, which no other function shares."""
    return isinstance(value, _WRITTEN) or (isinstance(value, ast.Name) and scope.home(value.id) is scope)


def element_of(module: Module, node: ast.expr, scope: Scope, holder: Scope) -> Element:
    value = constant_of(constant(module, node, scope))
    place = module.span(node)
    if isinstance(value, str):
        return Element(repr(value), owner_of(module, holder), *place)
    if isinstance(node, ast.Tuple) and node.elts:
        return element_of(module, node.elts[0], scope, holder)
    symbol = module.symbol(node, scope) or ""
    is_made = symbol.endswith(GIVEN) and not last_name(symbol).lstrip("_")[:1].isupper()
    name = symbol if is_made else symbol.removesuffix(GIVEN)  # what a function gives has no name of its own
    is_step = is_of_value(name) and OF_INSTANCE.fullmatch(name) is None
    is_value = is_step or name.startswith("builtins.")
    return Element("" if is_value else name, owner_of(module, holder), *place)


def unknown(module: Module, node: ast.AST, scope: Scope) -> Element:
    return Element("", owner_of(module, scope), *module.span(node))


def owner_of(module: Module, scope: Scope | None) -> str:
    owner = scope.owner if scope is not None else None
    return module.names.qualified(owner) if owner is not None else ""
