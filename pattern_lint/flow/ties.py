"""What two calls have in common: the thing that one of them begins and the other ends."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Literal, TypeAlias

from ..knowledge.passing import FILLING
from ..lang.python.assigning import targets_of
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import FunctionNode, Scope
from ..lang.python.unparsed import unparsed
from ..lang.python.walking import nodes_in
from .fillings import standing_for
from .graph import Point, point_of

Tie: TypeAlias = Literal["receiver", "result", "argument", "arguments", "nothing"]
ANYTHING = "*"
"""The key where two calls need nothing in common."""
_VALUES = "values"
_PROPERTIES = ("property", "cached_property")
_COPIES = ("list", "tuple", "set", "reversed", "sorted")


def key_of_begin(call: ast.Call, tie: Tie, module: Module) -> str | None:
    """By what the end of something that a call begins is known; None where it has no name."""
    if tie == "nothing":
        return ANYTHING
    if tie == "receiver":
        return _receiver(call)
    if tie in ("argument", "arguments"):
        return _first_given(call)
    child: ast.AST = call
    for parent in module.ancestors(call):
        if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
            return dotted(parent.targets[0])
        if isinstance(parent, (ast.AnnAssign, ast.NamedExpr)):
            return dotted(parent.target)
        if not isinstance(parent, (ast.Await, ast.NamedExpr)) or child is None:
            return None
        child = parent
    return None


def keys_of_end(call: ast.Call, tie: Tie) -> frozenset[str]:
    """What a call may end."""
    if tie == "nothing":
        return frozenset({ANYTHING})
    first = [_first_given(call)]
    found = {"receiver": [_receiver(call)], "argument": first, "arguments": first, "result": [_receiver(call), *first]}[
        tie
    ]
    return frozenset(key for key in found if key is not None)


def _first_given(call: ast.Call) -> str | None:
    """What a call is given first, as it is written; None for what may be another one each time."""
    first = next(iter([*call.args, *(keyword.value for keyword in call.keywords)]), None)
    if first is None or any(isinstance(each, (ast.Call, ast.Starred, ast.Lambda)) for each in nodes_in(first)):
        return None
    return dotted(first) or unparsed(first)


def attributes_behind(name: str, scope: Scope) -> Iterator[ast.Attribute]:
    """The attributes of the object that a local name stands for, or of whose elements it is one."""
    for binding in scope.bindings.get(name, ()):
        value = _collection(binding.value) if binding.kind == "iter" else binding.value
        if isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name) and value.value.id == "self":
            yield value


def other_names(attribute: str, owner: Scope, module: Module) -> Collection[str]:
    """The attributes that a property of that name gives, the properties that give an attribute of that name, and the
    collections of the object that hold it: who ends what these hold ends it, too."""
    return module.once(_names_by_class)(owner).get(attribute, ())


def _names_by_class(module: Module) -> Callable[[Scope], Mapping[str, set[str]]]:
    @cache
    def of(owner: Scope) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, kept in _given_by_properties(owner):
            found.setdefault(name, set()).add(kept)
            found.setdefault(kept, set()).add(name)
        for method in owner.children:
            for name, kept in _put_beside(method):
                found.setdefault(name, set()).add(kept)
        return found

    return of


def _put_beside(method: Scope) -> Iterator[tuple[str, str]]:
    """The attributes of the object that a method puts into collections that the object keeps, each with one."""
    for node in nodes_in(method.node):
        into, held = None, list[ast.expr]()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FILLING:
            into, held = standing_for(node.func.value, method), node.args
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            into, held = targets_of(node)[0], [node.value]
        collection = _of_own(into.value if isinstance(into, ast.Subscript) else into)
        parts = (part for each in held for part in _parts(each)) if collection else ()
        yield from ((name, collection) for name in map(_of_own, parts) if name and name != collection)


def _parts(held: ast.expr) -> Sequence[ast.expr | None]:
    """What is held where an expression is put: itself, or what is written into it."""
    if isinstance(held, ast.Dict):
        return held.values
    return held.elts if isinstance(held, ast.List | ast.Tuple | ast.Set) else [held]


def _of_own(node: ast.expr | None) -> str:
    """The attribute of the object that an expression is; empty for everything else."""
    name = dotted(node) if node is not None else None
    return name.removeprefix("self.") if name is not None and name.startswith("self.") and name.count(".") == 1 else ""


def _given_by_properties(owner: Scope) -> Iterator[tuple[str, str]]:
    """The properties of a class, each with an attribute of the object that it gives."""
    for method in owner.node.body if isinstance(owner.node, ast.ClassDef) else ():
        if isinstance(method, FunctionNode) and any(name_of(each) in _PROPERTIES for each in method.decorator_list):
            for node in nodes_in(method):
                given = node.value if isinstance(node, ast.Return) else None
                if isinstance(given, ast.Attribute) and isinstance(given.value, ast.Name) and given.value.id == "self":
                    yield method.name, given.attr


def _collection(gone_through: ast.expr | None) -> ast.expr | None:
    """The collection whose elements, or values, a loop goes through."""
    while isinstance(gone_through, ast.Call):
        function, given = gone_through.func, gone_through.args
        is_of_dict = isinstance(function, ast.Attribute) and function.attr == _VALUES and not given
        is_copy = isinstance(function, ast.Name) and function.id in _COPIES and len(given) == 1
        gone_through = (
            function.value if is_of_dict and isinstance(function, ast.Attribute) else given[0] if is_copy else None
        )
    return gone_through


def passes_on(key: str, module: Module, scope: Scope) -> frozenset[Point]:
    """The points at which somebody else gets hold of a thing, and may end it."""
    name = key.partition(".")[0]
    points = (point_of(node, module, scope) for node in _givings(name, key, scope))
    return frozenset(point for point in points if point is not None)


def _givings(name: str, key: str, scope: Scope) -> Iterator[ast.AST]:
    for node in nodes_in(scope.node):
        if isinstance(node, ast.Call):
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if any(dotted(each) in (name, key) for each in given):
                yield node
        elif isinstance(node, (ast.Return, ast.Yield)) and node.value is not None:
            if any(dotted(each) == key for each in nodes_in(node.value) if isinstance(each, ast.expr)):
                yield node
        elif isinstance(node, ast.Assign) and dotted(node.value) == key:
            yield node


def _receiver(call: ast.Call) -> str | None:
    return dotted(call.func.value) if isinstance(call.func, ast.Attribute) else None


def dotted(node: ast.expr) -> str | None:
    """A dotted name as it is written; None for everything else, of which two need not be the same."""
    steps = []
    while isinstance(node, ast.Attribute):
        steps.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(steps)]) if isinstance(node, ast.Name) else None


def put_into_objects(module: Module) -> Mapping[Scope, set[str | ast.AST]]:
    """What methods put into collections of their object, or into attributes by way of a variable: names and calls."""
    found: dict[Scope, set[str | ast.AST]] = {}
    for name in FILLING & module.named_calls.keys():
        for call in module.named_calls[name]:
            adding = call.node
            if isinstance(adding, ast.Call) and adding.args and _is_of_object(adding.func, call.scope):
                added = adding.args[-1].value if isinstance(adding.args[-1], ast.Await) else adding.args[-1]
                found.setdefault(call.scope, set()).add(added.id if isinstance(added, ast.Name) else added)
    for node, scope in module.of(ast.Assign):
        if isinstance(node, ast.Assign) and isinstance(node.value, (ast.Name, *_LISTED)):
            into = (each.value if isinstance(each, ast.Subscript) else each for each in node.targets)
            if any((dotted(each) or "").startswith("self.") for each in into):
                found.setdefault(scope, set()).update(_held_in(node.value))
    return found


def _is_of_object(method: ast.expr, scope: Scope) -> bool:
    """Whether a method is called on what the object keeps, be it by way of a variable."""
    on = standing_for(method.value, scope) if isinstance(method, ast.Attribute) else method
    return isinstance(method, ast.Attribute) and (dotted(on) or "").startswith("self.")


_LISTED = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.DictComp)


def _held_in(value: ast.expr) -> Iterator[str | ast.AST]:
    """The name of a value, or the calls whose values stand in one that is a collection."""
    if isinstance(value, ast.Name):
        yield value.id
    elif isinstance(value, (ast.List, ast.Tuple, ast.Set)):
        yield from (each for each in value.elts if isinstance(each, ast.Call))
    elif isinstance(value, ast.Dict):
        yield from (each for each in value.values if isinstance(each, ast.Call))
    elif isinstance(value, (ast.ListComp, ast.SetComp)):
        yield value.elt
    elif isinstance(value, ast.DictComp):
        yield value.value
