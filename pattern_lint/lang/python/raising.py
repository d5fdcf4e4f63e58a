"""Functions that never return, because all that they do ends in a raise."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .module import Module, name_of
from .scopes import FunctionNode, Scope

_SHORT = 4
"""A function of fewer statements that ends in raise does nothing else."""
_NEVER_NAMES = frozenset({"NoReturn", "Never"})
_NEVER = frozenset({"typing.NoReturn", "typing.Never", "typing_extensions.NoReturn", "typing_extensions.Never"})


def raising_functions(module: Module) -> dict[str, str]:
    """The functions of a module that always raise, with the class that they raise, empty where it is not known."""
    found: dict[str, str] = {}
    for scope, last in _raising(module):
        symbol = module.symbol(last.exc, scope) if isinstance(last, ast.Raise) and last.exc is not None else None
        found[f"{module.name}.{scope.qualname}"] = (symbol or "").removesuffix("()")
    return found


def never_returning(module: Module) -> tuple[str, ...]:
    """The symbols of a module's functions that always raise, those left to be written apart."""
    return tuple(f"{module.name}.{scope.qualname}" for scope, last in _raising(module) if not _is_to_be_written(last))


def _is_to_be_written(last: ast.stmt) -> bool:
    raised = last.exc if isinstance(last, ast.Raise) else None
    named = raised.func if isinstance(raised, ast.Call) else raised
    return named is not None and name_of(named) == "NotImplementedError"


def _raising(module: Module) -> Iterator[tuple[Scope, ast.stmt]]:
    """The functions that always raise, each with its last statement."""
    for scope in module.index.functions:
        node, outer = scope.node, scope.parent
        assert isinstance(node, FunctionNode) and outer is not None
        last, returns = node.body[-1], node.returns
        if isinstance(last, ast.Raise):
            always = scope not in module.returned and len(node.body) < _SHORT
        else:
            always = (
                returns is not None and name_of(returns) in _NEVER_NAMES and module.symbol(returns, outer) in _NEVER
            )
        if always:
            yield scope, last
