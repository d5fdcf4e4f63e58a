"""The several values that an argument has: one for each way in which it comes about, and for each pass of a loop."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..lang.python.constants import elements
from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..lang.python.ways import choices

_KEYED = frozenset({"items", "keys"})


def values_of(node: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """The expressions that one may stand for, as far as a file shows them; itself where it does not."""
    for choice, home in choices(node, module, scope):
        looped = _looped(choice, module, home) if isinstance(choice, ast.Name) else None
        yield from [(choice, home)] if looped is None else looped


def _looped(name: ast.Name, module: Module, scope: Scope) -> list[tuple[ast.expr, Scope]] | None:
    """What a name has in the passes of a loop over a collection that is written out; None where that does not show."""
    home, bindings = module.names.reached(name.id, name, scope) or (scope, [])
    loop = bindings[0].node if len(bindings) == 1 and bindings[0].kind == "iter" else None
    if not isinstance(loop, ast.For | ast.AsyncFor | ast.comprehension):
        return None
    found = _passes(loop.iter, module, home)
    if isinstance(loop.target, ast.Name):
        parts = found if found is not None and not _is_of_items(loop.iter) else None
    else:
        parts = _parts(found, loop, name) if found is not None and isinstance(loop.target, ast.Tuple) else None
    return [(each, home) for each in parts] if parts is not None else None


def _passes(node: ast.expr, module: Module, scope: Scope) -> list[ast.expr] | None:
    """What a loop goes through: elements, or the keys of a dict."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _KEYED:
        return elements(module, node.func.value, scope)
    return elements(module, node, scope)


def _is_of_items(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "items"


def _parts(
    found: list[ast.expr], loop: ast.For | ast.AsyncFor | ast.comprehension, name: ast.Name
) -> list[ast.expr] | None:
    """The part of each element that goes to a name: of a pair, of which a dict shows the key alone."""
    assert isinstance(loop.target, ast.Tuple)
    names = [each.id if isinstance(each, ast.Name) else "" for each in loop.target.elts]
    place = names.index(name.id) if name.id in names else -1
    if _is_of_items(loop.iter):
        return found if place == 0 else None
    parts = [each.elts[place] for each in found if isinstance(each, ast.Tuple) and 0 <= place < len(each.elts)]
    return parts if len(parts) == len(found) else None
