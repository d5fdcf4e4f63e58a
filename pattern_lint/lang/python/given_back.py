"""What functions give back, as it is made: also where it goes through a variable that is set right before."""

from __future__ import annotations

import ast

from .module import Module
from .scopes import Scope

_BLOCKS = ("body", "orelse", "finalbody")


def given_back(module: Module) -> dict[Scope, list[ast.expr]]:
    """The values that each function returns; of `made = Pool()` and then `return made` what is made. Asked for once."""
    found: dict[Scope, list[ast.expr]] = {}
    for node, scope in module.of(ast.Return):
        assert isinstance(node, ast.Return)
        if node.value is not None:
            found.setdefault(scope, []).append(set_right_before(node, node.value, module))
    return found


def set_right_before(last: ast.stmt, value: ast.expr, module: Module) -> ast.expr:
    """The value of an expression that the last statement of a block uses, or what the statement before sets it to."""
    if not isinstance(value, ast.Name):
        return value
    before = _statement_before(last, module)
    targets = before.targets if isinstance(before, ast.Assign) else [getattr(before, "target", None)]
    given = before.value if isinstance(before, (ast.Assign, ast.AnnAssign)) else None
    is_set = len(targets) == 1 and isinstance(targets[0], ast.Name) and targets[0].id == value.id
    return given if is_set and given is not None else value


def _statement_before(last: ast.stmt, module: Module) -> ast.stmt | None:
    around = module.index.parents.get(last)
    blocks = (getattr(around, field, None) for field in _BLOCKS)
    return next((each[-2] for each in blocks if isinstance(each, list) and each[1:] and each[-1] is last), None)
