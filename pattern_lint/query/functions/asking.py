"""What a function reads that may be different each time: without that it answers the same whatever happens."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Set

from ...config.globs import fnmatchcase
from ...flow.inherited import function_called
from ...lang.python.blocks import is_empty_body
from ...lang.python.logs import LOG_METHODS
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in
from ..naming.shown import functions

_OBJECT = frozenset({"self", "cls"})
"""What a method has whatever it is given."""
_PLACES = frozenset({ast.Attribute, ast.Subscript})
_FEW = 4
"""So many statements has a function at most that is told to answer the same: others are not looked through."""


def parameters_within(scope: Scope) -> Set[str]:
    """What a function is given."""
    return {name for name, bound in scope.bindings.items() if bound[0].kind == "param"}


def asking(
    node: FunctionNode, given: Set[str], nothing: Collection[str], scope: Scope, module: Module, depth: int = 3
) -> Iterator[tuple[ast.AST, Scope]]:
    """What a function reads that may be different each time, itself or by functions of its module."""
    nodes = [each for statement in node.body for each in nodes_in(statement)]
    aside = {part for each in nodes if isinstance(each, ast.Call) and _is_log(each) for part in nodes_in(each)}
    for place in (each for each in nodes if each.__class__ in _PLACES):
        if isinstance(place, (ast.Attribute, ast.Subscript)) and isinstance(place.ctx, ast.Store):
            aside.update(part for part in nodes_in(place.value) if isinstance(part, ast.Name))
    helpers: dict[Scope, None] = {}
    for call in nodes if depth else ():
        helper = _helper(call, scope, module) if isinstance(call, ast.Call) and call not in aside else None
        if isinstance(call, ast.Call) and helper is not None:
            helpers[helper] = None
            aside |= {call, *nodes_in(call.func)}
    yield from (found for helper in helpers for found in _asked_by(helper, tuple(nothing), module, depth - 1))
    yield from ((each, scope) for each in nodes if each not in aside and _asks(each, given, nothing, scope))


def _asked_by(helper: Scope, nothing: tuple[str, ...], module: Module, depth: int) -> list[tuple[ast.AST, Scope]]:
    """The same of a helper, found once for all who call it."""
    known, asked = module.once(_known_of_helpers), (helper, nothing, depth)
    if asked not in known:
        node = helper.node
        known[asked] = (
            [*asking(node, _OBJECT, nothing, helper, module, depth)] if isinstance(node, FunctionNode) else []
        )
    return known[asked]


def _known_of_helpers(module: Module) -> dict[tuple[Scope, tuple[str, ...], int], list[tuple[ast.AST, Scope]]]:
    return {}


def called_of_ours(node: ast.AST, scope: Scope, module: Module) -> str:
    """The symbol of the project that a call is of; empty for everything else."""
    symbol = module.symbol(node.func, scope) if isinstance(node, ast.Call) else None
    return symbol if symbol is not None and symbol[: symbol.find(".")] in module.roots else ""


def same_answers(module: Module) -> tuple[str, ...]:
    """The functions of a module that answer the same whatever happens."""
    few = (scope for scope in module.returned if isinstance(scope.node, FunctionNode) and len(scope.node.body) <= _FEW)
    return tuple(
        module.names.qualified(scope)
        for scope in few
        if isinstance(scope.node, FunctionNode)
        and not _asks_at_once(scope, module)
        and next(asking(scope.node, parameters_within(scope), (), scope, module), None) is None
    )


def _asks_at_once(scope: Scope, module: Module) -> bool:
    """Whether a function shows by a call that it reads something, without a look at all of it: most do."""
    own = module.once(functions)
    names = [name_of(call.func) for call in scope.calls if call.func.__class__ is ast.Attribute]
    may_ask = (name and name not in own and not name[:1].isupper() for name in names)
    return LOG_METHODS.isdisjoint(names) and any(may_ask)


def _helper(call: ast.Call, scope: Scope, module: Module) -> Scope | None:
    """The function of the module that a call runs; None for one that does nothing."""
    symbol = module.symbol(call.func, scope)
    helper = function_called(symbol, module) if symbol is not None else None
    is_shown = helper is not None and isinstance(helper.node, FunctionNode) and not is_empty_body(helper.node.body)
    return helper if is_shown else None


def _is_log(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in LOG_METHODS


def _asks(node: ast.AST, given: Set[str], nothing: Collection[str], scope: Scope) -> bool:
    """Whether a node reads what may be different each time."""
    if isinstance(node, ast.Call):
        name = name_of(node.func)
        return not name[:1].isupper() and not any(fnmatchcase(name, glob) for glob in nothing)
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
        return False
    home = scope.home(node.id)
    is_variable = (
        home is not None and home.kind == "module" and home.bindings[node.id][0].kind in ("assign", "annotated")
    )
    return node.id in given or (is_variable and not node.id.isupper())
