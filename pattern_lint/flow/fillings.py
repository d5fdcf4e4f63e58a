"""What comes into things after they were made: `parts.append(x)`, `table["a"] = x`, `self.a = x`."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from ..knowledge.passing import FILLING
from ..lang.python.constants import assigned_in
from ..lang.python.flow import Place
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import FunctionNode, Scope
from ..lang.python.walking import start_of
from ..lang.python.ways import choices
from .inherited import lineage

KEYS = object()
"""Stands in the place of a key for all keys of a mapping themselves."""
PART = object()
"""Stands in the place of a key for an attribute of an object."""


_PROPERTIES = ("property", "cached_property")


class Filling(NamedTuple):
    """Something that is filled with a value, under a key where one is written out."""

    value: ast.expr
    scope: Scope
    at: Place
    key: object = None


class _Table:
    """Fillings by where they go: all of them, and those under each key."""

    def __init__(self) -> None:
        self._all: dict[tuple[Scope, str], list[Filling]] = {}
        self._keyed: dict[tuple[Scope, str, object], list[Filling]] = {}

    def add(self, home: Scope, name: str, filling: Filling) -> None:
        self._all.setdefault((home, name), []).append(filling)
        self._keyed.setdefault((home, name, filling.key), []).append(filling)

    def sort(self) -> None:
        for fillings in (*self._all.values(), *self._keyed.values()):
            fillings.sort(key=_place)

    def under(self, home: Scope, name: str, key: object) -> Iterator[list[Filling]]:
        """What may lie under a key: what was filled in under it, and where no key shows."""
        if key is None:
            yield self._all.get((home, name), [])
        else:
            yield from (self._keyed.get((home, name, each), []) for each in (key, None))


def _place(filling: Filling) -> Place:
    return filling.at


class Fillings:
    """All that is filled in a module: variables by their homes and names, attributes of `self` by their classes."""

    def __init__(self, module: Module) -> None:
        self._variables = _Table()
        self._attributes = _Table()
        self._objects = _Table()
        """What the attributes of variables are set to, all of a variable together."""
        for node, scope in module.of(ast.Assign, ast.AnnAssign, ast.AugAssign):
            assert isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign))
            if node.value is not None:
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    self._assigned(target, node.value, scope)
        for verb in FILLING & module.named_calls.keys():
            for call in module.named_calls[verb]:
                if isinstance(call.node, ast.Call) and isinstance(call.node.func, ast.Attribute):
                    self._called(call.node, call.node.func.value, call.scope)

        for table in (self._variables, self._attributes, self._objects):
            table.sort()

    def of_variable(self, home: Scope, name: str, key: object, start: Place, end: Place | None) -> Iterator[Filling]:
        """What a variable is filled with between two places, under a key where one is said."""
        for fillings in self._variables.under(home, name, key):
            first = bisect_left(fillings, start, key=_place)
            last = bisect_left(fillings, end, key=_place) if end is not None else None
            yield from fillings[first:last]

    def of_attribute(self, owner: Scope, name: str, key: object) -> Iterator[Filling]:
        """What an attribute of a class's instances is filled with."""
        return chain.from_iterable(self._attributes.under(owner, name, key))

    def of_object(self, home: Scope, name: str, start: Place, end: Place) -> Iterator[Filling]:
        """What attributes of a variable are set to between two places."""
        for fillings in self._objects.under(home, name, None):
            yield from fillings[bisect_left(fillings, start, key=_place) : bisect_left(fillings, end, key=_place)]

    def _assigned(self, target: ast.expr, value: ast.expr, scope: Scope) -> None:
        if isinstance(target, ast.Subscript):
            self._add(target.value, Filling(value, scope, start_of(target), key_of(target.slice)))
        elif isinstance(target, ast.Attribute):
            self._add(target, Filling(value, scope, start_of(target)))
            home = scope.home(target.value.id) if isinstance(target.value, ast.Name) else None
            if home is not None:
                self._objects.add(home, name_of(target.value), Filling(value, scope, start_of(target)))

    def _called(self, call: ast.Call, filled: ast.expr, scope: Scope) -> None:
        key = key_of(call.args[0]) if name_of(call.func) == "setdefault" and call.args[1:] else None
        if key is not None:
            self._add(filled, Filling(call.args[1], scope, start_of(call), key))
            return
        for value in call.args:
            self._add(filled, Filling(value, scope, start_of(call)))
        for keyword in call.keywords:
            self._add(filled, Filling(keyword.value, scope, start_of(call), keyword.arg))

    def _add(self, filled: ast.expr, filling: Filling) -> None:
        if isinstance(filled, ast.Name):
            home = filling.scope.home(filled.id)
            if home is not None:
                self._variables.add(home, filled.id, filling)
            filled = standing_for(filled, filling.scope)
        if isinstance(filled, ast.Attribute):
            owner = own_class(filled, filling.scope)
            if owner is not None:
                self._attributes.add(owner, _given_by_property(filled, owner).attr, filling)


