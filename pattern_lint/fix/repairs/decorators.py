"""Repairs of the decorators of functions."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from ...lang.python.scopes import FunctionNode
from ..place import Place, insert
from ..source import Edit

_METHODS = ("classmethod", "staticmethod")
_VALUE_ALONE = 2
"""Parameters of a method that is handed one value: what is handed more may be handed other things by a successor."""


def beneath(place: Place, name: str) -> list[Edit]:
    """The function gets a decorator beneath all others."""
    for scope in place.module.index.functions:
        node = scope.node
        if not isinstance(node, FunctionNode) or place.module.header(node) != place.span:
            continue
        decorators = {each.id for each in node.decorator_list if isinstance(each, ast.Name)}
        if name not in decorators and not (name in _METHODS and decorators.intersection(_METHODS)):
            start = place.ends(node)[0]
            line, _ = place.source.line_around(start)
            return [insert(line, f"{place.text(line, start)}@{name}\n")]
    return []


def instead(place: Place, successors: Mapping[str, str]) -> list[Edit]:
    """A decorator's successor stands in its place, where both are handed the same."""
    for node, _, symbol, _ in place.module.calls:
        if symbol is None or symbol not in successors or node.keywords or place.module.span(node) != place.span:
            continue
        around = place.module.index.parents.get(node)
        if not isinstance(around, FunctionNode) or len(ast.unparse(around.args).split(",")) != _VALUE_ALONE:
            return []
        home, _, name = successors[symbol].rpartition(".")
        start, end = place.ends(node.func)
        if isinstance(node.func, ast.Attribute):
            return [Edit(end - len(node.func.attr), end, name)]
        importing = _importing(place, home, name)
        return [Edit(start, end, name), *importing] if importing is not None else []
    return []


def _importing(place: Place, home: str, name: str) -> list[Edit] | None:
    """What imports a name from where another one is imported; None where nothing is."""
    bound = place.module.scope.bindings.get(name)
    if bound is not None:
        return [] if any(binding.target == f"{home}.{name}" for binding in bound) else None
    for node, scope in place.module.of(ast.ImportFrom):
        assert isinstance(node, ast.ImportFrom)
        if node.module == home and not node.level and scope is place.module.scope:
            return [insert(place.ends(node.names[-1])[1], f", {name}")]
    return None
