"""Functions of a file by its calls of some names: those that such calls are given, and those that make them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..answers import Answer, on_condition, some
from ..calls.calls import CallTable
from ..naming.names import Names, name_set
from .callbacks import callbacks
from .running import functions_by_symbol


def given_functions(names: Names, module: Module, *, anywhere: bool = False) -> Mapping[Scope, Answer]:
    """The functions of a module that calls of one of some names are given in it, also by a loop or as a partial; or
    all of its own that others may give to such a call."""
    given = module.once(_given_to(names))
    if not anywhere:
        return given
    own = (scope for scope in module.index.functions if scope not in given and not _is_within_function(scope))
    return {**given, **{scope: _given_elsewhere(scope, names, module) for scope in own}}


def _is_within_function(scope: Scope) -> bool:
    return scope.kind == "lambda" or (scope.parent is not None and scope.parent.function is not None)


def _given_elsewhere(scope: Scope, names: Names, module: Module) -> Answer:
    return on_condition(("given-to", module.names.qualified(scope), names))


def callbacks_of(table: CallTable[bool], module: Module) -> Iterator[tuple[str, Answer]]:
    """What calls of a table are given that may be a function, each by its symbol."""
    for _, call, found in table.matches(module):
        node = call.node
        for each in (*node.args, *(word.value for word in node.keywords)) if isinstance(node, ast.Call) else ():
            for callback in (one for one in callbacks(each, module, call.scope) if one.is_itself):
                yield module.symbol(callback.node, callback.scope) or "", found


@lru_cache(maxsize=64)
def _given_to(names: Names) -> Callable[[Module], dict[Scope, Answer]]:
    table = CallTable([(True, name_set(names))])

    def functions(module: Module) -> dict[Scope, Answer]:
        given: dict[Scope, list[Answer]] = {}
        for symbol, found in callbacks_of(table, module):
            scope = module.once(functions_by_symbol).get(symbol.replace("().", "."))
            if scope is not None:
                given.setdefault(scope, []).append(found)
        return {scope: some(found) for scope, found in given.items()}

    return functions


def making_functions(names: Names, module: Module) -> Mapping[Scope, Answer]:
    """The functions of a module that call one of some names in their own body."""
    return module.once(_making(names))


@lru_cache(maxsize=64)
def _making(names: Names) -> Callable[[Module], dict[Scope, Answer]]:
    table = CallTable([(True, name_set(names))])

    def functions(module: Module) -> dict[Scope, Answer]:
        found = ((call.scope.function, held) for _, call, held in table.matches(module))
        return {scope: held for scope, held in found if scope is not None}

    return functions
