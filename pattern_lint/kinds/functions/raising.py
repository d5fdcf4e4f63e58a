"""Which errors a function raises itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.catching import is_caught_around
from ...lang.python.module import Module
from ...lang.python.raising import raised_by
from ...lang.python.scopes import Scope
from ...query.answers import Answer, some
from ...query.errors.raised import is_kind_of
from ...query.naming.names import Names


def raises(names: Names, scope: Scope, module: Module) -> Answer:
    """Whether a function raises one of some errors, or what derives from one, and no clause of its own takes it."""
    return some(_raised(names, scope, module))


def _raised(names: Names, scope: Scope, module: Module) -> Iterator[Answer]:
    for node in module.once(_raises_of).get(scope, ()):
        for raised in raised_by(module, node, scope):
            if raised.symbol is None or not is_caught_around(module, node, raised.symbol, scope):
                yield is_kind_of(names, raised, module)


def _raises_of(module: Module) -> dict[Scope, list[ast.Raise]]:
    found: dict[Scope, list[ast.Raise]] = {}
    for node, scope in module.of(ast.Raise):
        if isinstance(node, ast.Raise):
            found.setdefault(scope, []).append(node)
    return found
