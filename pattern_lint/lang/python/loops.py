"""What loops run over."""

from __future__ import annotations

import ast
from typing import TypeAlias

Loop: TypeAlias = ast.For | ast.AsyncFor | ast.comprehension

_SAME = frozenset({"list", "reversed", "sorted", "tuple"})
"""What gives the elements that it is given."""


def run_over(loop: Loop) -> tuple[ast.expr, ast.expr]:
    """What takes each element of what, the number aside that `enumerate` gives it, and whether it is of a copy."""
    target, over = loop.target, loop.iter
    while isinstance(over, ast.Call) and isinstance(over.func, ast.Name) and over.args:
        if over.func.id == "enumerate" and isinstance(target, ast.Tuple) and len(target.elts) == 2:
            target = target.elts[1]
        elif over.func.id not in _SAME:
            break
        over = over.args[0]
    return target, over
