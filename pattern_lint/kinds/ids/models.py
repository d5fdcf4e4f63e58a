"""Reads from one module's classes their id fields, and which of them have validators of their own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...config.globs import Like
from ...lang.python.annotations import unquoted
from ...lang.python.module import Module, Span
from ...lang.python.scopes import FunctionNode, Scope
from .expressions import Expression, Writer

_FIELD_VALIDATORS = frozenset({"field_validator", "validator"})
_MODEL_VALIDATORS = frozenset({"model_validator", "root_validator"})
_HOOKS = frozenset({"__post_init__", "__attrs_post_init__", "model_post_init"})
_SCHEMA_METHODS = frozenset({"__get_pydantic_core_schema__", "__get_validators__"})
_NO_FIELDS = frozenset({"ClassVar", "InitVar", "Literal"})
UNSEEN = "?"
"""Stands among validated names for those that a validator is given from elsewhere."""


class Field(NamedTuple):
    """An annotated field of a class."""

    span: Span
    annotation: Expression
    value: Expression | None


class IdClass(NamedTuple):
    """A class with id fields or with validators of them."""

    fields: dict[str, tuple[Any, ...]]
    validated: tuple[str, ...]
    has_schema: bool


class ModelReader:
    """Reads the classes of one module; `names` match ids."""

    def __init__(self, module: Module, writer: Writer, names: Like) -> None:
        self._module = module
        self._writer = writer
        self._names = names
        self._may_validate = module.once(_may_validate)

    def read(self, scope: Scope) -> IdClass | None:
        """A class; None for one that has nothing to do with ids."""
        fields = {}
        for name, bindings in scope.bindings.items():
            node = bindings[-1].node
            if isinstance(node, ast.AnnAssign) and self._names(name) and not self._is_no_field(node, scope):
                value = self._writer.expression(node.value, scope) if node.value is not None else None
                annotation = self._writer.annotation(node.annotation, scope)
                fields[name] = (self._module.header(node), annotation, value)
        validated = tuple(dict.fromkeys(self._validated(scope)))
        has_schema = any(child.name in _SCHEMA_METHODS for child in scope.children)
        return IdClass(fields, validated, has_schema) if fields or validated or has_schema else None

    def _is_no_field(self, node: ast.AnnAssign, scope: Scope) -> bool:
        said = unquoted(node.annotation)
        head = said.value if isinstance(said, ast.Subscript) else said
        return last_name(self._module.symbol(head, scope)) in _NO_FIELDS

    def _validated(self, scope: Scope) -> Iterator[str]:
        """The names of the fields that the class has validators of."""
        if not self._may_validate:
            return
        for child in scope.children:
            if not isinstance(child.node, FunctionNode):
                continue
            if child.name in _HOOKS:
                yield from self._checked_ids(child.node)
            for decorator in child.node.decorator_list:
                yield from self._decorated(decorator, child.node, scope)
        for bindings in scope.bindings.values():
            value = bindings[-1].value
            if isinstance(value, ast.Call) and isinstance(value.func, ast.Call):
                yield from self._named_by(value.func, scope)

    def _decorated(self, decorator: ast.expr, function: FunctionNode, scope: Scope) -> Iterator[str]:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(decorator, ast.Call):
            yield from self._named_by(decorator, scope)
        elif isinstance(decorator, ast.Attribute) and decorator.attr == "validator":
            yield decorator.value.id if isinstance(decorator.value, ast.Name) else UNSEEN
        if last_name(self._module.symbol(called, scope)) in _MODEL_VALIDATORS:
            yield from self._checked_ids(function)

    def _named_by(self, call: ast.Call, scope: Scope) -> Iterator[str]:
        """The fields that a validator's decorator names; one for all fields (`"*"`) is none of their own."""
        if last_name(self._module.symbol(call.func, scope)) not in _FIELD_VALIDATORS:
            return
        for argument in call.args:
            written = self._writer.expression(argument, scope)
            if written[0] != "text":
                yield UNSEEN
            elif written[1] != "*":
                yield written[1]

    def _checked_ids(self, function: FunctionNode) -> Iterator[str]:
        """The ids that a validator of the whole object uses, messages of its errors aside."""
        pending: list[ast.AST] = list(function.body)
        while pending:
            node = pending.pop()
            if isinstance(node, ast.Raise):
                continue
            name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "value", None)
            if isinstance(name, str) and self._names(name):
                yield name
            pending += ast.iter_child_nodes(node)


def _may_validate(module: Module) -> bool:
    """Whether a file can have validators: by what it decorates with or calls, or by what its methods are called."""
    hooks = any(scope.name in _HOOKS for scope in module.index.functions)
    return hooks or not module.named_calls.keys().isdisjoint(_FIELD_VALIDATORS | _MODEL_VALIDATORS)


def last_name(symbol: str | None) -> str:
    """The last name of a symbol."""
    return symbol.rpartition(".")[2] if symbol else ""
