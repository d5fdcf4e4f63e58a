"""What the functions around a place are given, and whether they end it themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...config.globs import matcher
from ...lang.python.module import Module
from ...lang.python.scopes import Scope


def is_taking(globs: tuple[str, ...], scope: Scope) -> bool:
    """Whether a function, or one around it, takes a parameter of some name."""
    return next(_taken(globs, scope), None) is not None


def is_lent(globs: tuple[str, ...], scope: Scope, module: Module) -> bool:
    """The same, where none of them enters what it takes by a `with` of its own."""
    taken = set(_taken(globs, scope))
    return bool(taken) and taken.isdisjoint(module.once(_entered))


def _taken(globs: tuple[str, ...], scope: Scope) -> Iterator[tuple[Scope, str]]:
    """The parameters of some names of the functions around, each with its function."""
    is_meant = matcher(globs)
    around: Scope | None = scope
    while around is not None:
        for name, bindings in around.bindings.items() if around.kind == "function" else ():
            if bindings[0].kind == "param" and is_meant(name):
                yield around, name
        around = around.parent


def _entered(module: Module) -> frozenset[tuple[Scope, str]]:
    """The names that functions enter by a `with`, each with its function."""
    statements = module.of(ast.With, ast.AsyncWith)
    items = ((item.context_expr, scope) for node, scope in statements for item in getattr(node, "items", ()))
    return frozenset((scope, each.id) for each, scope in items if isinstance(each, ast.Name))
