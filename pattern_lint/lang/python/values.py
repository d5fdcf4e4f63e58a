"""What each way of binding gives a name; `Names.binding_symbol` chooses the rule by the kind of the binding."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from .expressions import entered
from .scopes import Binding, FunctionNode, Scope
from .symbols import element

if TYPE_CHECKING:
    from .names import Names

_STATIC = frozenset({"builtins.staticmethod", "abc.abstractstaticmethod"})
_CLASS_LEVEL = frozenset({"builtins.classmethod", "abc.abstractclassmethod"})
_IMPLICIT_CLASS_METHODS = frozenset({"__new__", "__init_subclass__", "__class_getitem__"})

BindingRule: TypeAlias = "Callable[[Names, Binding, Scope], str | None]"


def _from_definition(names: Names, binding: Binding, scope: Scope) -> str | None:
    node = binding.node
    assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    if scope.kind == "module":
        return f"{names.qualified(scope)}.{node.name}"
    return f"{names.qualified(scope)}.{'' if scope.kind == 'class' else '<locals>.'}{node.name}"


def first_parameter(names: Names, function: Scope) -> str | None:
    """What the first parameter of a method stands for: an instance of its class, or the class."""
    node = function.node
    if node in names.first_parameters:
        return names.first_parameters[node]
    found = _implicit(names, function)
    if names.is_settled:
        names.first_parameters[node] = found
    return found


def _implicit(names: Names, function: Scope) -> str | None:
    node, owner = function.node, function.parent
    if not isinstance(node, FunctionNode) or owner is None or owner.kind != "class":
        return None
    decorators = {names.symbol(decorator, owner) for decorator in node.decorator_list}
    if decorators & _STATIC:
        return None
    name = names.qualified(owner)
    as_class = bool(decorators & _CLASS_LEVEL) or node.name in _IMPLICIT_CLASS_METHODS
    return name if as_class else f"{name}()"


def _from_parameter(names: Names, binding: Binding, scope: Scope) -> str | None:
    node = scope.node
    assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
    positional = (*node.args.posonlyargs, *node.args.args)
    if positional and positional[0] is binding.node:
        implicit = first_parameter(names, scope)
        if implicit is not None:
            return implicit
    around = scope.of_annotations
    if binding.annotation is None or around is None:
        return None
    return names.annotation(binding.annotation, around)


def _from_value(names: Names, binding: Binding, scope: Scope) -> str | None:
    if binding.annotation is not None:
        promised = names.annotation(binding.annotation, scope)
        if promised is not None:
            return promised
    return names.symbol(binding.value, scope) if binding.value is not None else None


def _from_with(names: Names, binding: Binding, scope: Scope) -> str | None:
    return entered(names, binding.value, scope) if binding.value is not None else None


def _from_iteration(names: Names, binding: Binding, scope: Scope) -> str | None:
    iterated = names.symbol(binding.value, scope) if binding.value is not None else None
    return element(iterated, ".*") if iterated is not None else None


def _from_handler(names: Names, binding: Binding, scope: Scope) -> str | None:
    if binding.value is None or isinstance(binding.value, ast.Tuple):
        return None
    caught = names.symbol(binding.value, scope)
    return f"{caught}()" if caught is not None else None


def _from_match(names: Names, binding: Binding, scope: Scope) -> str | None:
    found = binding.annotation if binding.annotation is not None else binding.value
    symbol = names.symbol(found, scope) if found is not None else None
    return f"{symbol}()" if symbol is not None and binding.annotation is not None else symbol


BINDING_RULES: Mapping[str, BindingRule] = {
    "def": _from_definition,
    "class": _from_definition,
    "param": _from_parameter,
    "assign": _from_value,
    "annotated": _from_value,
    "with": _from_with,
    "iter": _from_iteration,
    "except": _from_handler,
    "match": _from_match,
}
