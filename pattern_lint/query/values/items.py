"""What a dict that is written out holds: whether its items are what cards demand."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from ...config.globs import fnmatchcase
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ..answers import NO, UNKNOWN, YES, Answer, every
from ..expressions.dicts import Item, Items, dicts_at
from .values import Value, holds


def holds_keys(wanted: Mapping[str, Value], node: ast.expr, module: Module, scope: Scope) -> Answer:
    """Whether a dict holds what it must, behind `**/` at any depth; what is written out nowhere is not known."""
    return every(
        _holds_key(glob, value, items, module)
        for items in dicts_at(node, module, scope)
        for glob, value in wanted.items()
    )


_DEEP = "**/"
_PLAIN = frozenset({"str", "repr", "int", "float", "bool", "len", "type"})
"""Calls that give something which holds no keys."""
_WORDS = frozenset({"__name__", "code", "error_code", "message", "status", "status_code", "title", "reason"})
"""Names of what is a word or a number, and holds no keys."""


def _holds_key(glob: str, wanted: Value, items: Items, module: Module) -> Answer:
    if glob.startswith(_DEEP):
        items, glob = _with_inner(items, module), glob.removeprefix(_DEEP)
    found = [item for item in items.pairs if any(fnmatchcase(item.key, each) for each in glob.split("|"))]
    if not found:
        return NO if wanted.given and not items.is_open else UNKNOWN if items.is_open else YES
    return NO if wanted.given is False else every(holds(wanted, item.value, module, item.scope) for item in found)


def _with_inner(items: Items, module: Module) -> Items:
    """The items of a dict and of all dicts in it; a value that does not show what it is may be one."""
    pairs, waiting, is_open = list[Item](), [items], False
    while waiting:
        current = waiting.pop()
        pairs += current.pairs
        is_open = is_open or current.is_open
        for item in current.pairs:
            pairs += _holes_of(item)
            waiting += _dicts_in(item, module)
    return Items(pairs, is_open)


def _holes_of(item: Item) -> Iterator[Item]:
    """What is put into a text, by its names."""
    for part in item.value.values if isinstance(item.value, ast.JoinedStr) else ():
        if isinstance(part, ast.FormattedValue):
            yield Item(name_of(part.value), part.value, item.scope)


def _dicts_in(item: Item, module: Module) -> Iterator[Items]:
    value = item.value
    name = name_of(value.func) if isinstance(value, ast.Call) else name_of(value)
    is_word = isinstance(value, ast.Attribute) and name in _WORDS
    is_plain = is_word or isinstance(value, (ast.Constant, ast.JoinedStr, ast.Compare))
    if not is_plain and not (isinstance(value, ast.Call) and name in _PLAIN):
        yield from dicts_at(value, module, item.scope)
