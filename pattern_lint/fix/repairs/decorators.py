"""Repairs of the decorators of functions."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from ...lang.python.scopes import FunctionNode
from ...lang.python.unparsed import unparsed
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
        if place.module.span(node) != place.span:
            continue
        written = next((new for old, new in successors.items() if _is_called_so(node, symbol, old)), None)
        around = place.module.index.parents.get(node)
        if written is None or not isinstance(around, FunctionNode):
            return []
        if len([each for each in ast.walk(around.args) if isinstance(each, ast.arg)]) != _VALUE_ALONE:
            return []
        name, arguments = _parts(written)
        home, _, simple = name.rpartition(".")
        edits = [
            Edit(*place.ends(old), f"{new.arg}={ast.get_source_segment(written, new.value)}")
            for old, new in zip(node.keywords, arguments, strict=True)
        ]
        start, end = place.ends(node.func)
        if isinstance(node.func, ast.Attribute):
            return [Edit(end - len(node.func.attr), end, simple), *edits]
        importing = _importing(place, home, simple)
        return [Edit(start, end, simple), *edits, *importing] if importing is not None else []
    return []


def successor(place: Place, name: str) -> list[Edit]:
    """Another decorator stands in the place of one, and is given the same."""
    functions = (each.node for each in place.module.index.functions)
    decorators = (each for node in functions if isinstance(node, FunctionNode) for each in node.decorator_list)
    for decorator in decorators:
        if place.module.span(decorator) == place.span:
            named = decorator.func if isinstance(decorator, ast.Call) else decorator
            if (place.module.symbol(named, place.module.scope) or "").endswith("()"):
                return []  # what it is given stands elsewhere, where it was made
            importing = _importing_whole(place, name.rpartition(".")[0], named)
            return [Edit(*place.ends(named), name), *importing] if importing is not None else []
    return []


def _importing_whole(place: Place, module: str, beside: ast.expr) -> list[Edit] | None:
    """What imports a module beside the import that another name comes from; None where there is none."""
    bound = place.module.scope.bindings.get(module.partition(".")[0])
    if bound is not None:
        whole = (alias for each in bound if isinstance(each.node, ast.Import) for alias in each.node.names)
        return [] if any(alias.name == module and alias.asname is None for alias in whole) else None
    home = (place.module.symbol(beside, place.module.scope) or "").partition(".")[0]
    for node, scope in place.module.of(ast.Import, ast.ImportFrom):
        is_whole = isinstance(node, ast.Import)
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else [getattr(node, "module", "")]
        if scope is place.module.scope and home in {(each or "").partition(".")[0] for each in names}:
            first, last = place.ends(node)
            line = place.source.line_around(last if is_whole else first)
            return [insert(line[1] if is_whole else line[0], f"import {module}\n")]
    return None


def _is_called_so(node: ast.Call, symbol: str | None, written: str) -> bool:
    """Whether a call is of a name, with these arguments that have names and no others."""
    name, arguments = _parts(written)
    given = {keyword.arg: unparsed(keyword.value) for keyword in node.keywords}
    return symbol == name and given == {each.arg: unparsed(each.value) for each in arguments}


def _parts(written: str) -> tuple[str, list[ast.keyword]]:
    """A name, and the arguments with names that stand in parentheses behind it."""
    read = ast.parse(written, mode="eval").body
    return (unparsed(read.func), read.keywords) if isinstance(read, ast.Call) else (written, [])


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