def held_by(node: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """The values that the file gives to a variable, or to an attribute of the own object, names between followed.

    What a class does not set its bases may.
    """
    seen: set[tuple[Scope, str]] = set()
    for value, home in choices(node, module, scope):
        owner = own_class(value, home) if isinstance(value, ast.Attribute) else None
        if owner is None or not isinstance(value, ast.Attribute):
            yield value, home
            continue
        value = _given_by_property(value, owner)
        if (owner, value.attr) not in seen:
            seen.add((owner, value.attr))
            homes = (list(given_to(value, each, module)) for each in lineage(owner, module))
            given = next(filter(None, homes), [])
            yield from ((_before(each, module) or each) for each in given)
            yield from [] if given or value is node else [(value, home)]


def _given_by_property(node: ast.Attribute, owner: Scope) -> ast.Attribute:
    """What a property of an object only gives of it, if an attribute is one; else the attribute itself."""
    for method in owner.children:
        if method.name == node.attr and isinstance(method.node, ast.FunctionDef):
            last = method.node.body[-1]
            given = last.value if isinstance(last, ast.Return) else None
            is_property = any(name_of(each) in _PROPERTIES for each in method.node.decorator_list)
            if is_property and isinstance(given, ast.Attribute) and own_class(given, method) is owner:
                return given
    return node


def given_to(node: ast.Attribute, owner: Scope, module: Module) -> Iterator[tuple[ast.expr, Scope]]:
    """What the file sets an attribute of the objects of a class to, as it is written, and what it fills it with."""
    yield from ((each.value, each.scope) for each in module.once(Fillings).of_attribute(owner, node.attr, None))


def _before(given: tuple[ast.expr, Scope], module: Module) -> tuple[ast.expr, Scope] | None:
    """What a variable of a function is assigned that is kept later: `made = Pool(); self._pool = made`."""
    value, scope = given
    is_local = isinstance(value, ast.Name) and scope.function is not None and value.id in scope.bindings
    return assigned_in(module, value, scope) if is_local else None


def standing_for(node: ast.expr, scope: Scope) -> ast.expr:
    """What is meant by a variable that stands for nothing but an attribute of the own object; all else is itself."""
    home = scope.home(node.id) if isinstance(node, ast.Name) else None
    bound = home.bindings[node.id] if home is not None and isinstance(node, ast.Name) else ()
    value = bound[0].value if len(bound) == 1 and bound[0].kind in ("assign", "annotated") else None
    if not isinstance(value, ast.Attribute) or home is None or own_class(value, home) is None:
        return node
    return value


def behind_property(node: ast.expr, scope: Scope) -> ast.expr:
    """The attribute of the own object that a property of it only gives; all else is itself."""
    owner = own_class(node, scope) if isinstance(node, ast.Attribute) else None
    return _given_by_property(node, owner) if owner is not None and isinstance(node, ast.Attribute) else node


def kept_from(module: Module) -> dict[tuple[Scope, str], list[ast.expr]]:
    """What variables are kept under further: attributes of the own object, and names of a `with` that enters them; by
    the home and name of each, asked for once."""
    found: dict[tuple[Scope, str], list[ast.expr]] = {}
    for node, scope in module.of(ast.Assign, ast.AnnAssign, ast.With, ast.AsyncWith):
        for value, targets in _kept(node):
            home = scope.home(value.id) if isinstance(value, ast.Name) else None
            own = [
                each for each in targets if not isinstance(each, ast.Attribute) or own_class(each, scope) is not None
            ]
            if home is not None and isinstance(value, ast.Name) and own:
                found.setdefault((home, value.id), []).extend(own)
    return found


def _kept(node: ast.AST) -> Iterator[tuple[ast.expr | None, list[ast.expr]]]:
    """The values of a statement, each with the attributes that it is set to, or the name by which it is entered."""
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield node.value, [each for each in targets if isinstance(each, ast.Attribute)]
    for item in node.items if isinstance(node, (ast.With, ast.AsyncWith)) else ():
        yield item.context_expr, [item.optional_vars] if isinstance(item.optional_vars, ast.Name) else []


def own_class(node: ast.Attribute, scope: Scope) -> Scope | None:
    """The class whose instance a method asks for an attribute of its own; None for all other attributes."""
    function = scope.function
    if function is None or not function.is_method or not isinstance(function.node, FunctionNode):
        return None
    first = [*function.node.args.posonlyargs, *function.node.args.args][:1]
    is_own = bool(first) and isinstance(node.value, ast.Name) and node.value.id == first[0].arg
    return function.parent if is_own else None


def key_of(node: ast.expr) -> object:
    """The key that is written out; None where it may be any."""
    return node.value if isinstance(node, ast.Constant) else None
