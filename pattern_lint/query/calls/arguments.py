"""What a call is given: by position, by keyword, and by dicts that are unpacked into it."""

from __future__ import annotations

import ast
from typing import Annotated, NamedTuple, TypeAlias

import msgspec

from ...flow.fillings import held_by
from ...lang.python.assigning import targets_of
from ...lang.python.constants import assigned
from ...lang.python.externals import COPYING_METHODS, FILLING_METHODS
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..expressions.dicts import dicts_at

_DICTS = ("conf", "config")
Position: TypeAlias = Annotated[int, msgspec.Meta(ge=0, description="a whole number from 0")]
"""A place among the positional arguments of a call."""


class Given(NamedTuple):
    """An argument: its value where it is given, whether it is known to be missing where it is not."""

    value: ast.expr | None
    scope: Scope
    is_open: bool = False
    """Whether it may be given in a way that does not show."""
    others: tuple[str, ...] = ()
    """The dicts of the project that alone may give it, by their symbols."""


def argument(
    call: ast.Call,
    name: str,
    position: int | None,
    module: Module,
    scope: Scope,
    *,
    in_dict: bool = False,
    sure: bool = False,
) -> Given:
    """The argument of a name, or at a position; a keyword is what most code writes.

    What takes its arguments in a dict has them in the first thing that it is given, with dots in their names. Where
    `sure` is true, one that a dict holds in some of the ways in which it comes about alone is not known.
    """
    call = completed(call, module, scope)
    for keyword in call.keywords:
        if keyword.arg == name:
            return Given(keyword.value, scope)
    if position is not None and position < len(call.args) and not in_dict:
        *before, value = call.args[: position + 1]
        first = value if not isinstance(value, ast.Starred) else _first_of(value.value)
        if first is not None and not _unpacks(before):
            return Given(first, scope)
    is_open = bool(call.args) and (in_dict or position is not None) and _unpacks(call.args)
    unpacked = [
        keyword.value for keyword in call.keywords if keyword.arg is None or (in_dict and keyword.arg in _DICTS)
    ]
    others, is_hidden = list[str](), is_open
    for node in [*call.args[:1], *unpacked] if in_dict else unpacked:
        found = _unpacked(node, name, module, scope, sure=sure)
        if found.value is not None:
            return found
        is_open, is_hidden = is_open or found.is_open, is_hidden or (found.is_open and not found.others)
        others += found.others
    return Given(None, scope, is_open, () if is_hidden else tuple(others))


def gathered(call: ast.Call, first: int) -> ast.Call:
    """A call that is given all that it is given by position, from some place on, as one collection."""
    rest = call.args[first:]
    if not rest:
        return call
    whole = ast.copy_location(ast.Tuple(rest, ast.Load()), rest[0])
    whole.end_lineno, whole.end_col_offset = rest[-1].end_lineno, rest[-1].end_col_offset
    return ast.copy_location(ast.Call(call.func, [*call.args[:first], whole], call.keywords), call)


def _unpacks(given: list[ast.expr]) -> bool:
    return any(isinstance(each, ast.Starred) for each in given)


def _first_of(node: ast.expr) -> ast.expr | None:
    """What a collection gives first that is written out where it is unpacked."""
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        return node.elt
    first = node.elts[:1] if isinstance(node, (ast.List, ast.Tuple)) else []
    return first[0] if first and not isinstance(first[0], ast.Starred) else None


def completed(call: ast.Call, module: Module, scope: Scope) -> ast.Call:
    """A call with what `functools.partial` adds to it, or with what a model, or a copy of one, is given in a dict."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in COPYING_METHODS:
        return ast.Call(call.func, call.args, [_spread(keyword) for keyword in call.keywords])
    if isinstance(call.func, ast.Attribute) and call.func.attr in FILLING_METHODS:
        return ast.Call(call.func, call.args, [*(ast.keyword(None, each) for each in call.args[:1]), *call.keywords])
    held = assigned(module, call.func, scope)
    if isinstance(call.func if held is None else held, ast.Attribute):
        kept = list(held_by(call.func, module, scope))
        held, scope = kept[0] if len(kept) == 1 else (None, scope)
    if not isinstance(held, ast.Call) or module.symbol(held.func, scope) != "functools.partial":
        return call
    own = {keyword.arg for keyword in call.keywords}
    keywords = [*call.keywords, *(keyword for keyword in held.keywords if keyword.arg not in own)]
    return ast.Call(call.func, [*held.args[1:], *call.args], keywords)


def _spread(keyword: ast.keyword) -> ast.keyword:
    return ast.keyword(None, keyword.value) if keyword.arg == "update" else keyword


def set_afterwards(call: ast.Call, name: str, module: Module, scope: Scope) -> Given:
    """What an attribute is set to that has the name of an argument, of what a call gives to a variable, or of the
    object that a constructor of a base is called for."""
    parent = module.index.parents.get(call)
    targets = targets_of(parent)
    if targets:
        kept = [target.id for target in targets if isinstance(target, ast.Name)]
    elif _is_of_base(call):
        kept = ["self"]
    else:
        return Given(None, scope)
    values = (module.once(_attributes_set).get((scope, variable, name)) for variable in kept)
    return Given(next((value for value in values if value is not None), None), scope)


def _is_of_base(call: ast.Call) -> bool:
    """Whether a call is `super().__init__(...)`."""
    above = call.func.value if isinstance(call.func, ast.Attribute) and call.func.attr == "__init__" else None
    return isinstance(above, ast.Call) and isinstance(above.func, ast.Name) and above.func.id == "super"


def _attributes_set(module: Module) -> dict[tuple[Scope, str, str], ast.expr]:
    """What the attributes of variables are set to first, by function, variable and attribute."""
    found: dict[tuple[Scope, str, str], ast.expr] = {}
    for node, scope in module.of(ast.Assign, ast.AnnAssign):
        assert isinstance(node, (ast.Assign, ast.AnnAssign))
        for target in targets_of(node):
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and node.value is not None:
                found.setdefault((scope, target.value.id, target.attr), node.value)
    return found


def _unpacked(node: ast.expr, name: str, module: Module, scope: Scope, *, sure: bool) -> Given:
    """What a dict says of an argument; a way in which it surely does not hold it counts first, or for nothing."""
    ways: list[Given] = []
    for items in dicts_at(node, module, scope):
        found = [Given(item.value, item.scope) for item in items.pairs if item.key.replace(".", "_") == name]
        is_unsure = any(key.replace(".", "_") == name for key in items.unsure)
        ways += found or [Given(None, scope, items.is_open, () if is_unsure else items.others)]
    if sure and any(way.value is not None for way in ways) and any(way.value is None for way in ways):
        return Given(None, scope, is_open=True)
    return next((way for way in ways if way.value is None and not way.is_open), ways[0])
