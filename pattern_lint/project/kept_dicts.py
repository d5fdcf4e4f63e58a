"""The dicts that modules and their classes keep, and those that functions give: what they hold, as far as it is written
out, for calls in other modules that are given them. Only those are told that configure a client or a retry, or have a
key of which a card speaks."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Set
from functools import partial
from typing import TYPE_CHECKING, Any

from ..config.globs import looks_like
from ..knowledge.words import listed, table
from ..lang.python.constants import constant
from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in
from ..query.expressions.constants import UNKNOWN_CONSTANT, constant_of
from ..query.expressions.dicts import Item, Items, dicts_at
from ..query.expressions.parts import symbols_within
from ..query.values.demanded import of_constant
from ..query.values.values import Value
from .givers import gives_one_of
from .members import every_of
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

_DEEPEST = 8
_MADE = frozenset({ast.Dict, ast.Call, ast.BinOp})
_END = 10**9
"""A line behind all others."""


_TOPIC = "kept-dicts"


@table
def _settings() -> frozenset[str]:
    return frozenset((*listed("client-settings"), *listed("retry-settings")))


def kept_dicts_with(keys: frozenset[str]) -> Topic:
    """What modules tell of their dicts: those that they keep with one of some keys, or by such a name, as well."""
    return Topic(_TOPIC, partial(_told_by, keys, keys | {key.upper() for key in keys}))


def _told_by(keys: frozenset[str], names: frozenset[str], module: Module) -> dict[str, tuple[Any, ...]] | None:
    """Dicts by their names: keys with their values where these are constants and with what is named in them, the dicts
    that they may hold more of, and the keys that these may give another value; those that functions give under the name
    of a call."""
    found = {f"{_named(scope, module)}()": _letter(values[0], module, scope) for scope, values in _letters(module)}
    settings = _settings()
    if not (settings.isdisjoint(module.texts) and settings.isdisjoint(module.mentioned)):
        held = (*_kept(module, _may_configure), *_given(module))
        found |= {name: _only(node, module, scope, settings) for name, node, scope in held}
    if not keys.isdisjoint(module.texts) or not names.isdisjoint(module.scope.bindings):
        kept = _kept(module, partial(_has_key, keys, names))
        found |= {name: _held(node, module, scope) for name, node, scope in kept if name not in found}
    return {name: _plain(items, module) for name, items in found.items() if items is not None} or None


def _kept(module: Module, is_meant: Callable[[str, ast.expr], bool]) -> Iterator[tuple[str, ast.expr, Scope]]:
    for scope in module.index.scopes:
        for name, bound in scope.bindings.items() if scope.kind in ("module", "class") else ():
            value = bound[0].value
            if value is not None and value.__class__ in _MADE and len(bound) == 1 and is_meant(name, value):
                behind = ast.Name(name, ast.Load(), lineno=_END, col_offset=0)
                yield f"{module.names.qualified(scope)}.{name}", behind if scope.kind == "module" else value, scope


def _given(module: Module) -> Iterator[tuple[str, ast.expr, Scope]]:
    for scope, values in module.returned.items():
        if len(values) == 1 and (isinstance(values[0], ast.Name) or _may_configure("", values[0])):
            yield f"{_named(scope, module)}()", values[0], scope


def _letters(module: Module) -> Iterator[tuple[Scope, list[ast.expr]]]:
    """The functions that give what is parked, with that."""
    is_letter = looks_like(listed("dead-letter-makers"))
    for scope, values in module.returned.items():
        if len(values) == 1 and isinstance(values[0], (ast.Dict, ast.Name)) and is_letter(scope.name):
            yield scope, values


def _letter(node: ast.expr, module: Module, scope: Scope) -> Items | None:
    items = _held(node, module, scope)
    return items if items.others or not items.is_open else None


def _named(scope: Scope, module: Module) -> str:
    return module.names.qualified(scope).replace("()", "")


def _has_key(keys: Set[str], names: Set[str], name: str, value: ast.expr) -> bool:
    """Whether a dict is written out that has one of some keys, or may have it from another one; or is called as one of
    some arguments is."""
    if isinstance(value, ast.Call):
        return any(word.arg is None or word.arg in keys for word in value.keywords)
    if not isinstance(value, ast.Dict):
        return False
    return name in names or any(key is None or getattr(key, "value", None) in keys for key in value.keys)


def _may_configure(_: str, value: ast.expr) -> bool:
    """Whether a dict may be made that configures something: it names one of its settings, or is made of others."""
    if value.__class__ not in _MADE:
        return False
    settings = _settings()
    for part in nodes_in(value):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value in settings:
            return True
        if isinstance(part, ast.keyword) and (part.arg is None or part.arg in settings):
            return True
        if isinstance(part, ast.BinOp) or (isinstance(part, ast.Dict) and None in part.keys):
            return True
    return False


def _only(node: ast.expr, module: Module, scope: Scope, meant: Set[str]) -> Items | None:
    """What an expression holds where that is told, and one of the keys is there."""
    items = _held(node, module, scope)
    if items.others:
        return items
    return items if not items.is_open and any(each.key in meant for each in items.pairs) else None


def _held(node: ast.expr, module: Module, scope: Scope) -> Items:
    found = list(dicts_at(node, module, scope))
    return found[0] if len(found) == 1 else Items([], is_open=True)


def _plain(items: Items, module: Module) -> tuple[Any, ...]:
    held = {item.key.replace(".", "_"): _value(item, module) for item in items.pairs}
    unsure = tuple(key.replace(".", "_") for key in items.unsure)
    return held, items.others, unsure


def _value(item: Item, module: Module) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    """A constant in a tuple, which is empty for what is none, and what is named in it."""
    found = constant_of(constant(module, item.value, item.scope))
    if found is not UNKNOWN_CONSTANT:
        return (found,), ()
    return (), tuple(each for each in symbols_within(item.value, module, item.scope) if each is not None)


def holds_key(project: Project, symbol: str, asked: tuple[Any, ...]) -> bool | None:
    """Whether a dict of the project holds one of some keys as it must be, or none of them where that is right as well;
    None where that does not show."""
    names, none_is_absent, demands, is_right_without = asked
    given = _given_for(project, symbol, (names, none_is_absent), _DEEPEST)
    if not given:
        return is_right_without if given is not None else None
    wanted = Value(**dict(demands))
    return every_of(_is_as(project, wanted, *value) for value in given)


def _given_for(project: Project, symbol: str, asked: tuple[Any, ...], depth: int) -> list[tuple[Any, ...]] | None:
    """What a dict holds for some keys, itself or by the first that it is made of which holds one; None where that does
    not show."""
    told = _told(project, symbol)
    if told is None or not depth:
        return None
    held, others, unsure = told
    names, none_is_absent = asked
    is_one = looks_like(names)
    given = [value for key, value in held.items() if is_one(key)]
    if given or not others:
        return [value for value in given if value[0] != (None,) or not none_is_absent]
    if any(name in unsure for name in names):
        return None
    ways = (_given_for(project, each, asked, depth - 1) for each in others)
    return next((way for way in ways if way != []), [])


def _is_as(project: Project, wanted: Value, constants: tuple[Any, ...], named: tuple[str, ...]) -> bool | None:
    if any(gives_one_of(project, each, (*wanted.never, *wanted.not_symbol)) for each in named):
        return False
    return every_of(of_constant(wanted, constants[0] if constants else UNKNOWN_CONSTANT, is_made=not constants))


def constant_is(project: Project, symbol: str, demands: tuple[Any, ...]) -> bool | None:
    """Whether a constant of the project is as it must be."""
    return every_of(of_constant(Value(**dict(demands)), project.texts.constant(symbol)))


def _told(project: Project, symbol: str) -> tuple[Any, ...] | None:
    """What the module of a dict tells of it, whatever name others hand it on by."""
    for each in _given_by(project, symbol) if symbol.endswith("()") else project.texts.way(symbol):
        home = project.definitions.home(each.removesuffix("()"))
        told = project.files[home["path"]]["topics"].get(_TOPIC) if home is not None else None
        if told and each in told:
            found: tuple[Any, ...] = told[each]
            return found
    return None


def _given_by(project: Project, symbol: str) -> Iterator[str]:
    """The function that a call runs, unless heirs of its class do otherwise."""
    function = project.calls.runs(symbol.removesuffix("()"))
    owner, _, name = (function or "").rpartition(".")
    classes = project.definitions.classes
    heirs = project.heirs_of(owner) if owner in classes else ()
    if function is not None and not any(name in classes[each].methods for each in heirs if each in classes):
        yield f"{function}()"
