"""The bindings of names that count at a place, as steps that many places share: so work grows with the code."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..lang.python.constants import assigned_in, constant
from ..lang.python.flow import Place
from ..lang.python.loops import run_over
from ..lang.python.module import Module
from ..lang.python.own_names import NEW_TYPES
from ..lang.python.scopes import Binding, Scope
from ..lang.python.walking import start_of
from .fillings import Fillings, given_to, own_class

_COPIES = [f"builtins.{name}" for name in ("list", "tuple", "set", "frozenset", "sorted", "reversed")]
_HANDING_ON = frozenset((*_COPIES, *NEW_TYPES, "textwrap.dedent", "inspect.cleandoc"))
"""What copies a collection, or gives a text that it is given: as another type, or without its indentation."""
_COLLECTED = (ast.List, ast.Tuple, ast.ListComp)


_FIRST, _LAST = (0, 0), (sys.maxsize, 0)


class Bound(NamedTuple):
    """What one binding gives."""

    binding: Binding
    home: Scope
    name: str
    key: object = None


class Held(NamedTuple):
    """What a name holds by one of its bindings, from the first to the last of those that count at a place."""

    home: Scope
    name: str
    first: int
    last: int
    key: object = None


class Bindings:
    """The bindings of a module's names, in the order of the text."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._own: dict[tuple[Scope, str], tuple[list[Binding], dict[int, int]]] = {}

    def reaching(self, node: ast.Name, scope: Scope, key: object = None) -> Held | Bound | None:
        """What a name holds at a place; None where nothing in the module binds it."""
        reached = self._module.names.reached(node.id, node, scope)
        if reached is None:
            return None
        home, bindings = reached
        _, places = self._ordered(home, node.id)
        last, first = places.get(id(bindings[0])), places.get(id(bindings[-1]))
        if first is None or last is None:
            return Bound(bindings[0], home, node.id, key)
        return Held(home, node.id, first, last, key)

    def latest(self, held: Held) -> Bound:
        """The last of some bindings."""
        own, _ = self._ordered(held.home, held.name)
        return Bound(own[held.last], held.home, held.name, held.key)

    def following(self, held: Held) -> Binding | None:
        """The binding behind some in the text."""
        own, _ = self._ordered(held.home, held.name)
        return own[held.last + 1] if held.last + 1 < len(own) else None

    def _ordered(self, home: Scope, name: str) -> tuple[list[Binding], dict[int, int]]:
        """The bindings of a name, those of comprehensions aside, and the place of each."""
        if (home, name) not in self._own:
            own = [each for each in home.bindings[name] if each.node.__class__ is not ast.comprehension]
            own.sort(key=lambda each: start_of(each.node))
            self._own[home, name] = own, {id(binding): place for place, binding in enumerate(own)}
        return self._own[home, name]


def steps_before(held: Held) -> Iterator[Held]:
    """What the name holds by the bindings before the last one."""
    if held.last > held.first:
        yield held._replace(last=held.last - 1)


def values_behind(starts: Iterable[tuple[ast.expr, Scope]], module: Module) -> Iterator[tuple[ast.expr, Scope]]:
    """The expressions whose values some expressions may have, through names and choices, each of them once.

    `ways.choices` says it of one expression; this of all that somebody asks about, which may share much of their way.
    """
    bindings = module.once(Bindings)
    pending: list[tuple[ast.expr, Scope] | Held | Bound] = []
    pending += reversed([*starts])
    seen: set[object] = set()
    until: dict[tuple[Scope, str], Place] = {}
    while pending:
        item = pending.pop()
        key = item if isinstance(item, (Held, Bound)) else item[0]
        if key in seen:
            continue
        seen.add(key)
        if isinstance(item, Held):
            pending += [*steps_before(item), bindings.latest(item)]
        elif isinstance(item, Bound):
            pending += _given_by(item, bindings, module)
        else:
            node, scope = item
            below = _choices(node) or _copied(node, scope, module)
            held = bindings.reaching(node, scope) if isinstance(node, ast.Name) else None
            pending += [(each, scope) for each in below[::-1]]
            if held is not None and isinstance(node, ast.Name):
                pending += [*_added(node, scope, module, until), held]
            kept = list(_kept(node, scope, module)) if isinstance(node, ast.Attribute) else []
            pending += kept
            if not below and held is None and not kept:
                yield node, scope


def _given_by(bound: Bound, bindings: Bindings, module: Module) -> Iterator[tuple[ast.expr, Scope] | Held | Bound]:
    """What a binding gives to its name; one that adds elements leaves those that were there, and a loop over a
    collection that is written out gives its elements."""
    node, value = bound.binding.node, bound.binding.value
    if bound.binding.kind in ("assign", "annotated") and value is not None:
        yield value, bound.home
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and isinstance(node.value, _COLLECTED):
        before = bindings.reaching(node.target, bound.home)
        yield from [before] if before is not None else []
        yield node.value, bound.home
    elif bound.binding.kind == "iter" and isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
        target, over = run_over(node)
        written = constant(module, over, bound.home) if isinstance(target, ast.Name) else None
        yield from [(written, bound.home)] if isinstance(written, (ast.List, ast.Tuple, ast.Set)) else []


def _copied(node: ast.expr, scope: Scope, module: Module) -> list[ast.expr]:
    """What a collection is made of that has the same elements, and what is handed on as it is."""
    is_copy = isinstance(node, ast.Call) and len(node.args) == 1 and module.symbol(node.func, scope) in _HANDING_ON
    return node.args if isinstance(node, ast.Call) and is_copy else []


def _added(
    node: ast.Name, scope: Scope, module: Module, until: dict[tuple[Scope, str], Place]
) -> Iterator[tuple[ast.expr, Scope]]:
    """What a collection is filled with before it is used, behind the place `until` which that is known."""
    home = scope.home(node.id)
    if home is None:
        return
    first = until.get((home, node.id), _FIRST)
    end = start_of(node) if home is scope else _LAST
    if first < end:
        until[home, node.id] = end
        for filling in module.once(Fillings).of_variable(home, node.id, None, first, end):
            if filling.key is None:
                yield filling.value, filling.scope


def _kept(node: ast.Attribute, scope: Scope, module: Module) -> Iterator[tuple[ast.expr, Scope]]:
    """What an attribute of the own object, or of a class of the module, is given."""
    own = assigned_in(module, node, scope)
    if own is not None:
        yield own
    elif (owner := own_class(node, scope)) is not None:
        yield from given_to(node, owner, module)


def _choices(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.BoolOp):
        return node.values
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return node.elts
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        sides = [node.left, node.right]
        return sides if any(isinstance(each, _COLLECTED) for each in sides) else []
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        return [node.elt]
    return [node.value] if isinstance(node, (ast.NamedExpr, ast.Await, ast.Starred)) else []
