"""What a file adds to collections after they were made: by a method, under a key, with `+=` and `|=`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...lang.python.constants import elements
from ...lang.python.module import Module
from ...lang.python.scopes import Scope

_PLACE_OF_ADDED = {"append": -1, "appendleft": -1, "add": -1, "insert": -1, "setdefault": 0}
"""Methods that add one thing, and which of their arguments that is."""
ADDING_MANY = frozenset({"extend", "update"})
ADDING = frozenset(_PLACE_OF_ADDED) | ADDING_MANY


class Addition(NamedTuple):
    """Something that is added to a collection."""

    to: ast.expr
    added: ast.expr
    scope: Scope
    is_collection: bool = False
    """Whether its elements are added."""
    value: ast.expr | None = None
    """What stands under it from then on, where it is a key."""

    def parts(self, module: Module) -> list[ast.expr] | None:
        """What becomes a part of the collection; None where that does not show."""
        return elements(module, self.added, self.scope) if self.is_collection else [self.added]


def additions(module: Module) -> Iterator[Addition]:
    """All that a file adds to something."""
    for verb in ADDING & module.named_calls.keys():
        for call in module.named_calls[verb]:
            node = call.node
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                place = _PLACE_OF_ADDED.get(verb, 0)
                value = node.args[1] if verb == "setdefault" and len(node.args) > 1 else None
                yield Addition(node.func.value, node.args[place], call.scope, verb in ADDING_MANY, value)
            if verb == "update" and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield from (_by_keyword(node.func.value, each, call.scope) for each in node.keywords)
    for statement, scope in module.of(ast.Assign, ast.AugAssign):
        if isinstance(statement, ast.AugAssign) and isinstance(statement.op, (ast.Add, ast.BitOr)):
            yield Addition(statement.target, statement.value, scope, is_collection=True)
        for target in statement.targets if isinstance(statement, ast.Assign) else ():
            if isinstance(target, ast.Subscript) and isinstance(statement, ast.Assign):
                yield Addition(target.value, target.slice, scope, value=statement.value)


def _by_keyword(to: ast.expr, given: ast.keyword, scope: Scope) -> Addition:
    """What `update(name=value)` or `update(**others)` adds to a dict."""
    if given.arg is None:
        return Addition(to, given.value, scope, is_collection=True)
    return Addition(to, ast.copy_location(ast.Constant(given.arg), given.value), scope, value=given.value)


def added_to(module: Module) -> Mapping[tuple[Scope, str], list[Addition]]:
    """What is added to collections after they were made, by the scopes that have them and their names there."""
    found: dict[tuple[Scope, str], list[Addition]] = {}
    for each in additions(module):
        home = each.scope.home(each.to.id) if isinstance(each.to, ast.Name) else None
        if home is not None and isinstance(each.to, ast.Name):
            found.setdefault((home, each.to.id), []).append(each)
    return found
