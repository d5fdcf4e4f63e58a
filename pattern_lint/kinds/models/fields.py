"""The fields of models, and what describes them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.annotations import unquoted
from ...lang.python.answers import Answers
from ...lang.python.blocks import type_checking_blocks
from ...lang.python.bound import has_arguments_already
from ...lang.python.constants import assigned
from ...lang.python.docstrings import is_text
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from .configuration import constants
from .facts import Field

_FIELDS = frozenset({"pydantic.Field", "pydantic.fields.Field", "pydantic.v1.Field", "sqlmodel.Field"})
_ANNOTATED = frozenset({"typing.Annotated", "typing_extensions.Annotated"})
_NO_FIELDS = frozenset(
    {"typing.ClassVar", "typing_extensions.ClassVar", "dataclasses.InitVar", "typing.TypeAlias", "dataclasses.KW_ONLY"}
)
_OPTIONAL = frozenset({"typing.Optional", "typing.Union"})
_DESCRIBED, _BARE, _OPEN = "described", "bare", "open"
"""What is known of a Field: it has a description, it has none, it may have one."""


class Fields:
    """Reads the fields of classes, and the names for annotations, of one module."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._type_checking = type_checking_blocks(module)
        self._aliases: Answers[tuple[ast.expr, Scope], tuple[str, ...]] = Answers()

    def of(self, scope: Scope) -> Iterator[Field]:
        """The fields that a class declares."""
        node = scope.node
        assert isinstance(node, ast.ClassDef)
        return self._declared(node.body, scope)

    def aliases(self) -> Iterator[tuple[str, bool]]:
        """Names of the module for annotations with a Field, and whether they describe what they annotate."""
        scope = self._module.scope
        for name, value in constants(self._module):
            if isinstance(value, ast.Subscript) and self._module.symbol(value.value, scope) in _ANNOTATED:
                yield name, _DESCRIBED in self._annotated(value, scope)

    def _declared(self, body: list[ast.stmt], scope: Scope) -> Iterator[Field]:
        for place, statement in enumerate(body):
            if isinstance(statement, ast.If):
                if statement not in self._type_checking:
                    yield from self._declared(statement.body, scope)
                yield from self._declared(statement.orelse, scope)
            if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
                continue
            name = statement.target.id
            annotation = unquoted(statement.annotation)
            if name.startswith("_") or name == "model_config" or self._is_no_field(annotation, scope):
                continue
            following = body[place + 1] if place + 1 < len(body) else None
            said = [*self._annotated(annotation, scope), self._assigned(statement.value, scope)]
            known = {_DESCRIBED, _BARE, _OPEN}.intersection(said)
            described = True if _DESCRIBED in known else None if _OPEN in known else False
            aliases = tuple(each for each in said if each not in known and each)
            yield Field(name, self._module.span(statement), described, bool(known), is_text(following), aliases)

    def _is_no_field(self, annotation: ast.expr, scope: Scope) -> bool:
        named = annotation.value if isinstance(annotation, ast.Subscript) else annotation
        return self._module.symbol(named, scope) in _NO_FIELDS

    def _assigned(self, value: ast.expr | None, scope: Scope) -> str:
        """What the value of a field says; empty where it is no Field."""
        held = assigned(self._module, value, scope) if value is not None else None
        value = value if held is None else held
        if not isinstance(value, ast.Call):
            return ""
        symbol = self._module.symbol(value.func, scope)
        if symbol in _FIELDS:
            return self._of_field(value, scope)
        return _OPEN if symbol is None or symbol.partition(".")[0] in self._module.roots else ""

    def _of_field(self, call: ast.Call, scope: Scope) -> str:
        for keyword in call.keywords:
            if keyword.arg == "description":
                held = assigned(self._module, keyword.value, scope)
                text = keyword.value if held is None else held
                is_empty = isinstance(text, ast.Constant) and not str(text.value or "").strip()
                return _BARE if is_empty else _DESCRIBED
        is_open = any(keyword.arg is None for keyword in call.keywords) or has_arguments_already(
            self._module, call.func, scope
        )
        return _OPEN if is_open else _BARE

    def _annotated(self, annotation: ast.expr, scope: Scope) -> tuple[str, ...]:
        """What an annotation says: by Annotated, by a member of a union, or by a name that may stand for one."""
        said: dict[str, None] = {}
        waiting = [annotation]
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
                waiting += (node.right, node.left)
            elif isinstance(node, ast.Subscript):
                name = self._module.symbol(node.value, scope)
                parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
                if name in _ANNOTATED:
                    said.update(dict.fromkeys(self._assigned(extra, scope) for extra in parts[1:]))
                    parts = parts[:1]
                waiting += reversed(parts) if name in _ANNOTATED | _OPTIONAL else ()
            elif isinstance(node, ast.Name | ast.Attribute):
                said.update(dict.fromkeys(self._named(node, scope)))
        return tuple(said)

    def _named(self, node: ast.Name | ast.Attribute, scope: Scope) -> tuple[str, ...]:
        held = assigned(self._module, node, scope)
        if held is None:
            return (self._module.symbol(node, scope) or "",)
        return self._aliases.of((held, scope), lambda alias: self._annotated(*alias)) or ()
