"""What a module keeps under a name of its own, and whether something in it ends that."""

from __future__ import annotations

import ast

from ...lang.python.module import Module
from ...lang.python.scopes import Binding, Scope
from ...lang.python.walking import children_of, nodes_in
from ..answers import NO, UNKNOWN, YES, Answer, on_condition
from .enders import Enders

_ONLY_ASKING = (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.If, ast.IfExp, ast.While, ast.Assert)


def is_held_by_module(name: str, module: Module, scope: Scope) -> bool:
    """Whether a name stands for what the module itself makes and keeps, be it by a function that says `global`."""
    is_kept = scope.home(name) is module.scope or name in scope.globals
    bound = [*module.scope.bindings.get(name, ()), *module.once(_set_by_functions).get(name, ())] if is_kept else []
    made = [each for each in bound if isinstance(each.value, ast.Call)]
    return bool(made) and all(each.kind in ("assign", "annotated") for each in bound)


def _set_by_functions(module: Module) -> dict[str, list[Binding]]:
    """What functions give to the names that they say to be global."""
    found: dict[str, list[Binding]] = {}
    for scope in module.index.functions:
        for name in scope.globals & scope.bindings.keys():
            found.setdefault(name, []).extend(scope.bindings[name])
    return found


def ended_by_module(name: str, enders: Enders, module: Module) -> Answer:
    """Whether a module ends what it keeps; who imports that may, and so may whoever gets it."""
    known = module.once(_known)
    if (name, enders) not in known:
        known[name, enders] = _ended(name, enders, module)
    return known[name, enders]


def _known(module: Module) -> dict[tuple[str, Enders], Answer]:
    return {}


def _ended(name: str, enders: Enders, module: Module) -> Answer:
    found = NO
    for parent in module.once(_readers).get(name, ()):
        if isinstance(parent, ast.Attribute):
            if enders.release.has(parent, module, module.scope):
                return YES
        elif not isinstance(parent, _ONLY_ASKING):
            found = UNKNOWN
    return on_condition(("at-hand", f"{module.name}.{name}", ())) if found == NO else found


def _readers(module: Module) -> dict[str, list[ast.AST]]:
    """What reads each name that the module binds, wherever it stands."""
    found: dict[str, list[ast.AST]] = {}
    kept = module.scope.bindings.keys() | module.once(_set_by_functions).keys()
    for parent in nodes_in(module.tree):
        for node in children_of(parent):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in kept:
                found.setdefault(node.id, []).append(parent)
    return found
