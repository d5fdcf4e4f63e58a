"""What a dict that is written out holds: whether its items are what cards demand."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from ..lang.python.constants import constant
from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in
from ..lang.python.ways import choices
from .answers import NO, UNKNOWN, YES, Answer, every
from .values import Value, holds


class _Items(NamedTuple):
    """The items of a dict; it is open where it may hold others."""

    pairs: list[tuple[str, ast.expr]]
    is_open: bool


def holds_keys(wanted: Mapping[str, Value], node: ast.expr, module: Module, scope: Scope) -> Answer:
    """Whether a dict holds what it must; what is no dict that is written out is not known."""
    if isinstance(node, ast.Name) and _is_filled(node, scope):
        return UNKNOWN
    return every(
        _holds_key(glob, value, items, module, home)
        for choice, home in choices(node, module, scope)
        for items in [_items(choice, module, home)]
        for glob, value in wanted.items()
    )


def _is_filled(node: ast.Name, scope: Scope) -> bool:
    """Whether a name is used elsewhere in the function, where something may be added to what it holds."""
    reads = (each for each in nodes_in(scope.node) if isinstance(each, ast.Name) and each.id == node.id)
    return any(isinstance(each.ctx, ast.Load) and each is not node for each in reads)


def _items(node: ast.expr, module: Module, scope: Scope) -> _Items:
    if isinstance(node, ast.Call) and module.symbol(node.func, scope) == "builtins.dict" and not node.args:
        named = [(word.arg, word.value) for word in node.keywords if word.arg is not None]
        return _Items(named, len(named) < len(node.keywords))
    if not isinstance(node, ast.Dict):
        return _Items([], True)
    pairs = list(_pairs(node, module, scope))
    return _Items(pairs, len(pairs) < len(node.keys))


def _pairs(node: ast.Dict, module: Module, scope: Scope) -> Iterator[tuple[str, ast.expr]]:
    for key, value in zip(node.keys, node.values, strict=True):
        held = constant(module, key, scope) if key is not None else None
        if isinstance(held, ast.Constant):
            yield str(held.value), value


def _holds_key(glob: str, wanted: Value, items: _Items, module: Module, scope: Scope) -> Answer:
    found = [value for key, value in items.pairs if any(fnmatchcase(key, each) for each in glob.split("|"))]
    if not found:
        return NO if wanted.given and not items.is_open else UNKNOWN if items.is_open else YES
    return NO if wanted.given is False else every(holds(wanted, value, module, scope) for value in found)
