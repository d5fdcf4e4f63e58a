"""Collects what the classes of one file tell about themselves as data models."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice
from typing import Any

from ...lang.python.module import Module, Span
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in
from .configuration import Configurations
from .facts import Model
from .fields import Fields

_FACTORIES = {
    "collections.namedtuple": "a namedtuple",
    "dataclasses.make_dataclass": "a dataclass",
    "typing.NamedTuple": "a NamedTuple",
    "typing.TypedDict": "a TypedDict",
    "typing_extensions.TypedDict": "a TypedDict",
}
_PLAIN = frozenset({"abc", "builtins", "collections", "enum", "typing", "typing_extensions"})
"""Modules whose classes are no models."""
_FACTORY_NAMES = (b"namedtuple", b"make_dataclass", b"NamedTuple(", b"TypedDict(")


def collected(module: Module) -> dict[str, Any] | None:
    """The models of a module, the classes that calls make, and constants for configurations and annotations."""
    configurations, fields = Configurations(module), Fields(module)
    models = {}
    for scope in module.index.scopes:
        if scope.kind == "class":
            parts, is_explained = configurations.of(scope)
            wanted = None if _may_be_model(module, scope) else 1
            declared = tuple(tuple(field) for field in islice(fields.of(scope), wanted))
            model = Model(parts, is_explained, declared, _stores(scope))
            if any(model):
                models[scope.qualname] = tuple(model)
    found = {
        "models": models,
        "made": list(_made(module)) if any(name in module.source for name in _FACTORY_NAMES) else [],
        "configs": dict(configurations.named()) if b"frozen" in module.source else {},
        "aliases": dict(fields.aliases()) if b"Annotated" in module.source else {},
    }
    return found if any(found.values()) else None


def _may_be_model(module: Module, scope: Scope) -> bool:
    """Whether a base may be a model's; of other classes it is enough to know that they have fields."""
    node, outer = scope.node, scope.parent
    assert isinstance(node, ast.ClassDef) and outer is not None
    return any((module.symbol(base, outer) or "").partition(".")[0] not in _PLAIN for base in node.bases)


def _made(module: Module) -> Iterator[tuple[str, Span, str]]:
    """Classes that a call makes: `Tick = namedtuple("Tick", "price size")`."""
    for node, scope in module.of(ast.Assign):
        assert isinstance(node, ast.Assign)
        target = node.targets[0]
        if scope.kind == "module" and isinstance(node.value, ast.Call) and isinstance(target, ast.Name):
            what = _FACTORIES.get(module.symbol(node.value.func, scope) or "")
            if what is not None and not target.id.startswith("_"):
                yield target.id, module.span(node), what


def _stores(scope: Scope) -> bool:
    """Whether the constructor of a class keeps its parameters in public attributes."""
    for child in scope.children:
        node = child.node
        if child.name != "__init__" or not isinstance(node, FunctionNode):
            continue
        own, *rest = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args)] or [""]
        names = {*rest, *(arg.arg for arg in node.args.kwonlyargs)}
        for statement in node.body:
            targets = statement.targets if isinstance(statement, ast.Assign) else []
            targets = [statement.target] if isinstance(statement, ast.AnnAssign) else targets
            for target in targets:
                if _is_public_attribute(target, own) and _mentions(statement, names):
                    return True
    return False


def _is_public_attribute(node: ast.expr, own: str) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == own
        and not node.attr.startswith("_")
    )


def _mentions(node: ast.AST, names: set[str]) -> bool:
    value = getattr(node, "value", None)
    return value is not None and any(isinstance(inner, ast.Name) and inner.id in names for inner in nodes_in(value))
