"""The functions that a callback leads to: named, made ready by a partial, given to the function that hands it on, taken
out of what a loop or table is written out over, or called by a lambda and by what else is made of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...flow.fillings import held_by
from ...lang.python.constants import picked
from ...lang.python.loops import run_over
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...lang.python.ways import choices
from .callers import given_for, taken

_PARTIALS = frozenset({"functools.partial", "functools.partialmethod"})


class Callback(NamedTuple):
    """A function that is named, and what is known of the arguments that it is called with."""

    node: ast.expr
    scope: Scope
    given: int = 0
    """How many of its first arguments it has already."""
    keywords: tuple[str, ...] = ()
    """The arguments that it has already by keyword."""
    is_itself: bool = True
    """Whether it is what is called back, and not what that calls in its turn."""


def callbacks(value: ast.expr, module: Module, scope: Scope) -> Iterator[Callback]:
    """The functions that a value leads to when it is called, by every way in which it may come about."""
    pending, seen = [Callback(value, scope)], set[ast.expr]()
    while pending:
        current = pending.pop()
        for node, home in choices(current.node, module, current.scope):
            if node in seen:
                continue
            seen.add(node)
            further = list(_further(current._replace(node=node, scope=home), module))
            pending += further
            if not further or taken(node, module, home) is not None:  # which others may give something else
                yield current._replace(node=node, scope=home)


def _further(callback: Callback, module: Module) -> Iterator[Callback]:
    """What a callback stands for that is no name of a function."""
    node, scope = callback.node, callback.scope
    if isinstance(node, ast.Lambda):
        inner = module.index.scope_of.get(node)
        if isinstance(node.body, ast.Call) and inner is not None:
            yield callback._replace(node=node.body.func, scope=inner, is_itself=False)
    elif isinstance(node, ast.Call) and node.args and module.symbol(node.func, scope) in _PARTIALS:
        names = tuple(word.arg for word in node.keywords if word.arg is not None)
        given = callback.given + len(node.args) - 1
        yield callback._replace(node=node.args[0], given=given, keywords=(*callback.keywords, *names))
    elif isinstance(node, ast.Call):
        functions = [each for each in node.args if isinstance(each, (ast.Name, ast.Attribute))]
        yield from (callback._replace(node=each, is_itself=False) for each in functions)
    else:
        parts = ((each, scope) for each in picked(node, module, scope))
        kept = _kept(node, module, scope)
        parameter = taken(node, module, scope)
        handed = given_for(parameter, module) if parameter is not None else ()
        yield from (callback._replace(node=each, scope=home) for each, home in (*parts, *kept, *handed))


def _kept(node: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """What a table or list holds that the own object keeps, where a name of a loop or a key stands for a part of it."""
    bound = module.names.reached(node.id, node, scope) if isinstance(node, ast.Name) else None
    loop = bound[1][0].node if bound is not None and len(bound[1]) == 1 else None
    of = run_over(loop)[1] if isinstance(loop, (ast.For, ast.comprehension)) else getattr(node, "value", None)
    is_of_table = isinstance(of, ast.Call) and isinstance(of.func, ast.Attribute) and not of.args
    of = of.func.value if is_of_table and isinstance(of, ast.Call) and isinstance(of.func, ast.Attribute) else of
    for held, home in held_by(of, module, scope) if isinstance(of, ast.Attribute) else ():
        items = held.values if isinstance(held, ast.Dict) else getattr(held, "elts", [])
        yield from ((part, home) for item in items for part in getattr(item, "elts", [item]))
