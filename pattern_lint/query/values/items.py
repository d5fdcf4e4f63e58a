"""What a dict that is written out holds: whether its items are what cards demand."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from ...config.globs import fnmatchcase
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.ways import choices
from ..answers import NO, UNKNOWN, YES, Answer, answer, every, on_condition, some
from ..expressions.dicts import Item, Items, dicts_at
from .demanded import demands_of
from .values import Value, holds


def holds_keys(wanted: Mapping[str, Value], node: ast.expr, module: Module, scope: Scope) -> Answer:
    """Whether a dict holds what it must, behind `**/` at any depth; what is written out nowhere is not known."""
    return every(
        _holds_told(glob, value, items, module)
        for items in dicts_at(node, module, scope)
        for glob, value in wanted.items()
    )


def holds_items(wanted: Value, node: ast.expr, module: Module, scope: Scope) -> Answer:
    """Whether each element of a collection is what it must be, by every way in which that may come about."""
    return every(_holds_items(wanted, choice, module, home) for choice, home in choices(node, module, scope))


def _holds_items(wanted: Value, node: ast.expr, module: Module, scope: Scope) -> Answer:
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        given = [(each, scope) for each in node.elts if not isinstance(each, ast.Starred)]
        return every([*_each(wanted, given, module), answer(None if len(given) < len(node.elts) else True)])
    return every(
        held
        for items in dicts_at(node, module, scope)
        for held in (
            *_each(wanted, [(item.value, item.scope) for item in items.pairs], module),
            answer(None if items.is_open else True),
        )
    )


def _each(wanted: Value, given: Iterable[tuple[ast.expr, Scope]], module: Module) -> Iterator[Answer]:
    yield from (holds(wanted, value, module, home) for value, home in given)


def holds_parts(wanted: Mapping[str, Value], node: ast.expr, module: Module, scope: Scope) -> Answer:
    """Whether a dict holds what it must, or a class of the project of which something is made has members for it; what
    only carries others does not say what these hold."""
    made = _class_made(node, module, scope)
    if made is None:
        return holds_keys(wanted, node, module, scope)
    members = (tuple(glob.removeprefix(_DEEP).split("|")) for glob, value in wanted.items() if value.given)
    return every(on_condition(("may-have-member", made, globs)) for globs in members)


def _class_made(node: ast.expr, module: Module, scope: Scope) -> str | None:
    """The class of the project that an expression makes something of, unless that carries others."""
    found = list(choices(node, module, scope))
    made, home = found[0] if len(found) == 1 else (node, scope)
    symbol = module.symbol(made.func, home) or "" if isinstance(made, ast.Call) else ""
    is_ours = symbol[: symbol.find(".")] in module.roots
    name = symbol.rpartition(".")[2].lstrip("_")
    carries = name.endswith(_CARRIER) or any(word.arg in _CARRIED for word in getattr(made, "keywords", ()))
    return symbol if is_ours and name[:1].isupper() and not carries else None


_CARRIER, _CARRIED = "Envelope", frozenset({"data"})
"""How classes are called that carry others, and by which keyword they are given these."""


def _holds_told(glob: str, wanted: Value, items: Items, module: Module) -> Answer:
    """Whether a dict holds a key as it must, be it by what another module keeps or a function there gives, as that
    tells."""
    held = _holds_key(glob, wanted, items, module)
    if held != UNKNOWN or not items.others or glob.startswith(_DEEP):
        return held
    asked = (tuple(glob.split("|")), False, tuple(demands_of(wanted).items()), not wanted.given)
    return some(on_condition(("holds-key", each, asked)) for each in items.others)


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
