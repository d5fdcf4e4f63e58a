"""Collects from one module what the join needs to judge ids: fields, validators, generators and constants."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...source.module import Module, Span
from ...source.scopes import Binding, FunctionNode, Scope
from .expressions import Expression, Writer

_FIELD_VALIDATORS = frozenset({"field_validator", "validator"})
_MODEL_VALIDATORS = frozenset({"model_validator", "root_validator"})
_HOOKS = frozenset({"__post_init__", "__attrs_post_init__", "model_post_init"})
_SCHEMA_METHODS = frozenset({"__get_pydantic_core_schema__", "__get_validators__"})
_NO_FIELDS = frozenset({"ClassVar", "InitVar", "Literal"})
UNSEEN = "?"
"""Stands among validated names for those that a validator is given from elsewhere."""

_PREFIX = re.compile(r"[A-Z][A-Z0-9_]{0,20}[-_]?")
_PATTERN = re.compile(r"\\d|\[0-9|\[a-f|\[A-F|\{8\}")
_ABOUT_IDS = re.compile(r"(^|_)u?ids?(_|$)|pattern|regex|prefix|[a-z]Id$", re.IGNORECASE)
_MAKES_IDS = re.compile(r"(\w*_)?(build|create|gen|generate|make|mint|new|next)_(\w+_)?id")
_ID_SOURCES = ("uuid.", "secrets.", "ulid.", "nanoid.", "shortuuid.", "uuid6.", "cuid.", "cuid2.", "xid.", "bson.")
_ALIASES = frozenset({"Annotated", "NewType", "Field", "StringConstraints", "compile", "constr", "partial"})


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


class Definition(NamedTuple):
    """A function or constant that can have to do with how ids are made or what they look like."""

    span: Span
    written: Expression


class Collector:
    """Collects from one module; `names` match ids, `generators` the functions that make them."""

    def __init__(self, module: Module, names: re.Pattern[str], generators: re.Pattern[str]) -> None:
        self._module = module
        self._names = names
        self._generators = generators
        self._writer = Writer(module)

    def facts(self) -> dict[str, dict[str, tuple[Any, ...]]] | None:
        """Plain data; None where the module has nothing to tell."""
        scopes = self._module.index.scopes
        classes = {scope.qualname: self._class(scope) for scope in scopes if scope.kind == "class"}
        found: dict[str, dict[str, tuple[Any, ...]]] = {
            "classes": {name: tuple(fact) for name, fact in classes.items() if fact is not None},
            "functions": {
                scope.qualname: (self._module.header(scope.node), self._writer.function(scope))
                for scope in self._makers()
            },
            "constants": dict(self._constants()),
        }
        return found if any(found.values()) else None

    def _class(self, scope: Scope) -> IdClass | None:
        fields = {}
        for name, bindings in scope.bindings.items():
            node = bindings[-1].node
            if isinstance(node, ast.AnnAssign) and self._names.match(name) and not self._is_no_field(node, scope):
                value = self._writer.expression(node.value, scope) if node.value is not None else None
                annotation = self._writer.annotation(node.annotation, scope)
                fields[name] = (self._module.header(node), annotation, value)
        validated = tuple(dict.fromkeys(self._validated(scope)))
        has_schema = any(child.name in _SCHEMA_METHODS for child in scope.children)
        return IdClass(fields, validated, has_schema) if fields or validated or has_schema else None

    def _is_no_field(self, node: ast.AnnAssign, scope: Scope) -> bool:
        head = node.annotation.value if isinstance(node.annotation, ast.Subscript) else node.annotation
        return _last(self._module.symbol(head, scope)) in _NO_FIELDS

    def _validated(self, scope: Scope) -> Iterator[str]:
        """The names of the fields that the class has validators of."""
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
        if (
            isinstance(decorator, ast.Attribute)
            and decorator.attr == "validator"
            and isinstance(decorator.value, ast.Name)
        ):
            yield decorator.value.id
        elif isinstance(decorator, ast.Call):
            yield from self._named_by(decorator, scope)
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if _last(self._module.symbol(called, scope)) in _MODEL_VALIDATORS:
            yield from self._checked_ids(function)

    def _named_by(self, call: ast.Call, scope: Scope) -> Iterator[str]:
        """The fields that a validator's decorator names; one for all fields (`"*"`) is none of their own."""
        if _last(self._module.symbol(call.func, scope)) not in _FIELD_VALIDATORS:
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
            name = (
                node.attr if isinstance(node, ast.Attribute) else node.value if isinstance(node, ast.Constant) else None
            )
            if isinstance(name, str) and self._names.match(name):
                yield name
            pending += ast.iter_child_nodes(node)

    def _makers(self) -> Iterator[Scope]:
        """The functions that may make ids or their patterns: by their name, or by what they call."""
        makers = {scope for scope in self._module.index.functions if self._is_about_ids(scope.name)}
        for call in self._module.calls:
            if call.symbol is not None and self._gives_id(call.symbol):
                scope: Scope | None = call.scope
                while scope is not None:
                    makers.add(scope)
                    scope = scope.parent
        for scope in self._module.index.functions:
            if scope in makers and scope.parent is not None and scope.parent.kind in ("module", "class"):
                yield scope

    def _gives_id(self, symbol: str) -> bool:
        if symbol.startswith(_ID_SOURCES):
            return True
        name = _last(symbol)
        return bool(_MAKES_IDS.fullmatch(name) or self._generators.match(name))

    def _constants(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        for scope in self._module.index.scopes:
            if scope.kind in ("module", "class"):
                for name, bindings in scope.bindings.items():
                    binding = bindings[-1]
                    if binding.kind in ("assign", "annotated") and self._matters(name, binding, scope):
                        place = f"{scope.qualname}.{name}" if scope.qualname else name
                        yield place, (self._module.header(binding.node), self._writer.expression(binding.value, scope))

    def _matters(self, name: str, binding: Binding, scope: Scope) -> bool:
        """Whether a constant may hold a prefix, a pattern, an annotated type or a generator."""
        value = binding.value
        if isinstance(value, ast.Constant):
            text = value.value
            if not isinstance(text, str):
                return False
            return self._is_about_ids(name) or bool(_PREFIX.fullmatch(text) or _PATTERN.search(text))
        if isinstance(value, ast.Subscript):
            return _last(self._module.symbol(value.value, scope)) in _ALIASES
        if isinstance(value, ast.Call) and (scope.kind == "module" or binding.kind == "assign"):
            return self._is_about_ids(name) or _last(self._module.symbol(value.func, scope)) in _ALIASES
        kinds = (ast.JoinedStr, ast.BinOp, ast.Lambda, ast.Dict, ast.Name, ast.Attribute)
        return isinstance(value, kinds) and self._is_about_ids(name)

    def _is_about_ids(self, name: str) -> bool:
        return bool(_ABOUT_IDS.search(name) or self._generators.match(name))


def _last(symbol: str | None) -> str:
    """The last name of a symbol."""
    return symbol.rpartition(".")[2] if symbol else ""
