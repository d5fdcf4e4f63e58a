"""Whether functions that handle the messages of a stream see that they have handled one before."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from ...config.globs import fnmatchcase
from ...flow.helpers import definition
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in
from ...query.stream_handlers import steps_around, stream_handlers
from ..site_kind import CONFORMS, UNKNOWN, Judgement, Site

if TYPE_CHECKING:
    from .options import Options


class Once(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """What changes something, and what sees that it was done before; both by globs of names."""

    changing: tuple[str, ...]
    """Calls that change something, as setting what an attribute of the object holds does.
    Example: `changing = ["save", "place_*"]`"""
    checks: tuple[str, ...]
    """Names of which one must occur in it, in what it calls in its module, or among its decorators.
    Example: `checks = ["*duplicate*"]`"""
    chained_with: tuple[str, ...] = ()
    """Steps of the chain that registers it which see to that for it. Example: `chained-with = ["with_redis"]`"""


def handlers_of(module: Module) -> Iterator[Scope]:
    """The functions that are judged."""
    handlers = module.once(stream_handlers)
    yield from (scope for scope in module.index.functions if scope in handlers) if handlers else ()


def of_once(options: Options, site: Site) -> Iterator[Judgement]:
    """Whether a function that changes something sees that it was done before."""
    once = options.once
    if once is None:
        return
    nodes = list(_reached(site.scope, site.module))
    if not any(_changes(node, once.changing) for node in nodes):
        yield CONFORMS
        return
    decorators = site.node.decorator_list if isinstance(site.node, FunctionNode) else []
    named = (_name(node) for node in (*nodes, *(part for each in decorators for part in nodes_in(each))))
    if any(fnmatchcase(name, glob) for name in named if name for glob in once.checks):
        yield CONFORMS
        return
    chains = steps_around(site.scope, site.module)
    known = [chain for chain in chains if chain is not None]
    if known and all(not chain.names.isdisjoint(once.chained_with) for chain in known):
        yield CONFORMS
    elif len(known) < len(chains) or (not chains and _has_base(site.scope)):
        yield UNKNOWN
    else:
        yield Judgement("violates", f"{site.words['function']} does its work again for a message that comes again")


def _reached(handler: Scope, module: Module) -> Iterator[ast.AST]:
    """What a function does, itself and by the functions of its module."""
    own = {module.names.qualified(scope).replace("()", ""): scope for scope in module.index.functions}
    called: dict[Scope, list[str]] = {}
    for call in module.calls:
        called.setdefault(definition(call.scope), []).append((call.symbol or "").replace("()", ""))
    pending, seen = [handler], {handler}
    while pending:
        scope = pending.pop()
        yield from nodes_in(scope.node)
        found = {own[symbol] for symbol in called.get(scope, ()) if symbol in own} - seen
        seen |= found
        pending += found


def _changes(node: ast.AST, globs: tuple[str, ...]) -> bool:
    if isinstance(node, ast.Call):
        return any(fnmatchcase(name_of(node.func), glob) for glob in globs)
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
    return any(_is_of_self(target) for target in targets)


def _is_of_self(node: ast.AST) -> bool:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
        if isinstance(node, ast.Name):
            return node.id == "self"
    return False


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.keyword):
        return node.arg or ""
    return name_of(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def _has_base(handler: Scope) -> bool:
    owner = handler.owner.node if handler.owner is not None else None
    return isinstance(owner, ast.ClassDef) and bool(owner.bases)
