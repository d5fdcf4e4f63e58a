"""Things that a module keeps for itself, and with which it does nothing but what is said."""

from __future__ import annotations

import ast

from ...config.globs import matcher
from ...lang.python.constants import constant
from ...lang.python.module import Module, name_of
from ..calls.calls import Called


def kept_alone(call: Called, globs: tuple[str, ...], module: Module) -> str:
    """The name under which a module keeps what a call gives that is told nothing itself, where nothing is called on it
    but what some globs match, and it is handed to nobody; else nothing."""
    kept = module.index.parents.get(call.node)
    name = _target_of(kept)
    bound = module.scope.bindings.get(name, ()) if call.scope is module.scope else ()
    if len(bound) != 1 or not isinstance(call.node, ast.Call) or _is_told(call.node, module):
        return ""
    is_meant = matcher(globs)
    return name if all(map(is_meant, module.once(_done_with).get(name, ()))) else ""


def _done_with(module: Module) -> dict[str, set[str]]:
    """What is called on each name of a module, or given it."""
    found: dict[str, set[str]] = {}
    for call in module.calls:
        node = call.node
        of = [node.func.value] if isinstance(node.func, ast.Attribute) else []
        for each in (*of, *node.args, *(word.value for word in node.keywords)):
            if isinstance(each, ast.Name):
                found.setdefault(each.id, set()).add(call.name)
    return found


def _target_of(statement: ast.AST | None) -> str:
    """The one name that a statement assigns."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        return name_of(statement.targets[0]) if isinstance(statement.targets[0], ast.Name) else ""
    is_name = isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    return name_of(statement.target) if is_name and isinstance(statement, ast.AnnAssign) else ""


def _is_told(call: ast.Call, module: Module) -> bool:
    """Whether a call is given something besides texts, numbers and the like."""
    given = (constant(module, word.value, module.scope) for word in call.keywords)
    return bool(call.args) or any(word.arg is None for word in call.keywords) or not all(map(_is_plain, given))


def _is_plain(value: ast.expr) -> bool:
    return isinstance(value, (ast.Constant, ast.JoinedStr))
