"""What generators do when they are asked again, as fixtures and context managers are at their end."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...config.globs import fnmatchcase
from ...lang.python.module import name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in, start_of

_NAMING = (ast.Attribute, ast.Name, ast.Constant)
_KEEPING_FOR_END = frozenset({"addfinalizer", "callback", "push", "push_async_callback"})
"""What is handed a function that is called in the end."""


def yields_in(scope: Scope) -> Iterator[ast.Yield]:
    return (node for node in nodes_in(scope.node) if isinstance(node, ast.Yield))


def does_after(globs: Sequence[str], scope: Scope) -> bool:
    """Whether something of one of some names is done after the first yield, or handed to somebody who does it then."""
    return any(fnmatchcase(name, glob) for name in said_after(scope) for glob in globs)


def said_after(scope: Scope) -> Iterator[str]:
    """The names of what is done after the first yield, and the words that statements in texts begin with."""
    first = min((start_of(node) for node in yields_in(scope)), default=None)
    nodes = nodes_in(scope.node)
    if first is None and any(_adds_finalizer(node) for node in nodes):
        first = start_of(scope.node)
    if first is not None:
        handlers = [node for node in nodes if isinstance(node, ast.ExceptHandler)]
        on_errors = {id(node) for handler in handlers for node in nodes_in(handler)}
        named = (node for node in nodes if isinstance(node, _NAMING) and id(node) not in on_errors)
        yield from _names(node for node in named if start_of(node) > first)
        yield from _names(_helped(scope, first))
    yield from _names(each for node in nodes for each in _handed_over(node))
    yield from _names(_finalized(scope))


def said_in(scope: Scope) -> Iterator[str]:
    """The names of what a function does, and the words that statements in texts begin with."""
    return _names(node for node in nodes_in(scope.node) if isinstance(node, _NAMING))


def is_shared(node: ast.AST) -> bool:
    """Whether a decorator makes what a function gives last for more than one of those who take it."""
    given = [
        keyword.value
        for each in getattr(node, "decorator_list", ())
        if isinstance(each, ast.Call)
        for keyword in each.keywords
        if keyword.arg == "scope"
    ]
    return any(not isinstance(each, ast.Constant) or each.value != "function" for each in given)


def _helped(scope: Scope, first: tuple[int, int]) -> Iterator[ast.expr]:
    """What functions of the module do that are called after the first yield, as if it stood there."""
    for call in scope.calls:
        home = scope.home(call.func.id) if isinstance(call.func, ast.Name) and start_of(call) > first else None
        for bound in home.bindings[name_of(call.func)] if home is not None else ():
            if bound.kind == "def":
                yield from (node for node in nodes_in(bound.node) if isinstance(node, (ast.Attribute, ast.Constant)))


def _finalized(scope: Scope) -> Iterator[ast.AST]:
    """What functions of the file do that are handed over to be called in the end."""
    given = [arg for call in scope.calls if name_of(call.func) in _KEEPING_FOR_END for arg in call.args]
    for name in (each for each in given if isinstance(each, ast.Name)):
        home = scope.home(name.id)
        for bound in home.bindings[name.id] if home is not None else ():
            if bound.kind == "def":
                yield from (node for node in nodes_in(bound.node) if isinstance(node, (ast.Attribute, ast.Constant)))


def _adds_finalizer(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in _KEEPING_FOR_END


def _handed_over(node: ast.AST) -> Iterator[ast.expr]:
    """The functions that a call is given, or that what it is given calls, to be called in the end."""
    given = node.args if isinstance(node, ast.Call) else []
    parts = [part for each in given for part in (nodes_in(each.body) if isinstance(each, ast.Lambda) else [each])]
    return (each for each in parts if isinstance(each, (ast.Attribute, ast.Name)))


def _names(nodes: Iterator[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if not isinstance(node, ast.Constant):
            yield name_of(node) if isinstance(node, ast.expr) else ""
        elif isinstance(node.value, str):
            yield node.value.strip().partition(" ")[0].lower()
