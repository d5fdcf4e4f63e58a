"""Properties that do work: reading one runs it, though no call says so.

Looked at are the files in which a property is defined and something does work; elsewhere, every attribute of the
project would have to be looked up.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...lang.python.module import Module, Span
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import children_of
from ...project.calls import Caller
from ...project.circumstances import Circumstances, Needs
from ...project.facts import PROPERTY, CallFact
from ...project.project import Project

Reading = tuple[str, str, str, Span, int, Needs]
"""The function that reads, the symbol of the instance, the name of the property, where, and how often."""

_DECORATORS = frozenset({"builtins.property", "functools.cached_property"})
_RUN_LATER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def readings(module: Module) -> Iterator[Reading]:
    """Where functions of a module read what one of its properties is called."""
    spoken_of = module.index.mentioned
    names = {each.name for each in module.index.functions if each.name in spoken_of and _is_property(module, each)}
    for scope in module.index.functions if names else ():
        for node in _loads(scope):
            if node.attr in names:
                receiver = module.symbol(node.value, scope)
                if receiver is not None and receiver.endswith("()") and receiver.partition(".")[0] in module.roots:
                    how = module.once(Circumstances).of(node, scope)
                    yield (scope.qualname, receiver, node.attr, module.span(node), *how)


def readers(project: Project, found: Mapping[str, Iterable[Any]]) -> dict[str, list[Caller]]:
    """By property, who reads it, as if it were called; `found` are the readings by the path of their file."""
    table: dict[str, list[Caller]] = {}
    for path, stored in found.items():
        for function, receiver, name, span, flags, needs in stored:
            method = _property(project, receiver, name)
            if method is not None:
                call = CallFact._make((f"{receiver}.{name}", *span, flags, (), needs))
                table.setdefault(method, []).append(Caller(f"{project.files[path]['name']}.{function}", path, call))
    return table


def _is_property(module: Module, scope: Scope) -> bool:
    node, outer = scope.node, scope.parent
    if not isinstance(node, FunctionNode) or outer is None or not scope.is_method:
        return False
    return any(module.symbol(decorator, outer) in _DECORATORS for decorator in node.decorator_list)


def _loads(scope: Scope) -> Iterator[ast.Attribute]:
    """The attributes that a function reads, those that it calls and those of functions in it left out."""
    assert isinstance(scope.node, FunctionNode)
    pending: list[ast.AST] = list(scope.node.body)
    while pending:
        node = pending.pop()
        if isinstance(node, _RUN_LATER):
            continue
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield node
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            pending += [node.func.value, *node.args, *node.keywords]
        else:
            pending += children_of(node)


def _property(project: Project, receiver: str, name: str) -> str | None:
    """The property of the class of an instance, or of one of its bases."""
    cls = (project.resolver.resolve(receiver) or "").removesuffix("()")
    for ancestor in project.resolver.linear(cls) if cls in project.definitions.classes else ():
        method = project.definitions.function(f"{ancestor}.{name}") if ancestor in project.definitions.classes else None
        if method is not None:
            return f"{ancestor}.{name}" if method.flags & PROPERTY else None
    return None
