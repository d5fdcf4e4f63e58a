"""What cards of this kind may say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

import msgspec

from ...query.naming.names import Names
from ...query.values.types import Type
from ...query.values.values import Value
from ..defined_kind import DefinedOptions


class Options(DefinedOptions, frozen=True):
    """Which fields of which classes, and what holds of them."""

    named: tuple[str, ...] = ()
    """Globs that the name of the field matches, one of them. Example: `named = ["price", "*_amount"]`"""
    unnamed: tuple[str, ...] = ()
    """Globs of names of fields that are left aside. Example: `unnamed = ["_*"]`"""
    extended_by: tuple[str, ...] = ()
    """Globs of simple names: only fields of classes from which a class of one of them derives, at any depth.
    Example: `extended-by = ["*Order"]`"""
    typed: Names = ()
    """Only fields in whose type one of these occurs. Example: `typed = ["datetime.datetime"]`"""
    not_typed: Names = ()
    """No fields in whose type one of these occurs. Example: `not-typed = ["int", "bool"]`"""
    assigned: bool = False
    """Whether attributes without annotation count that are read from elsewhere. Example: `assigned = true`"""
    by_constructor: bool = False
    """Whether attributes count that a constructor sets on the instance: for their type by their annotation, or that of
    the parameter which they are set to; else by what they are set to, as their default.
    Example: `by-constructor = true`"""
    variables_of: tuple[str, ...] = ()
    """Globs of files whose variables count that are read from elsewhere. Example: `variables-of = ["settings.py"]`"""
    made_by: Names = ()
    """Only fields that a call of one of these makes. Example: `made-by = ["*.Column", "*.mapped_column"]`"""
    given_to: Names = ()
    """Calls whose arguments are fields as well, each by the name that it is given first: the columns of a table that is
    no class. Example: `given-to = ["sqlalchemy.Table"]`"""
    made_with: dict[str, Value] = msgspec.field(default_factory=dict)
    """Only fields of which such a call is surely given these arguments.
    Example: `made-with.nullable = { is = true }`"""
    type: Type = Type()
    """What its type must be, that of a column included. Example: `type = { never = ["float"] }`"""
    type_unless: dict[str, Value] = msgspec.field(default_factory=dict)
    """Arguments of the call that makes it which say what its annotation would, so that this is not asked.
    Example: `type-unless.nullable = { is = true }`"""
    type_unless_made_by: Names = ()
    """Calls that make it and heed no annotation. Example: `type-unless-made-by = ["sqlalchemy.Column"]`"""
    default: Value = Value()
    """What its default must be, however it is said. Example: `default = { given = true }`"""
    arguments: dict[str, Value] = msgspec.field(default_factory=dict)
    """What the call that makes it must be given. Example: `arguments.index = { given = true, is = true }`"""
    type_arguments: dict[str, Value] = msgspec.field(default_factory=dict)
    """What the column types among `typed` must be given, in the order of their parameters.
    Example: `type-arguments.timezone = { given = true }`"""
    clocks: bool = False
    """Whether a clock that gives its default must be read for each row, and tell its zone. Example: `clocks = true`"""
    described: bool | None = None
    """Whether it must say what it holds. Example: `described = true`"""
    texts_by: str = ""
    """The setting of the class by which texts below fields count as descriptions; always where none is named.
    Example: `texts-by = "use_attribute_docstrings"`"""
    insisted_on: bool = False
    """Whether code must insist on it: by a smallest length, a validator, or a check that fails where it is not there.
    Example: `insisted-on = true`"""
    companions: tuple[str, ...] = ()
    """Other fields that must be there, `{field}` for its name, be it in a base or in all classes that derive from it.
    Example: `companions = ["{field}_currency"]`"""
    companions_at: Literal["field", "class"] = "field"
    """Where it is shown that one is missing. Example: `companions-at = "class"`"""

    words: ClassVar[tuple[str, ...]] = ("field", "class", "module", "type", "argument", "value", "name")

    def selecting_roles(self) -> Iterator[frozenset[str]]:
        yield from super().selecting_roles() if not self.variables_of else ()
