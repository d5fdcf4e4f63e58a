"""Repairs of except clauses, and of what is raised in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode
from ..place import Place, insert
from ..source import Edit

_NAMES = ("error", "exc", "err", "cause")
_OPENING = len("except")


def catch(place: Place, error: str) -> list[Edit]:
    """A bare clause says what it catches."""
    for found in place.of(ast.ExceptHandler):
        assert isinstance(found.node, ast.ExceptHandler)
        if found.node.type is None:
            return [insert(place.start + _OPENING, f" {error}")]
    return []


def cause(place: Place) -> list[Edit]:
    """An error that is raised in a clause says which one it comes from."""
    for found in place.of(ast.Raise):
        node = found.node
        assert isinstance(node, ast.Raise)
        handler = _clause_around(place, node)
        if node.exc is None or node.cause is not None or handler is None:
            continue
        name, naming = handler.name, list[Edit]()
        if name is None:
            name, naming = _named(place, handler)
        if name and not _is_it(node.exc, name) and name not in _rebound(handler):
            return [*naming, insert(place.ends(node)[1], f" from {name}")]
    return []


def _is_it(node: ast.expr, name: str) -> bool:
    """Whether what is raised is the error itself, or made of it by a method."""
    while isinstance(node, (ast.Call, ast.Attribute)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return isinstance(node, ast.Name) and node.id == name


def _clause_around(place: Place, node: ast.Raise) -> ast.ExceptHandler | None:
    """The clause in whose block something is raised, of the same function."""
    for around in place.module.ancestors(node):
        if isinstance(around, ast.ExceptHandler):
            return around
        if isinstance(around, (FunctionNode, ast.ClassDef, ast.Lambda)):
            return None
    return None


def _named(place: Place, handler: ast.ExceptHandler) -> tuple[str, list[Edit]]:
    """A name for the error of a clause that nothing else has, and how the clause gives it."""
    if handler.type is None:
        return "", []
    taken = place.module.once(_taken) | _names_around(place, handler)
    name = next((name for name in _NAMES if name not in taken), "")
    start = place.ends(handler.type)[1]
    colon = place.source.text.find(":", start)
    between = place.text(start, colon)
    if not name or between.strip("() \t"):
        return "", []
    return name, [insert(start + len(between.rstrip()), f" as {name}")]


def _taken(module: Module) -> frozenset[str]:
    """The names in a file that mean something else than an error that is handled."""
    bound = (item for scope in module.index.scopes for item in scope.bindings.items())
    return frozenset(name for name, bindings in bound if any(binding.kind != "except" for binding in bindings))


def _names_around(place: Place, handler: ast.ExceptHandler) -> frozenset[str]:
    """The names of the errors that are being handled where a clause stands: they would be lost when it ends."""
    around = place.module.ancestors(handler)
    return frozenset(each.name for each in around if isinstance(each, ast.ExceptHandler) and each.name)


def _rebound(handler: ast.ExceptHandler) -> Iterator[str]:
    """The names that get other values, or none, within a clause."""
    for node in ast.walk(handler):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.ExceptHandler) and node is not handler and node.name:
            yield node.name
