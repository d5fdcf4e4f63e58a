"""What classes do where they are taken down: themselves, by methods of their own, and by callbacks that they hand on."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from ..lang.python.module import Module
from ..lang.python.scopes import FunctionNode, Scope
from ..lang.python.walking import nodes_in
from .ties import key_of


def tear_downs(module: Module, globs: Sequence[str]) -> Iterator[Scope]:
    """The methods that take classes down, and those of the same class that these use, each once."""
    for owner in module.index.scopes:
        if owner.kind != "class":
            continue
        methods = {each.name: each for each in owner.children if each.is_method}
        pending = [each for name, each in methods.items() if any(fnmatchcase(name, glob) for glob in globs)]
        found: set[str] = set()
        while pending:
            method = pending.pop()
            if method.name not in found:
                found.add(method.name)
                yield method
                pending += [methods[name] for name in _used(method) if name in methods]


def _used(method: Scope) -> Iterator[str]:
    """What a method asks its own object for."""
    assert isinstance(method.node, FunctionNode)
    first = [*method.node.args.posonlyargs, *method.node.args.args][:1]
    for node in nodes_in(method.node) if first else ():
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == first[0].arg:
            yield node.attr


def handed_on(scope: Scope, names: Collection[str], module: Module) -> Iterator[str]:
    """What methods of some names are handed on of, for somebody else to call."""
    for node in nodes_in(scope.node):
        if isinstance(node, ast.Call):
            for given in (*node.args, *(keyword.value for keyword in node.keywords)):
                if isinstance(given, ast.Attribute) and given.attr in names:
                    key = key_of(given.value, module, scope)
                    yield from [key] if key is not None else []


def in_finally(scope: Scope) -> frozenset[ast.AST]:
    """The statements that clean up; what they raise hides what went wrong before, and is no way out to count."""
    tries: Iterable[ast.AST] = (node for node in nodes_in(scope.node) if isinstance(node, ast.Try | ast.TryStar))
    bodies = (each for node in tries if isinstance(node, ast.Try | ast.TryStar) for each in node.finalbody)
    return frozenset(node for body in bodies for node in nodes_in(body) if isinstance(node, ast.stmt))
