"""What a framework is told that a function depends on: by decorators, by what these belong to, by parameters."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...flow.bindings import values_behind
from ...lang.python.annotations import unquoted
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in
from ...query.answers import Answer, some
from ...query.naming.names import Asked, NameSet


def depends_on(names: NameSet, scope: Scope, module: Module) -> Answer:
    """Whether something by one of some names is among what a function depends on, however it is handed there."""
    assert isinstance(scope.node, FunctionNode)
    return some(_matches(names, scope.node, scope.parent or scope, module))


def _matches(names: NameSet, node: FunctionNode, outer: Scope, module: Module) -> Iterator[Answer]:
    seen: set[ast.expr] = set()
    pending = [(each, outer) for each in _told_at(node)]
    while pending:
        behind, pending = [*values_behind(pending, module)], []
        for value, home in behind:
            for part in nodes_in(value):
                if isinstance(part, (ast.Name, ast.Attribute)) and part not in seen:
                    seen.add(part)
                    yield names.match(Asked(module.symbol(part, home), name_of(part), ""), module.roots)
                    pending += [(part, home)] if isinstance(part, ast.Name) else []


def _told_at(node: FunctionNode) -> Iterator[ast.expr]:
    """Where a framework looks for what a function depends on."""
    args = node.args
    yield from node.decorator_list
    called = (each.func for each in node.decorator_list if isinstance(each, ast.Call))
    yield from (each.value for each in called if isinstance(each, ast.Attribute))
    yield from (each for each in (*args.defaults, *args.kw_defaults) if each is not None)
    yield from (unquoted(each.annotation) for each in (*args.args, *args.kwonlyargs) if each.annotation is not None)
