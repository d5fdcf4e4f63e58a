"""Which functions of the project others may run for a function: it hands them on, calls them in a lambda, or takes them
out of a table."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from sys import intern
from typing import NamedTuple

from ...lang.python.module import Module, Span
from ...lang.python.scopes import Scope
from ...lang.python.walking import own_nodes
from .listed import listed_in, name_read


class Handed(NamedTuple):
    """A function that another one may get to run; plain data."""

    function: str
    symbol: str
    span: Span


def handed_in(module: Module) -> Iterator[Handed]:
    """What the functions of a module hand on, each with the symbol of a function."""
    tables = _tables(module)
    for scope in module.index.scopes:
        home = scope.function if scope.kind in ("function", "lambda") else None
        if home is None:
            continue
        function, told = module.names.qualified(home), set[str]()
        for node in own_nodes(scope):
            named = {*_named(node, scope, module), *tables.get(name_read(node), ())} - told
            told |= named
            yield from (Handed(function, symbol, module.span(node)) for symbol in sorted(named))


def _named(node: ast.AST, scope: Scope, module: Module) -> Iterator[str]:
    """The symbols of what a call is given or a collection holds, and of what a lambda calls."""
    given = [*listed_in(node)]
    if isinstance(node, ast.Call):
        given += [*node.args, *(keyword.value for keyword in node.keywords)]
        given += [node.func] if scope.kind == "lambda" else []
    for each in given:
        symbol = module.symbol(each, scope) if isinstance(each, (ast.Name, ast.Attribute)) else None
        if symbol is not None and symbol[: symbol.find(".")] in module.roots and _may_run(symbol):
            yield intern(symbol)  # many files of a large project name the same


def _may_run(symbol: str) -> bool:
    """Whether what has a name may be a function: neither a class or constant nor what a call gives."""
    return not symbol.endswith("()") and symbol.rpartition(".")[2].lstrip("_")[:1].islower()


def _tables(module: Module) -> Mapping[str, tuple[str, ...]]:
    """What a module and its classes keep in collections, by what these are called."""
    found: dict[str, tuple[str, ...]] = {}
    for scope in (module.scope, *(each for each in module.index.scopes if each.kind == "class")):
        for name, bindings in scope.bindings.items():
            kept = [each.value for each in bindings if each.value is not None and listed_in(each.value)]
            symbols = tuple(symbol for value in kept for symbol in _named(value, scope, module))
            if symbols:
                found[name] = (*found.get(name, ()), *symbols)
    return found
