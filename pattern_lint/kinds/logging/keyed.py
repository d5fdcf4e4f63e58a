"""Whether what is logged is told with a key that ties it to what it belongs to: passed, or bound before."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...config.globs import looks_like
from ...flow.fillings import held_by, standing_for
from ...flow.helpers import callers_of, definition
from ...flow.inherited import function_called
from ...lang.python.given_back import given_back
from ...lang.python.module import Module, name_of
from ...lang.python.own_names import own_name
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in, start_of
from ...lang.python.ways import choices
from ...query.answers import NO, UNKNOWN, YES, Answer, answer, every, on_condition

_CONTEXTS = frozenset({"bind_contextvars", "bound_contextvars", "contextualize"})
"""Functions that bind what is told with all messages after them."""


def has_key(call: ast.Call, keys: Sequence[str], module: Module, scope: Scope) -> Answer:
    """Whether one of some keys is told with a message; what decorators and parameters bring is not known."""
    if _tells(call, keys) or _is_bound_before(call, keys, module, scope) or _is_bound_by_callers(keys, module, scope):
        return YES
    receiver = standing_for(call.func.value, scope) if isinstance(call.func, ast.Attribute) else call.func
    if isinstance(receiver, ast.Attribute) and any(_tells(each, keys) for each, _ in held_by(receiver, module, scope)):
        return YES
    bound = every(_is_bound(each, keys, module, home) for each, home in choices(receiver, module, scope))
    if bound.holds is not False:
        return bound
    function = scope.function
    is_decorated = function is not None and isinstance(function.node, FunctionNode) and function.node.decorator_list
    is_open = any(map(_is_open, (call, *_bound_before(call, module, scope)))) or _is_given(receiver, scope)
    return UNKNOWN if is_open or is_decorated else NO


def bound_by_bases(module: Module, scope: Scope) -> Iterator[Answer]:
    """Whether a method of a base, which another module may have, binds something around the method that logs."""
    method = scope.function
    cls = method.parent.node if method is not None and method.is_method and method.parent is not None else None
    if method is not None and isinstance(cls, ast.ClassDef) and cls.bases:
        binding = tuple(f"*{each}" for each in sorted(_CONTEXTS))
        yield on_condition(("run-by-base", module.names.qualified(method), binding))


def _is_bound(logger: ast.expr, keys: Sequence[str], module: Module, scope: Scope) -> Answer:
    """Whether a logger tells one of the keys with all that it logs; what another module makes is not known, unless
    that is made before there is anything to log about."""
    if _tells(logger, keys):
        return YES
    if not isinstance(logger, ast.Call):
        return NO
    if _is_open(logger):
        return UNKNOWN
    symbol = module.symbol(logger.func, scope) or ""
    helper = function_called(symbol, module) if symbol else None
    given = module.once(given_back).get(helper) if helper is not None else None
    if given:
        return every(answer(_tells(each, keys)) for each in given)
    is_early = scope.kind == "module" and "context" not in symbol.lower()
    return UNKNOWN if symbol[: symbol.find(".")] in module.roots and not is_early else NO


def _tells(node: ast.AST, keys: Sequence[str]) -> bool:
    """Whether one of the keys is spoken of: as a keyword, a key of a dict, or the name of what is told."""
    matches = looks_like(tuple(keys))
    return any(matches(name.lower()) for name in _names(node))


def _names(node: ast.AST) -> Iterator[str]:
    for part in nodes_in(node):
        if isinstance(part, ast.keyword):
            yield part.arg or ""
        elif isinstance(part, (ast.Name, ast.Attribute)):
            yield name_of(part)
        elif isinstance(part, ast.Dict):
            yield from (key.value for key in part.keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
        elif isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant):
            yield str(part.slice.value)


def _is_open(call: ast.Call) -> bool:
    """Whether a call unpacks what it is given, so that its keys do not show."""
    return any(keyword.arg is None for keyword in call.keywords)


def _is_bound_before(call: ast.Call, keys: Sequence[str], module: Module, scope: Scope) -> bool:
    return any(_tells(each, keys) for each in _bound_before(call, module, scope))


def _is_bound_by_callers(keys: Sequence[str], module: Module, scope: Scope) -> bool:
    """Whether all that call a function in its module have bound one for what it logs."""
    callers = module.once(callers_of).get(definition(scope), ())
    return bool(callers) and all(_is_bound_before(call.node, keys, module, call.scope) for call, _ in callers)


def _bound_before(call: ast.Call, module: Module, scope: Scope) -> Iterator[ast.Call]:
    """The calls of the function that bind something for all that is logged after them, or in their `with` alone."""
    home = scope.function or scope
    left: set[ast.expr] = set()
    for node in nodes_in(home.node):
        if isinstance(node, (ast.With, ast.AsyncWith)) and (node.end_lineno or 0) < call.lineno:
            left.update(item.context_expr for item in node.items)
        is_before = isinstance(node, ast.Call) and start_of(node) < start_of(call)
        if is_before and isinstance(node, ast.Call) and own_name(node.func, module) in _CONTEXTS and node not in left:
            yield node


def _is_given(receiver: ast.expr, scope: Scope) -> bool:
    """Whether a logger is a parameter."""
    home = scope.home(receiver.id) if isinstance(receiver, ast.Name) else None
    return home is not None and isinstance(receiver, ast.Name) and home.bindings[receiver.id][0].kind == "param"
