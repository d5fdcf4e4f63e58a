"""What stands in where something cannot be imported: `except ImportError: redis = None`.

A reader takes the name for what is imported all the same, so what only stands in is no binding of it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .index import Index
    from .scopes import Scope

_IMPORTS = frozenset({ast.Import, ast.ImportFrom})
_ANY_CLASS = frozenset({"object", "Any", "Exception", "BaseException"})
"""Names of what does for a class that is not there."""


def leave_out(index: Index) -> None:
    """Take what only stands in for an import out of the bindings of its scope."""
    found: dict[tuple[Scope, str], set[ast.AST]] = {}
    for scope, body, others in _alternatives(index):
        imported = {
            alias.asname or alias.name.partition(".")[0]
            for each in body
            if isinstance(each, (ast.Import, ast.ImportFrom))
            for alias in each.names
        }
        for statement in others:
            for name in imported.intersection(_stands_in_for(statement)):
                found.setdefault((scope, name), set()).add(statement)
    for (scope, name), statements in found.items():
        scope.bindings[name] = [each for each in scope.bindings[name] if each.node not in statements]


def _alternatives(index: Index) -> Iterator[tuple[Scope, list[ast.stmt], Iterable[ast.stmt]]]:
    """Statements among which is an import, and those that run where these do not."""
    for node, scope in index.nodes.get(ast.Try, ()):
        assert isinstance(node, ast.Try)
        if any(each.__class__ in _IMPORTS for each in node.body):
            yield scope, node.body, [each for handler in node.handlers for each in handler.body]
    for node, scope in index.nodes.get(ast.If, ()):
        assert isinstance(node, ast.If)
        if node.orelse and node.body[0].__class__ in _IMPORTS:
            yield scope, node.body, node.orelse


def _stands_in_for(statement: ast.stmt) -> list[str]:
    """The names to which a statement gives something that does for what is not there."""
    if isinstance(statement, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        return [statement.name]
    if isinstance(statement, ast.Assign) and _is_nothing(statement.value):
        return [target.id for target in statement.targets if isinstance(target, ast.Name)]
    return []


def _is_nothing(value: ast.expr) -> bool:
    if isinstance(value, ast.Constant):
        return value.value is None
    if isinstance(value, ast.Tuple):
        return not value.elts
    return (value.id if isinstance(value, ast.Name) else getattr(value, "attr", "")) in _ANY_CLASS
