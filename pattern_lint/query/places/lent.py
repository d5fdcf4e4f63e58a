"""What the functions around a place are given, and whether they end it themselves."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from ...config.globs import matcher
from ...lang.python.annotations import unquoted
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Binding, Scope
from ...lang.python.walking import nodes_in


def is_taking(globs: tuple[str, ...], scope: Scope) -> bool:
    """Whether a function, or one around it, takes a parameter of some name."""
    return any(True for _ in _taken(matcher(globs), scope))


def is_lent(globs: tuple[str, ...], scope: Scope, module: Module) -> bool:
    """The same, or one of a type of such a name, where none of them enters what it takes by a `with` of its own."""
    is_meant = matcher(globs)
    taken = {*_taken(is_meant, scope), *_taken_by_type(is_meant, scope)}
    return bool(taken) and taken.isdisjoint(module.once(_entered))


def _taken(is_meant: Callable[[str], object], scope: Scope) -> Iterator[tuple[Scope, str]]:
    return ((home, name) for home, name, _ in _parameters(scope) if is_meant(name))


def _taken_by_type(is_meant: Callable[[str], object], scope: Scope) -> Iterator[tuple[Scope, str]]:
    return ((home, name) for home, name, bound in _parameters(scope) if any(map(is_meant, _types_of(bound))))


def _parameters(scope: Scope) -> Iterator[tuple[Scope, str, Binding]]:
    """The parameters of the functions around, each with its function."""
    around: Scope | None = scope
    while around is not None:
        for name, bindings in around.bindings.items() if around.kind == "function" else ():
            if bindings[0].kind == "param":
                yield around, name, bindings[0]
        around = around.parent


def _types_of(binding: Binding) -> Iterator[str]:
    """The names in the annotation of a parameter."""
    parts = nodes_in(unquoted(binding.annotation)) if binding.annotation is not None else ()
    return (name_of(each) for each in parts if isinstance(each, (ast.Name, ast.Attribute)))


def _entered(module: Module) -> frozenset[tuple[Scope, str]]:
    """The names that functions enter by a `with`, each with its function."""
    statements = module.of(ast.With, ast.AsyncWith)
    items = ((item.context_expr, scope) for node, scope in statements for item in getattr(node, "items", ()))
    return frozenset((scope, each.id) for each, scope in items if isinstance(each, ast.Name))
