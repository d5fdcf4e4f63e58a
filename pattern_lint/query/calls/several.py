"""The several values that an argument has: one for each way in which it comes about, and for each pass of a loop."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.constants import elements, iterated
from ...lang.python.loops import run_over
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

    A table of names and what belongs to them that a module or class keeps is made to be changed, and stays unknown.
    """
    home, bindings = module.names.reached(name.id, name, scope) or (scope, [])
    loop = bindings[0].node if len(bindings) == 1 else None
    if not isinstance(loop, (ast.For, ast.AsyncFor, ast.comprehension)):
        return None
    target, over = run_over(loop)
    if isinstance(target, ast.Name):
        found = elements(module, over, home)
    else:
        found = iterated(module, bindings[0], name.id, home) if _is_own(over, module, home) else None
    return [(each, home) for each in found] if found is not None else None


def _is_own(collection: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a table, or what is taken of it by `.items()`, is written in the loop or in the loop's function."""
    asked = collection.func if isinstance(collection, ast.Call) else None
    held = asked.value if isinstance(asked, ast.Attribute) else collection
    if not isinstance(held, ast.Name):
        return isinstance(held, (ast.Dict, ast.List, ast.Tuple))
    reached = module.names.reached(held.id, held, scope)
    return reached is not None and reached[0].kind == "function" and len(reached[1]) == 1
