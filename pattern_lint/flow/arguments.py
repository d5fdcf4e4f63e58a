"""What is told apart by all that a call is given, as subscriptions are: to which events, and by whom."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

from ..lang.python.constants import constant, elements
from ..lang.python.loops import run_over
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import Binding, Scope
from .fillings import held_by, own_class
from .ties import ANYTHING, dotted

Alternatives: TypeAlias = tuple[tuple[str, ...], ...]
"""Keys of what has to be ended: all of one of several rows."""
_Loop: TypeAlias = ast.For | ast.AsyncFor | ast.comprehension
SOMETHING = "?"
"""The key of what is ended in a way that does not show."""
_OF_COLLECTIONS = frozenset({"items", "keys", "values"})
_LISTING = frozenset({"list", "tuple", "set", "sorted", "frozenset", "reversed"})


class Begun(NamedTuple):
    """What a call begins."""

    alternatives: Alternatives
    """None of them where it cannot be told what it is."""
    is_lost: bool
    """Whether it is given a function that has no name, so that nobody can name it again."""


class _Said(NamedTuple):
    """What an argument stands for: one thing, or each of a collection."""

    key: str | None
    each: tuple[str, ...] = ()


def begun_by(call: ast.Call, module: Module, scope: Scope) -> Begun:
    """What a call begins, by the first two things that it is given."""
    given = _given(call)[:2]
    if not given or isinstance(given[0], ast.Starred):
        return Begun((), False)
    is_lost = any(_has_no_name(each, module, scope) for each in given)
    said, other, pairs = (
        _said(given[0], module, scope),
        _spelled(given[1:], module, scope),
        _pairs(given, module, scope),
    )
    if other is None:
        return Begun((pairs,) if pairs else (), is_lost)
    rows: list[tuple[str, ...]] = [(said.key,)] if said.key is not None else []
    rows += [said.each] if said.each else []
    alternatives = [tuple(f"{key}{other}" for key in row) for row in rows]
    return Begun((*alternatives, *([pairs] if pairs else [])), is_lost)


def ended_by(call: ast.Call, module: Module, scope: Scope) -> frozenset[str]:
    """The keys of what a call ends; a function without a name is none that was begun."""
    given = _given(call)[:2]
    if any(_has_no_name(each, module, scope) for each in given):
        return frozenset()
    if not given or (len(given) == 1 and dotted(given[0]) == "self") or name_of(call.func).endswith("_all"):
        return frozenset({ANYTHING})
    said, other, pairs = (
        _said(given[0], module, scope),
        _spelled(given[1:], module, scope),
        _pairs(given, module, scope),
    )
    if other is None or (said.key is None and not said.each):
        return frozenset(pairs or {SOMETHING})
    loops = said.key is not None and said.key.startswith(_EACH) and not said.each
    keys = {f"{key}{other}" for key in (said.key, *said.each) if key is not None}
    return frozenset({*keys, *pairs, SOMETHING} if loops and not pairs else {*keys, *pairs})


def _has_no_name(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a function is made on the spot, and is the same as no other that is made so."""
    is_partial = isinstance(node, ast.Call) and module.symbol(node.func, scope) == "functools.partial"
    return is_partial or isinstance(node, ast.Lambda)


_EACH = "each of "


def _given(call: ast.Call) -> list[ast.expr]:
    """What a call is given; of what it is given by keyword, what is of the own object comes last."""
    return [*call.args, *sorted((word.value for word in call.keywords), key=_is_own)]


def _is_own(node: ast.expr) -> bool:
    return (dotted(node) or "").partition(".")[0] in ("self", "cls")


def _pairs(given: Sequence[ast.expr], module: Module, scope: Scope) -> tuple[str, ...]:
    """The keys of both things that a call is given, where a loop takes them out of pairs that are written out."""
    loops = [_loop_of(each, module, scope) for each in given]
    first, last = (loops[0], loops[-1]) if len(loops) > 1 else (None, None)
    target, over = run_over(first) if first is not None else (None, None)
    if first is not last or over is None or not isinstance(target, ast.Tuple):
        return ()
    names, wanted = [name_of(each) for each in target.elts], [name_of(each) for each in given]
    if not set(names).issuperset(wanted):
        return ()
    places = [names.index(each) for each in wanted]
    over, scope = _shown(over, module, scope)
    rows = [each.elts if isinstance(each, ast.Tuple) else [] for each in elements(module, over, scope) or ()]
    if any(len(row) != len(names) for row in rows):
        return ()
    said = [[_said(row[place], module, scope).key for place in places] for row in rows]
    keys = [" for ".join(filter(None, keys)) for keys in said]
    return tuple(keys) if all(None not in keys for keys in said) else ()


