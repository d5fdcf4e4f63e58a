"""Which classes do something with what they have of some names, and do not only keep it or hand it to their base."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from functools import lru_cache

from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in
from ..naming.meant import MeantNames
from ..naming.shown import mentioned


def uses_one(scope: Scope, globs: tuple[str, ...], module: Module) -> bool:
    """Whether a class does something with what is called so."""
    names = _names(globs, module)
    return bool(names) and any(True for _ in _used(scope.node, names))


def using_one(globs: tuple[str, ...], module: Module) -> tuple[str, ...] | None:
    """The classes of a module that do."""
    names = _names(globs, module)
    classes = [scope for scope in module.index.scopes if scope.kind == "class"] if names else []
    return tuple(module.names.qualified(each) for each in classes if any(True for _ in _used(each.node, names))) or None


def given_to_base(constructor: Scope) -> Iterator[ast.expr]:
    """What a constructor hands to that of a base: `super().__init__(...)`."""
    for call in constructor.calls:
        yield from _given(call) if _makes_base(call) else ()


def _names(globs: tuple[str, ...], module: Module) -> Collection[str]:
    """Those of the names in a module that are meant; classes are called otherwise."""
    return {name for name in _meant(globs).shown(mentioned, module) if not name.lstrip("_")[:1].isupper()}


@lru_cache(maxsize=16)
def _meant(globs: tuple[str, ...]) -> MeantNames:
    return MeantNames(globs)


def _used(cls: ast.AST, names: Collection[str]) -> Iterator[ast.AST]:
    aside = {*_kept(cls, names)}
    for node in nodes_in(cls):
        if isinstance(node, (ast.Name, ast.Attribute)) and name_of(node) in names and node not in aside:
            yield from [node] if isinstance(node.ctx, ast.Load) else []


def _kept(cls: ast.AST, names: Collection[str]) -> Iterator[ast.AST]:
    """What a class only keeps under such a name, hands to the constructor of its base, or asks whether it is there."""
    for node in nodes_in(cls):
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from [node.value] if all(name_of(each) in names for each in targets) else []
        elif isinstance(node, ast.Call) and _makes_base(node):
            yield from _given(node)
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Is, ast.IsNot)):
            yield node.left


def _makes_base(call: ast.Call) -> bool:
    on = call.func.value if isinstance(call.func, ast.Attribute) and call.func.attr == "__init__" else None
    return isinstance(on, ast.Call) and name_of(on.func) == "super"


def _given(call: ast.Call) -> Iterator[ast.expr]:
    yield from call.args
    yield from (word.value for word in call.keywords)
