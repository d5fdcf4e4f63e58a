"""Collects the calls of one module that may lead into the project."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator
from sys import intern
from typing import Any, TypeAlias

from ..knowledge.words import listed
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import Scope
from ..query.functions.tried import tries_again
from .circumstances import NOTHING, Circumstances
from .each_call import run_for_each
from .facts import TRIED_AGAIN
from .handing import given
from .usage import FLAG_OF_PARENT, Usage

StoredCall: TypeAlias = tuple[Any, ...]
"""A `CallFact` as plain data."""

_SAME: dict[tuple[str, ...], tuple[str, ...]] = {}
"""What calls hand over, each kept once."""
_MOST = 20_000
_UNTYPED = "?"
"""Stands in a symbol for what has no type."""
_ENTERING = ("__enter__", "__exit__")


def calls_of(module: Module) -> dict[Scope, list[StoredCall]]:
    """The calls that may lead into the project, by the scope that makes them."""
    found: dict[Scope, list[StoredCall]] = {}
    leads_in = _Ways(module.roots)
    flag_of, span_of, is_ascii = Usage(module).flag, module.span, module.is_ascii
    shared = module.once(Circumstances)
    tried = module.once(tries_again)
    endings = listed("bus-endings")
    buses = {name for name in module.mentioned if name.lower().endswith(endings)}
    circumstances, branching, parents = shared.of, shared.branching, module.index.parents
    same, line_of = _SAME, _LINES
    for call in module.calls:
        node, scope, symbol, _ = call
        if symbol is None and buses:
            symbol = _on_bus(node, buses)
        if symbol is None or not leads_in[symbol[: symbol.find(".")]]:
            continue
        symbol = intern(symbol)
        while scope.kind == "class" and scope.parent is not None:
            scope = scope.parent
        handed: tuple[str, ...] = ()
        if node.args or node.keywords:
            handed = given(node, scope)
            handed = same.setdefault(handed, handed) if len(same) < _MOST else same.get(handed, handed)
        how, needs = circumstances(node, scope) if scope in branching else NOTHING
        flags = flag_of(call) | how if node.keywords or parents[node].__class__ in FLAG_OF_PARENT else how
        if scope in tried and any(first <= node.lineno <= last for first, last in tried[scope]):
            flags |= TRIED_AGAIN
        if is_ascii:  # as `span_of` does it, for more calls than anything else
            end_line, end_column = line_of[node.end_lineno], (node.end_col_offset or 0) + 1
            fact = (symbol, line_of[node.lineno], node.col_offset + 1, end_line, end_column, flags, handed, needs)
        else:
            fact = (symbol, *span_of(node), flags, handed, needs)
        if scope in found:
            found[scope].append(fact)
        else:
            found[scope] = [fact]
    for scope, symbol, entered in _entered(module):
        if leads_in[symbol[: symbol.find(".")]]:
            how, needs = circumstances(entered, scope)
            span = span_of(entered)
            found.setdefault(scope, []).extend((f"{symbol}.{name}", *span, how, (), needs) for name in _ENTERING)
    for scope, symbol, running in run_for_each(module):
        if leads_in[symbol[: symbol.find(".")]]:
            how, needs = circumstances(running, scope)
            found.setdefault(scope, []).append((symbol, *span_of(running), how, (), needs))
    return found


def _on_bus(call: ast.Call, buses: Collection[str]) -> str | None:
    """What is called on something of which only the name tells that it is an event bus."""
    on = call.func.value if isinstance(call.func, ast.Attribute) else None
    name = name_of(on) if isinstance(on, (ast.Name, ast.Attribute)) else ""
    return f"{_UNTYPED}.{name}.{name_of(call.func)}" if name in buses else None


class _Lines(dict[int | None, int]):
    """The numbers of lines, each kept once: the tree has one of its own for each place, and calls are many."""

    def __missing__(self, line: int | None) -> int:
        self[line] = line or 0
        return self[line]


_LINES = _Lines()


class _Ways(dict[str, bool]):
    """First name of a symbol -> whether it may be the project's, and not the standard library's."""

    def __init__(self, roots: frozenset[str]) -> None:
        super().__init__()
        self._roots = roots

    def __missing__(self, root: str) -> bool:
        standard = root == "builtins" or root in sys.stdlib_module_names
        self[root] = not standard or root in self._roots
        return self[root]


def _entered(module: Module) -> Iterator[tuple[Scope, str, ast.expr]]:
    """What `with` enters and leaves: it calls methods of it that no call names."""
    for node, scope in module.of(ast.With):
        assert isinstance(node, ast.With)
        for item in node.items:
            symbol = module.symbol(item.context_expr, scope)
            if symbol is not None:
                yield scope, symbol, item.context_expr
