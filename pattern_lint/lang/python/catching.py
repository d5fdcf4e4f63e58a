"""Which except clause takes an exception, as far as one module tells."""

from __future__ import annotations

import ast
import builtins
from itertools import repeat

from .caught import named_caught
from .module import Module
from .scopes import Scope
from .walking import nodes_in
from .ways import entered_by

_EVERYTHING = frozenset({"builtins.Exception", "builtins.BaseException"})


def builtin_exception(symbol: str) -> type[BaseException] | None:
    """The builtin exception of a symbol."""
    found = getattr(builtins, symbol.removeprefix("builtins."), None) if symbol.startswith("builtins.") else None
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def catches(module: Module, kind: ast.expr | None, raised: str | None, scope: Scope) -> bool:
    """Whether an except clause with this type takes an exception of the class `raised`."""
    if kind is None:
        return True
    symbols = (module.symbol(each, scope) for each in named_caught(module, kind, scope))
    return any(
        symbol in _EVERYTHING or (raised is not None and symbol is not None and _is_subclass(raised, symbol))
        for symbol in symbols
    )


def is_caught_around(module: Module, node: ast.stmt, raised: str, scope: Scope, *, by_name: bool = False) -> bool:
    """Whether a clause or a `suppress` around a raise takes what it raises; `by_name` leaves out clauses for all."""
    child: ast.AST = node
    for parent in module.ancestors(node):
        if parent is scope.node:
            return False
        if isinstance(parent, (ast.Try, ast.TryStar)) and child in parent.body:
            for handler in parent.handlers:
                broad = handler.type is None or module.symbol(handler.type, scope) in _EVERYTHING
                if not (by_name and broad) and catches(module, handler.type, raised, scope):
                    return not any(map(_passes_on, nodes_in(handler), repeat(handler.name)))
        if isinstance(parent, (ast.With, ast.AsyncWith)) and suppresses(module, parent, raised, scope):
            return True
        child = parent
    return False


def _passes_on(node: ast.AST, name: str | None) -> bool:
    """Whether a statement raises again what a clause caught under some name."""
    raised = node.exc if isinstance(node, ast.Raise) else node
    return raised is None or (node is not raised and isinstance(raised, ast.Name) and raised.id == name)


def suppresses(module: Module, block: ast.With | ast.AsyncWith, raised: str, scope: Scope) -> bool:
    """Whether a `with` takes an exception of the class `raised` by a `suppress`."""
    suppressing = suppressing_calls(module, block, scope)
    return any(catches(module, kind, raised, scope) for call in suppressing for kind in call.args)


def suppressing_calls(module: Module, block: ast.With | ast.AsyncWith, scope: Scope) -> list[ast.Call]:
    """The calls of `suppress` that a `with` enters."""
    calls = (each for each in entered_by(block, module, scope) if isinstance(each, ast.Call))
    return [call for call in calls if module.symbol(call.func, scope) == "contextlib.suppress"]


def is_handed_on(node: ast.expr, scope: Scope) -> bool:
    """Whether what is raised came from elsewhere: from an except clause, or as a parameter."""
    bound = scope.bindings.get(node.id, ()) if isinstance(node, ast.Name) else ()
    return bool(bound) and all(binding.kind in ("except", "param") for binding in bound)


def _is_subclass(raised: str, caught: str) -> bool:
    """Whether an exception class is another one or derives from it, as far as builtins tell."""
    first, second = builtin_exception(raised), builtin_exception(caught)
    return raised == caught or (first is not None and second is not None and issubclass(first, second))
