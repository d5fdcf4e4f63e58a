"""What a name gets of a value that is taken apart."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeAlias

from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from .fillings import KEYS

Taken: TypeAlias = tuple[ast.expr, Scope, object]
"""An expression, where it is read, and the key of the part of it."""


def unpacked(node: ast.AST, name: str, home: Scope, module: Module) -> Iterator[Taken]:
    """The values of which a name is a part, where it is bound to more than one value at once."""
    if isinstance(node, ast.Assign):
        yield node.value, home, _place_in(node.targets, name)
    elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
        yield from _of_loop(node, name, home)
    elif isinstance(node, ast.MatchAs | ast.MatchStar | ast.MatchMapping):
        yield from ((each.subject, home, None) for each in module.ancestors(node) if isinstance(each, ast.Match))


def _of_loop(node: ast.For | ast.AsyncFor | ast.comprehension, name: str, home: Scope) -> Iterator[Taken]:
    """The number of an element is nothing of it; a key is one of the mapping's keys."""
    call, place = node.iter, _place_in([node.target], name)
    if place == 0 and isinstance(call, ast.Call):
        if isinstance(call.func, ast.Name) and call.func.id == "enumerate":
            return
        if isinstance(call.func, ast.Attribute) and call.func.attr == "items":
            yield call.func.value, home, KEYS
            return
    yield call, home, None


def _place_in(targets: list[ast.expr], name: str) -> int | None:
    """The place of a name in a row that something is taken apart into; None behind a starred one."""
    for target in targets:
        for place, part in enumerate(target.elts if isinstance(target, ast.Tuple | ast.List) else ()):
            if isinstance(part, ast.Starred):
                break
            if isinstance(part, ast.Name) and part.id == name:
                return place
    return None
