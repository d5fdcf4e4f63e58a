"""Which functions save what they are given, and of which what they give is saved, by calls of some names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from ...lang.python.constants import constant
from ...lang.python.module import CallSite, Module
from ...lang.python.scopes import Scope
from ..expressions.parts import is_parameter
from ..naming.meant import MeantNames
from ..naming.shown import called

LISTING = "append"
"""What a helper does to a list that it is given, which saves nothing."""
_COLLECTIONS = (ast.List, ast.Tuple, ast.Set)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp)


_Saved: TypeAlias = "tuple[tuple[str, ...], tuple[tuple[str, str], ...]]"


def saving(globs: tuple[str, ...], module: Module) -> _Saved | None:
    """The functions of a module that save what they take, and the symbols of those that give what is saved, each with
    the function that saves it."""
    saving_theirs, given = set[str](), set[tuple[str, str]]()
    for call in _calls_that_save(globs, module):
        home = module.names.qualified(call.scope.function or call.scope)
        for value, scope in _given(call):
            if isinstance(value, ast.Name) and is_parameter(value, scope):
                saving_theirs.add(home)
            made = _awaited(constant(module, value, scope))
            symbol = module.symbol(made.func, scope) if isinstance(made, ast.Call) else None
            if symbol is not None and symbol[: symbol.find(".")] in module.roots:
                given.add((symbol, home))
    return (tuple(sorted(saving_theirs)), tuple(sorted(given))) if saving_theirs or given else None


def _calls_that_save(globs: tuple[str, ...], module: Module) -> Iterator[CallSite]:
    for name in sorted(_meant(globs).shown(called, module) - {LISTING}):
        for call in module.named_calls[name]:
            if isinstance(call, CallSite) and not (call.symbol or "").startswith("builtins."):
                yield call


@lru_cache(maxsize=16)
def _meant(globs: tuple[str, ...]) -> MeantNames:
    return MeantNames((*globs, *(f"_{glob}" for glob in globs)))


def _given(call: CallSite) -> Iterator[tuple[ast.expr, Scope]]:
    """What a call is given, each thing of a collection by itself."""
    for value in (*call.node.args, *(word.value for word in call.node.keywords)):
        held = value.elts if isinstance(value, _COLLECTIONS) else [value]
        for each in held:
            yield _awaited(each.elt if isinstance(each, _COMPREHENSIONS) else each), call.scope


def _awaited(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, (ast.Await, ast.Starred)) else node