def _loop_of(node: ast.expr, module: Module, scope: Scope) -> _Loop | None:
    """The loop that binds a name, and nothing else does."""
    home, bound = _bound(node, module, scope) if isinstance(node, ast.Name) else (None, [])
    return (
        _loop_around(bound[0].node, module) if home is not None and home.kind != "module" and len(bound) == 1 else None
    )


def _bound(node: ast.Name, module: Module, scope: Scope) -> tuple[Scope | None, Sequence[Binding]]:
    """Where a name is bound, and by what as far as it counts here: one loop after the other may use the same name."""
    return module.names.reached(node.id, node, scope) or (scope.home(node.id), ())


def _spelled(nodes: Sequence[ast.expr], module: Module, scope: Scope) -> str | None:
    """How a second argument is named, after the first one; None where it has no name."""
    if not nodes:
        return ""
    key = _said(nodes[0], module, scope).key
    return None if key is None else f" for {key}"


def _said(node: ast.expr, module: Module, scope: Scope) -> _Said:
    if isinstance(node, ast.Constant):
        return _Said(repr(node.value))
    if isinstance(node, ast.Name):
        home, bound = _bound(node, module, scope)
        bound = bound if home is not None and home.kind != "module" else ()
        if home is not None and len(bound) == 1:
            loop = _loop_around(bound[0].node, module)
            if loop is not None:
                return _each_of(run_over(loop)[1], module, scope)
            value = bound[0].value
            if bound[0].kind in ("assign", "annotated") and isinstance(value, (ast.Name, ast.Attribute, ast.Constant)):
                return _said(value, module, home)
        if bound and node.id not in ("self", "cls") and {each.kind for each in bound}.isdisjoint(("import", "class")):
            return _Said(None)  # another one in each call
    held = constant(module, node, scope)
    if isinstance(held, ast.Constant):
        return _Said(repr(held.value))
    written = dotted(node)
    if written is None or written.partition(".")[0] in ("self", "cls"):
        return _Said(written)
    symbol = module.symbol(node, scope)
    return _Said(symbol if symbol is not None and not symbol.startswith("builtins.") else written)


def _loop_around(node: ast.AST, module: Module) -> _Loop | None:
    """The loop that binds what is bound by a node."""
    for around in (node, *module.ancestors(node)):
        if isinstance(around, (ast.For, ast.AsyncFor, ast.comprehension)):
            return around
        if isinstance(around, ast.stmt):
            return None
    return None


def _each_of(collection: ast.expr, module: Module, scope: Scope) -> _Said:
    name = _said(_plain(collection), module, scope).key
    collection, scope = _shown(collection, module, scope)
    found = elements(module, collection, scope) or []
    parts = [part.elts[0] if isinstance(part, ast.Tuple) and part.elts else part for part in found]
    keys = [_said(part, module, scope).key for part in parts]
    known = tuple(key for key in keys if key is not None)
    return _Said(f"{_EACH}{name}" if name is not None else None, known if len(known) == len(keys) else ())


def _shown(collection: ast.expr, module: Module, scope: Scope) -> tuple[ast.expr, Scope]:
    """A collection, as it is written out where the object is given it, if it is given it once and for all."""
    is_copy = isinstance(collection, ast.Call) and name_of(collection.func) in _LISTING and len(collection.args) == 1
    gone_through = collection.args[0] if is_copy and isinstance(collection, ast.Call) else collection
    method = gone_through.func if isinstance(gone_through, ast.Call) else None
    is_part = isinstance(method, ast.Attribute) and method.attr in _OF_COLLECTIONS
    kept = method.value if is_part and isinstance(method, ast.Attribute) else gone_through
    if not isinstance(kept, ast.Attribute) or own_class(kept, scope) is None:
        return collection, scope
    held = list(islice(held_by(kept, module, scope), 2))
    if len(held) != 1:
        return collection, scope
    value, home = held[0]
    if not is_part or not isinstance(method, ast.Attribute):
        return value, home
    return ast.Call(ast.Attribute(value, method.attr, ast.Load()), [], []), home


def _plain(node: ast.expr) -> ast.expr:
    """The collection behind `.items()` or `list()`."""
    while isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in _OF_COLLECTIONS:
            node = node.func.value
        elif isinstance(node.func, ast.Name) and node.func.id in _LISTING and node.args:
            node = node.args[0]
        else:
            break
    return node
