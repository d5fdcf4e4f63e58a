"""What code asks containers for, and whether it bears that nothing is there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ..lang.python.catching import suppressing_calls
from ..lang.python.caught import caught_types
from ..lang.python.module import Module, Span
from ..lang.python.scopes import Scope
from ..lang.python.unparsed import unparsed
from ..lang.python.walking import nodes_in
from .keys import key_argument, keys_of, plain
from .registrations import Use, constructs_unasked, is_container, is_testing, may_register

_DEFAULTS = ("default", "fallback", "optional", "required", "raise")
_LOOKUP_ERRORS = frozenset(f"builtins.{name}" for name in ("KeyError", "LookupError", "Exception", "BaseException"))


class Lookup(NamedTuple):
    """A key that code asks a container for; optional lookups bear that nothing is there."""

    method: str
    key: tuple[str, str]
    span: Span
    owner: str
    optional: bool
    unsure: str
    """What the receiver is, where only the project can tell whether that is a container; else empty."""
    typed: bool
    """Whether the receiver's type says that it is a container, and not its name alone."""
    subscript: bool
    """Whether the receiver is an item (`data["container"]`), whose name says the least."""


def lookups(module: Module, uses: list[Use]) -> Iterator[Lookup]:
    """What is asked of containers."""
    tested = {(use.scope.function, unparsed(use.node.args[0])) for use in uses if _is_test(use)}
    tested |= set(_membership_tests(module, {use.scope.function for use in uses}))
    for use in uses:
        yield from _lookups(module, use, tested)


def _lookups(module: Module, use: Use, tested: set[tuple[Scope | None, str]]) -> Iterator[Lookup]:
    key = key_argument(use.node)
    if key is None or may_register(use.method) or is_testing(use.method):
        return
    keys = keys_of(module, key, use.scope)
    if not keys:
        return
    owner = use.scope.owner
    optional = (
        len(use.node.args) > 1
        or any(keyword.arg is None or keyword.arg.startswith(_DEFAULTS) for keyword in use.node.keywords)
        or (use.scope.function, unparsed(key)) in tested
        or _falls_back(module, use.node)
        or _is_handled(module, use.node, use.scope)
        or (keys[0].kind == "type" and constructs_unasked(module, use.receiver, use.scope))
    )
    span, name = module.span(use.node), owner.qualname if owner is not None else ""
    for single in plain([key for key in keys if key.kind != "symbol"] or keys):
        item = isinstance(use.receiver, ast.Subscript)
        yield Lookup(use.method, single, span, name, optional, use.unsure, use.typed, item)


def _is_test(use: Use) -> bool:
    return is_testing(use.method) and bool(use.node.args)


def _membership_tests(module: Module, functions: set[Scope | None]) -> Iterator[tuple[Scope | None, str]]:
    for node, scope in module.of(ast.Compare):
        assert isinstance(node, ast.Compare)
        if not isinstance(node.ops[0], (ast.In, ast.NotIn)) or scope.function not in functions:
            continue
        if _may_be_container(module, node.comparators[0], scope):
            yield scope.function, unparsed(node.left)


def _may_be_container(module: Module, node: ast.expr, scope: Scope) -> bool:
    """Whether an expression is a container, or something of the project that may turn out to be one."""
    return is_container(module, node, scope) or (module.symbol(node, scope) or "").partition(".")[0] in module.roots


def _falls_back(module: Module, node: ast.AST) -> bool:
    """`container.get("cache") or NullCache()`."""
    parent = module.index.parents.get(node)
    if isinstance(parent, ast.Await):
        node, parent = parent, module.index.parents.get(parent)
    return isinstance(parent, ast.BoolOp) and isinstance(parent.op, ast.Or) and parent.values[-1] is not node


def _is_handled(module: Module, node: ast.AST, scope: Scope) -> bool:
    child = node
    for parent in module.ancestors(node):
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return False
        if isinstance(parent, ast.Try) and child in parent.body:
            if parent.handlers and parent.body == [child] and _calls_nothing_else(child, node):
                return True
            if any(each.type is None or _is_of_lookups(module, each.type, scope) for each in parent.handlers):
                return True
        elif isinstance(parent, (ast.With, ast.AsyncWith)) and suppressing_calls(module, parent, scope):
            return True
        child = parent
    return False


def _calls_nothing_else(statement: ast.AST, lookup: ast.AST) -> bool:
    """Whether a statement makes one call, what that is made on aside, so that whatever is caught of it is of that."""
    on = {*nodes_in(lookup.func)} if isinstance(lookup, ast.Call) else set[ast.AST]()
    return not any(isinstance(each, ast.Call) and each not in on and each is not lookup for each in nodes_in(statement))


def _is_of_lookups(module: Module, caught: ast.expr, scope: Scope) -> bool:
    """Whether a handler may be for what a container raises: a lookup error, or an error of the project's own."""
    found = caught_types(module, caught, scope)
    return any(each is None or each in _LOOKUP_ERRORS or each.partition(".")[0] in module.roots for each in found)
