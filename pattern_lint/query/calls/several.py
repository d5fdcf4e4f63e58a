"""The several values that an argument has: one for each way in which it comes about, and for each pass of a loop."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.constants import elements
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...lang.python.ways import choices


def values_of(node: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """The expressions that one may stand for, as far as a file shows them; itself where it does not."""
    for choice, home in choices(node, module, scope):
        looped = _looped(choice, module, home) if isinstance(choice, ast.Name) else None
        yield from [(choice, home)] if looped is None else looped


def _looped(name: ast.Name, module: Module, scope: Scope) -> list[tuple[ast.expr, Scope]] | None:
    """What a name has in the passes of a loop over a collection that is written out; None where that does not show.

    A table of names and what belongs to them is made to be changed, and stays unknown.
    """
    home, bindings = module.names.reached(name.id, name, scope) or (scope, [])
    binding = bindings[0] if len(bindings) == 1 else None
    if binding is None or binding.kind != "iter" or binding.value is None:
        return None
    loop = binding.node
    is_plain = isinstance(loop, (ast.For, ast.AsyncFor, ast.comprehension)) and isinstance(loop.target, ast.Name)
    found = elements(module, binding.value, home) if is_plain else None
    return [(each, home) for each in found] if found is not None else None
