"""The attributes that the constructors of a class set on its instances."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in
from .fields import Field, is_read
from .signatures import parameters_of

_CONSTRUCTORS = frozenset({"__init__", "__post_init__", "__attrs_post_init__", "model_post_init"})
_SETTERS = frozenset({"__setattr__", "setattr"})


def set_on_instances(scope: Scope, module: Module) -> Iterator[tuple[Field, Scope]]:
    """The attributes that are set to what is made or read from elsewhere, and others that show their type, which have
    no default; each with the constructor that does it."""
    for method in scope.children:
        own = _first_parameter(method) if method.is_method and method.name in _CONSTRUCTORS else ""
        for node in nodes_in(method.node) if own else ():
            for name, annotation, value in _set(node, own):
                shown = annotation or _annotated(value, method, module)
                if is_read(value):
                    yield Field(name, node, annotation, value, (), False, False, ()), method
                elif shown is not None:
                    yield Field(name, node, shown, None, (), False, False, ()), method


def _annotated(value: ast.expr, method: Scope, module: Module) -> ast.expr | None:
    """The annotation of a parameter that is handed over as it came."""
    if not isinstance(value, ast.Name) or len(method.bindings.get(value.id, ())) != 1:
        return None
    taken = (each for each in parameters_of(method, module) if not each.stars)
    return next((each.node.annotation for each in taken if each.name == value.id), None)


def _first_parameter(method: Scope) -> str:
    given = getattr(method.node, "args", None)
    return given.args[0].arg if isinstance(given, ast.arguments) and given.args else ""


def _set(node: ast.AST, own: str) -> Iterator[tuple[str, ast.expr | None, ast.expr]]:
    """What a statement or call sets on the object of a name: attribute, annotation and value."""
    if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        annotation = node.annotation if isinstance(node, ast.AnnAssign) else None
        for target in targets:
            if isinstance(target, ast.Attribute) and _is_name(target.value, own):
                yield target.attr, annotation, node.value
    elif isinstance(node, ast.Call) and name_of(node.func) in _SETTERS:
        *before, name, value = [None, None, *node.args]
        if any(_is_name(each, own) for each in before) and isinstance(name, ast.Constant) and value is not None:
            yield str(name.value), None, value


def _is_name(node: ast.expr | None, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
