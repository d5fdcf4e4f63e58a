"""What generators give, and what they do when they are asked again: fixtures and context managers are such."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...config.globs import fnmatchcase
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in, start_of
from ...query.answers import Answer, answer, some
from ...query.names import Asked, Names, name_set


def yields(names: Names, globs: Sequence[str], scope: Scope, module: Module) -> Answer:
    """Whether a function makes and yields something of some classes, or of such a name where no class shows."""
    return some(_is_one(names, globs, node.value, module, scope) for node in _yields(scope) if node.value is not None)


def _yields(scope: Scope) -> Iterator[ast.Yield]:
    return (node for node in nodes_in(scope.node) if isinstance(node, ast.Yield))


def _is_one(names: Names, globs: Sequence[str], value: ast.expr, module: Module, scope: Scope) -> Answer:
    symbol = module.symbol(value, scope)
    bound = scope.bindings.get(value.id, ()) if isinstance(value, ast.Name) else ()
    if any(each.kind == "param" for each in bound):
        return answer(False)
    root = symbol[: symbol.find(".")] if symbol is not None else ""
    if symbol is None or root in module.roots:
        return answer(any(fnmatchcase(name_of(value), glob) for glob in globs))
    return name_set(names).match(Asked(symbol, name_of(value)), module.roots)


def does_after(globs: Sequence[str], scope: Scope) -> bool:
    """Whether something of one of some names is done after the first yield, or handed to somebody who does it then."""
    first = min((start_of(node) for node in _yields(scope)), default=None)
    later = (node for node in nodes_in(scope.node) if isinstance(node, ast.Attribute | ast.Name))
    if first is not None and any(start_of(node) > first and _is_named(node, globs) for node in later):
        return True
    return any(_hands_over(node, globs) for node in nodes_in(scope.node))


def _hands_over(node: ast.AST, globs: Sequence[str]) -> bool:
    """Whether a call is given a function of one of the names, to be called in the end."""
    given = node.args if isinstance(node, ast.Call) else []
    return any(_is_named(each, globs) for each in given if isinstance(each, ast.Attribute | ast.Name))


def _is_named(node: ast.expr, globs: Sequence[str]) -> bool:
    return any(fnmatchcase(name_of(node), glob) for glob in globs)
