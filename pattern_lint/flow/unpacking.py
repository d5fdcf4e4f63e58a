"""What a name gets of a value that is taken apart."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from .fillings import KEYS

Taken: TypeAlias = tuple[ast.expr, Scope, object]
"""An expression, where it is read, and the key of the part of it."""


def unpacked(node: ast.AST, name: str, home: Scope, module: Module) -> Iterator[Taken]:
    """The values of which a name is a part, where it is bound to more than one value at once."""
    if isinstance(node, ast.Assign):
        places = next(filter(None, (_places(target, name) for target in node.targets)), ())
        yield node.value, home, places[0] if len(places) == 1 else None
    elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
        yield from _iterated(node.iter, _places(node.target, name), home)
    elif isinstance(node, (ast.MatchAs, ast.MatchStar, ast.MatchMapping)):
        yield from ((each.subject, home, None) for each in module.ancestors(node) if isinstance(each, ast.Match))


def _iterated(node: ast.expr, places: Sequence[int], home: Scope) -> Iterator[Taken]:
    """What a part of the elements holds: the number of an element is nothing of it, a key is one of a mapping's."""
    function = node.func if isinstance(node, ast.Call) else None
    if not places or not isinstance(node, ast.Call):
        yield node, home, None
    elif isinstance(function, ast.Attribute) and function.attr == "items":
        yield function.value, home, None if places[0] else KEYS
    elif not isinstance(function, ast.Name) or not node.args:
        yield node, home, None
    elif function.id == "enumerate":
        yield from _iterated(node.args[0], places[1:], home) if places[0] else ()
    elif function.id == "zip" and places[0] < len(node.args):
        yield from _iterated(node.args[places[0]], places[1:], home)
    else:
        is_same = function.id in ("sorted", "list", "tuple", "reversed")
        yield from _iterated(node.args[0], places, home) if is_same else ((node, home, None),)


def _places(target: ast.expr, name: str) -> tuple[int, ...]:
    """Where a name stands in a row that something is taken apart into, and in rows in it; nothing behind a star."""
    for place, part in enumerate(target.elts if isinstance(target, (ast.Tuple, ast.List)) else ()):
        if isinstance(part, ast.Starred):
            break
        if isinstance(part, ast.Name) and part.id == name:
            return (place,)
        if below := _places(part, name):
            return (place, *below)
    return ()
