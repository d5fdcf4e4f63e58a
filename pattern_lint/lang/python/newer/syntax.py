"""What newer versions of Python write, and the nodes that their syntax trees have for it."""

from __future__ import annotations

import ast
from enum import Enum
from typing import Any, NamedTuple, TypeAlias


class Feature(Enum):
    """Syntax of a version: the minor number of the first Python that reads it, and what it is."""

    ALIAS = (12, "a `type` statement")
    PARAMETERS = (12, "type parameters in brackets")
    FORMATTED = (12, "quotes, backslashes, comments or line ends within the braces of an f-string")
    TEMPLATE = (14, "a t-string")
    BARE_TYPES = (14, "`except` with several types and no parentheses")
    LAZY = (15, "a lazy import")
    UNPACKED = (15, "an unpacking comprehension")

    @property
    def minor(self) -> int:
        return self.value[0]

    @property
    def what(self) -> str:
        return self.value[1]


class Seen(NamedTuple):
    """A feature and the line that has it."""

    feature: Feature
    line: int


class _TypeAlias(ast.stmt):
    _fields = ("name", "type_params", "value")


class _TypeVar(ast.AST):
    _fields = ("name",)


class _TemplateStr(ast.expr):
    _fields = ("values",)


class _Interpolation(ast.expr):
    _fields = ("value", "str", "conversion", "format_spec")


Node: TypeAlias = Any
"""A node whose class the interpreter may not have."""

TypeAliasNode: type[Node] = getattr(ast, "TypeAlias", _TypeAlias)
TypeVarNode: type[Node] = getattr(ast, "TypeVar", _TypeVar)
TemplateNode: type[Node] = getattr(ast, "TemplateStr", _TemplateStr)
InterpolationNode: type[Node] = getattr(ast, "Interpolation", _Interpolation)


def type_parameters(node: ast.AST) -> tuple[str, ...]:
    """The names between the brackets of `def f[T](...)`, `class C[T]:` and `type X[T] = ...`."""
    parameters = getattr(node, "type_params", ())
    return tuple([parameter.name for parameter in parameters]) if parameters else ()
