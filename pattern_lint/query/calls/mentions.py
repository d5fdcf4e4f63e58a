"""Which names, texts and numbers occur in what a call is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...config.globs import fnmatchcase
from ...lang.python.constants import constant
from ...lang.python.loops import run_over
from ...lang.python.module import Module, name_of
from ...lang.python.own_names import own_name
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in


def mentions(call: ast.expr, groups: tuple[str, ...], module: Module, scope: Scope) -> bool:
    """Whether globs each match a name, text or number in what a call is given, be it by way of a variable, also one of
    a loop.

    With `|` between several globs, one is enough.
    """
    said = list(_said(call, module, scope)) if groups else []
    return all(any(fnmatchcase(each, glob) for each in said for glob in group.split("|")) for group in groups)


def _said(node: ast.expr, module: Module, scope: Scope) -> Iterator[str]:
    keywords = node.keywords if isinstance(node, ast.Call) else []
    given = [*node.args, *(keyword.value for keyword in keywords)] if isinstance(node, ast.Call) else []
    yield from (word.arg for word in keywords if word.arg and not _says_itself(word.value))
    for value in given:
        for part in (part for each in (value, *_behind(value, module, scope)) for part in nodes_in(each)):
            if isinstance(part, ast.Constant) and isinstance(part.value, (str, int)):
                yield str(part.value)
            elif isinstance(part, (ast.Name, ast.Attribute)):
                yield from (name_of(part), own_name(part, module))
                held = constant(module, part, scope) if part is not value else None
                if isinstance(held, ast.Constant) and isinstance(held.value, str):
                    yield held.value
                elif isinstance(held, (ast.Name, ast.Attribute)):
                    yield own_name(held, module)


def _says_itself(value: ast.expr) -> bool:
    """Whether the name of an argument says nothing: a dict that is written out tells what is in it, and what is
    switched off is not there."""
    return isinstance(value, ast.Dict) or (isinstance(value, ast.Constant) and value.value is False)


def _behind(value: ast.expr, module: Module, scope: Scope) -> Iterator[ast.expr]:
    """What a name stands for, and what a loop goes through that gives a name its value."""
    value = value.value if isinstance(value, ast.Starred) else value
    held = constant(module, value, scope)
    yield from [held] if held is not value else []
    home = scope.home(value.id) if isinstance(value, ast.Name) else None
    bound = home.bindings[value.id] if home is not None and isinstance(value, ast.Name) else ()
    loops = (each.node for each in bound if isinstance(each.node, (ast.For, ast.AsyncFor, ast.comprehension)))
    yield from (constant(module, run_over(loop)[1], scope) for loop in loops)
