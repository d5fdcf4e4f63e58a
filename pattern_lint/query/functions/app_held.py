"""What an application keeps for all of its parts, in its state or under a key: `app.state.clock`, `app["clock"]`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in

_APPLICATIONS = frozenset({"app", "_app", "application", "_application"})
_STATE = "state"
ANY_SLOT = "*"
"""Stands for whatever somebody may look up who gets hold of all of it."""


def slot_of(node: ast.expr) -> str:
    """The name under which an application keeps something; empty for any other expression."""
    if isinstance(node, ast.Attribute):
        return node.attr if _is_state(node.value) else ""
    key = node.slice if isinstance(node, ast.Subscript) and name_of(node.value) in _APPLICATIONS else None
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else name_of(key) if key else ""


def _is_state(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == _STATE and name_of(node.value) in _APPLICATIONS


def put_in_slots(module: Module) -> dict[str, list[tuple[ast.expr, Scope]]]:
    """What a module gives to an application, by the names under which that keeps it."""
    found: dict[str, list[tuple[ast.expr, Scope]]] = {}
    for node, scope in module.of(ast.Assign) if not _APPLICATIONS.isdisjoint(module.mentioned) else ():
        assert isinstance(node, ast.Assign)
        for slot in filter(None, map(slot_of, node.targets)):
            found.setdefault(slot, []).append((node.value, scope))
    return found


def taken_from_slots(module: Module, is_release: Callable[[str], bool]) -> Iterator[str]:
    """The names of what a module ends that an application keeps, or may end, as it hands it on."""
    if _APPLICATIONS.isdisjoint(module.mentioned):
        return
    parents = module.index.parents
    for node in nodes_in(module.tree):
        if not isinstance(node, (ast.Attribute, ast.Subscript)):
            continue
        parent = parents.get(node)
        if _is_state(node) and not isinstance(parent, ast.Attribute):
            yield ANY_SLOT
        slot = slot_of(node) if isinstance(node.ctx, ast.Load) else ""
        if slot and not (isinstance(parent, ast.Attribute) and not is_release(parent.attr)):
            yield slot
