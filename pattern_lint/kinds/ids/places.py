"""Where names are given values: by assignment, in a dict, as an argument, as the default of a look-up."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ...config.globs import Like
from ...lang.python.module import CallSite, Module, Span, name_of
from ...lang.python.scopes import FunctionNode, Scope

_CONSTRUCTOR = re.compile(r"_*[A-Z]\w*")
_COPIES = frozenset({"__init__", "_replace", "evolve", "replace"})
_LOOK_UPS = frozenset({"get", "pop", "setdefault"})
_PROTOCOLS = frozenset(
    "causation_id channel correlation_id event event_type jsonrpc method object op params req specversion sub "
    "subscribe unsub".split()
)
"""Keys of messages whose ids have the form that a protocol or an envelope gives them."""


class Given(NamedTuple):
    """A name that is given values."""

    name: str
    values: tuple[ast.expr, ...]
    place: ast.AST
    scope: Scope
    receiver: ast.expr | None = None
    """The object or class whose field it is, where the code names one."""


class Argument(NamedTuple):
    """A value that is given to a function of the project by its place; whose parameter that is, only the join knows."""

    symbol: str
    position: int
    span: Span
    owner: str


def given_values(module: Module, names: Like) -> Iterator[Given]:
    """What is given to every field, variable, parameter, item and key of these names, and to keywords of these names
    in calls of constructors and of the project's functions."""
    for node, scope in module.of(ast.Assign):
        assert isinstance(node, ast.Assign)
        for target in node.targets:
            yield from _targets(target, node.value, node, scope, names)
    for node, scope in module.of(ast.AnnAssign):
        assert isinstance(node, ast.AnnAssign)
        for given in _targets(node.target, node.value, node, scope, names):
            yield given._replace(values=(*given.values, *_factories(node.annotation)))
    for scope in module.index.scopes:
        for name in filter(names, scope.bindings):
            for binding in scope.bindings[name]:
                if isinstance(binding.node, ast.NamedExpr):
                    yield Given(name, (binding.node.value,), binding.node, scope)
    for call in module.calls:
        for keyword in call.node.keywords:
            if keyword.arg and names(keyword.arg) and _takes(module, call, keyword.value):
                yield Given(keyword.arg, (keyword.value,), keyword, call.scope, call.node.func)
    for function in module.index.functions:
        yield from _parameters(function, names)


def _constructs(call: CallSite) -> bool:
    """Whether a call makes an object: of a class, by a method of one such as `Order.create`, or from another object."""
    names = (call.symbol or name_of(call.node.func)).split(".")[-2:]
    return names[-1] in _COPIES or any(_CONSTRUCTOR.fullmatch(name) for name in names)


def _targets(target: ast.expr, value: ast.expr | None, place: ast.AST, scope: Scope, names: Like) -> Iterator[Given]:
    if isinstance(target, (ast.Tuple, ast.List)):
        if isinstance(value, (ast.Tuple, ast.List)):
            for inner, part in zip(target.elts, value.elts, strict=False):
                yield from _targets(inner, part, place, scope, names)
        return
    name = name_of(target) or _key(target)
    if name and names(name):
        receiver = target.value if isinstance(target, (ast.Attribute, ast.Subscript)) else None
        yield Given(name, (value,) if value is not None else (), place, scope, receiver)


def _factories(annotation: ast.expr) -> Iterator[ast.expr]:
    """The calls inside of `Annotated[...]`."""
    if isinstance(annotation, ast.Subscript) and isinstance(annotation.slice, ast.Tuple):
        yield from (part for part in annotation.slice.elts if isinstance(part, ast.Call))


def _parameters(function: Scope, names: Like) -> Iterator[Given]:
    node, outer = function.node, function.parent
    assert isinstance(node, FunctionNode) and outer is not None
    positional = [*node.args.posonlyargs, *node.args.args]
    defaulted = positional[len(positional) - len(node.args.defaults) :]
    pairs = (
        *zip(defaulted, node.args.defaults, strict=True),
        *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True),
    )
    for parameter, default in pairs:
        if default is not None and names(parameter.arg):
            yield Given(parameter.arg, (default,), parameter, function)


def _takes(module: Module, call: CallSite, value: ast.expr) -> bool:
    """Whether a call keeps what a keyword gives it. A function of the project that is given a variable may only look
    something up by it."""
    return _constructs(call) or _fills_dict(call) or (_is_ours(module, call) and not isinstance(value, ast.Name))


def _fills_dict(call: CallSite) -> bool:
    """Whether a call copies a dict or adds to one, with its keywords as keys, and that is no message of a protocol."""
    is_dict = call.symbol in ("builtins.dict", "builtins.dict().update")
    return is_dict and _PROTOCOLS.isdisjoint(keyword.arg for keyword in call.node.keywords)


def _is_ours(module: Module, call: CallSite) -> bool:
    return call.symbol is not None and call.symbol.partition(".")[0] in module.roots


def _key(node: ast.expr) -> str:
    """The constant key of an item."""
    key = node.slice if isinstance(node, ast.Subscript) else node
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""


def landed_values(module: Module, calls: Iterable[CallSite], names: Like) -> Iterator[Given]:
    """The keys of dicts and the defaults of look-ups of these names in which the value of a call ends up."""
    for call in calls:
        child: ast.AST = call.node
        for parent in module.ancestors(child):
            if isinstance(parent, (ast.stmt, ast.Lambda)):
                break
            name = _landing(parent, child)
            if name and names(name) and isinstance(child, ast.expr):
                yield Given(name, (child,), child, call.scope)
                break
            child = parent


def _landing(parent: ast.AST, child: ast.AST) -> str:
    """The name under which a node takes another as the value of a key, or as what a look-up gives instead."""
    if isinstance(parent, ast.Dict):
        keys = [_key(key) if key is not None else "" for key in parent.keys]
        name = next((key for key, value in zip(keys, parent.values, strict=True) if value is child), "")
        return "" if name in ("id", "event_id") and not _PROTOCOLS.isdisjoint(keys) else name
    if isinstance(parent, ast.Call) and len(parent.args) == 2 and parent.args[1] is child:
        return _key(parent.args[0]) if name_of(parent.func) in _LOOK_UPS else ""
    return ""


def arguments(module: Module, calls: Iterable[CallSite]) -> Iterator[tuple[Argument, ast.expr, Scope]]:
    """The values that functions of the project are given by their place, in which the value of a call ends up."""
    sites = {site.node: site for site in module.calls}
    for call in calls:
        child: ast.AST = call.node
        for parent in module.ancestors(child):
            if isinstance(parent, (ast.stmt, ast.Lambda, ast.Dict)):
                break
            if isinstance(parent, ast.Call) and child in parent.args and _is_ours(module, sites[parent]):
                position = parent.args.index(child)
                if not any(isinstance(argument, ast.Starred) for argument in parent.args[:position]):
                    owner = call.scope.owner
                    symbol = sites[parent].symbol or ""
                    found = Argument(symbol, position, module.span(child), owner.qualname if owner else "")
                    yield found, parent.args[position], call.scope
                break
            child = parent
