"""Whether the value of a call is put right by a method that is called on it, there or where it is handed or given."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import TypeAlias

from ...lang.python.assigning import targets_of
from ...lang.python.module import CallSite, Module
from ...lang.python.scopes import Scope
from ..answers import NO, YES, Answer, on_condition, some
from .afterwards import called_next, done_with, may_say

Told: TypeAlias = "tuple[Mapping[str, tuple[str, ...]], tuple[tuple[str, int], ...]]"
"""The functions that put right what they take, by its names; and the calls of others whose value is put right, by
symbol and line."""


def is_put_right(call: CallSite, then: Sequence[str], later: Sequence[str], text: str, module: Module) -> Answer:
    """Whether one of some methods is called at once on the value of a call, or another one on the variable that keeps
    it, or the call is given a text; functions of the project that get the value, or have asked for it, may do so."""
    node = call.node
    assert isinstance(node, ast.Call)
    is_open = any(word.arg is None for word in node.keywords) or any(isinstance(arg, ast.Starred) for arg in node.args)
    said = may_say(module, call, text)
    if is_open or said == YES or not called_next(module, node).isdisjoint(then):
        return YES
    kept, home = _names(call, module), call.scope.function
    done = done_with(home, module) if home is not None else {}
    if any(not done.get(name, frozenset()).isdisjoint(later) for name in kept):
        return YES
    methods = tuple(sorted({*then, *later}))
    handed = [on_condition(("puts-right", symbol, (place, methods))) for symbol, place in _handed(call, kept, module)]
    is_given = home is not None and any(_is_it(each, node, kept) for each in module.returned.get(home, ()))
    given = on_condition(("put-right-by-callers", module.names.qualified(home), methods)) if home and is_given else NO
    return some([said, *handed, given])


def putting_right(methods: tuple[str, ...], module: Module) -> Told | None:
    """What a module does with what it takes and gets from functions of the project."""
    if not any(_may_call(each, module.mentioned) for each in methods):
        return None
    calling = _calling([each.partition("(")[0] for each in methods], module)
    taking: dict[str, tuple[str, ...]] = {}
    for scope in (each for each in module.index.functions if each in calling):
        done = done_with(scope, module)
        bound = (name for name, bindings in scope.bindings.items() if bindings[0].kind == "param")
        if found := tuple(name for name in bound if not done.get(name, frozenset()).isdisjoint(methods)):
            taking[module.names.qualified(scope)] = found
    calls = (call for call in module.calls if call.scope in calling and _is_ours(call.symbol, module))
    given = tuple((call.symbol or "", call.node.lineno) for call in calls if _is_done_with(call, methods, module))
    return (taking, given) if taking or given else None


def _calling(names: Iterable[str], module: Module) -> Set[Scope]:
    """The scopes in which one of some names is called, be it in a function within them."""
    found: set[Scope] = set()
    for name in names:
        for call in module.named_calls.get(name, ()):
            scope: Scope | None = call.scope
            while scope is not None and scope not in found:
                found.add(scope)
                scope = scope.parent
    return found


def _may_call(method: str, mentioned: Set[str]) -> bool:
    """Whether a method may be called, with its keyword: `replace(tzinfo)`."""
    name, _, keyword = method.removesuffix(")").partition("(")
    return name in mentioned and (not keyword or keyword in mentioned)


def _is_done_with(call: CallSite, methods: Sequence[str], module: Module) -> bool:
    if not called_next(module, call.node).isdisjoint(methods):
        return True
    names, home = _names(call, module), call.scope.function
    done = done_with(home, module) if names and home is not None else {}
    return any(not done.get(name, frozenset()).isdisjoint(methods) for name in names)


def _names(call: CallSite, module: Module) -> frozenset[str]:
    """The variables that keep the value of a call."""
    kept = module.index.parents.get(call.node)
    kept = module.index.parents.get(kept) if isinstance(kept, ast.Await) else kept
    targets = [kept.target] if isinstance(kept, ast.NamedExpr) else targets_of(kept)
    return frozenset(each.id for each in targets if isinstance(each, ast.Name))


def _is_ours(symbol: str | None, module: Module) -> bool:
    return symbol is not None and symbol[: symbol.find(".")] in module.roots


def _is_it(node: ast.AST, call: ast.AST, names: Set[str]) -> bool:
    return node is call or (isinstance(node, ast.Name) and node.id in names)


def _handed(call: CallSite, names: Set[str], module: Module) -> Iterator[tuple[str, int | str]]:
    """The functions of the project that are given the value of a call, each with the place or keyword."""
    home: Scope = call.scope.function or call.scope
    for other in home.calls:
        symbol = module.symbol(other.func, home) if other.args or other.keywords else None
        if symbol is not None and _is_ours(symbol, module):
            given = [*enumerate(other.args), *((word.arg, word.value) for word in other.keywords)]
            yield from ((symbol, place) for place, arg in given if place is not None and _is_it(arg, call.node, names))
