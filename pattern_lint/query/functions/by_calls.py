"""Functions of a file by its calls of some names: those that such calls are given, and those that make them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from functools import lru_cache

from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..answers import NO, YES, Answer, Condition, on_condition, some
from ..calls.calls import CallTable
from ..naming.names import Names, name_set
from .callbacks import callbacks
from .running import functions_by_symbol


def given_functions(names: Names, module: Module, *, anywhere: bool = False) -> Mapping[Scope, Answer]:
    """The functions of a module that calls of one of some names are given in it, also by a loop or as a partial; or
    all of its own that others may give to such a call."""
    if not anywhere:
        return module.once(_given_to(names).here)
    own = (scope for scope in module.index.functions if scope.kind == "function")
    return {scope: given for scope in own if (given := is_given_to(names, module, scope)) != NO}


def is_given_to(names: Names, module: Module, function: Scope) -> Answer:
    """Whether a call of one of some names is given a function; others can give what a module or class defines."""
    here = given_functions(names, module).get(function, NO)
    if here == YES or function.parent is None or function.parent.kind == "function":
        return here
    return some([here, on_condition(("given", module.names.qualified(function), names))])


def given_elsewhere(names: Names, module: Module) -> dict[str, tuple[Condition, ...]] | None:
    """The symbols of what other modules define and calls of one of some names are given, each with what must be true
    for it to be so."""
    return _given_to(names).elsewhere(module)


@lru_cache(maxsize=64)
def _given_to(names: Names) -> _GivenTo:
    return _GivenTo(names)


class _GivenTo:
    """Finds what calls of one of some names are given."""

    def __init__(self, names: Names) -> None:
        self._table = CallTable([(True, name_set(names))])

    def _given(self, module: Module) -> dict[str, list[Answer]]:
        """All that may be a function, by its symbol."""
        given: dict[str, list[Answer]] = {}
        for _, call, found in self._table.matches(module):
            node = call.node
            for each in (*node.args, *(word.value for word in node.keywords)) if isinstance(node, ast.Call) else ():
                for callback in (one for one in callbacks(each, module, call.scope) if one.is_itself):
                    symbol = module.symbol(callback.node, callback.scope)
                    if symbol is not None:
                        given.setdefault(symbol.replace("().", "."), []).append(found)
        return given

    def here(self, module: Module) -> dict[Scope, Answer]:
        given = self._given(module)
        scopes = module.once(functions_by_symbol) if given else {}
        return {scopes[symbol]: some(given[symbol]) for symbol in given if symbol in scopes}

    def elsewhere(self, module: Module) -> dict[str, tuple[Condition, ...]] | None:
        """The symbols of what other modules define, each with what must be true for it to be given so."""
        given = self._given(module)
        here, roots = f"{module.name}.", module.roots
        others = (each for each in given if each[: each.find(".")] in roots and not each.startswith(here))
        return {each: some(given[each]).when for each in others if "(" not in each} if given else None


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
