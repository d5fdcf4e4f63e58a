"""How what a card finds is put right, beside `fix = "safe"` or `"unsafe"` in its front matter.

A card needs none whose kind knows how: old unions, bare clauses, import sections, rules of ruff, causes that are left
out. Where a repair does not fit the code at the place, nothing is done; of several the first one that fits is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec

_Argument = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(?:[^\W\d]\w*\s*=(?!=)\s*\S.*)?$(?!\n)",
        description="an argument with its name, such as `frozen=True`",
    ),
]
_Name = Annotated[str, msgspec.Meta(pattern=r"^(?:[^\W\d]\w*)?$(?!\n)", description="a name such as `safe_load`")]
_Decorator = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[^\W\d][\w.]*(?:\([^\W\d]\w*=[^()]+\))?$(?!\n)",
        description="a decorator such as `acme.checked` or `acme.checked(early=True)`",
    ),
]
_Dotted = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(?:[^\W\d][\w.]*)?$(?!\n)", description="a name such as `Exception` or `acme.checks.checked`"
    ),
]


class Repair(msgspec.Struct, forbid_unknown_fields=True, frozen=True, rename="kebab", kw_only=True):
    """One of these: what is written where the card finds something."""

    argument: _Argument = ""
    """The call, decorator or class at the place gets this argument, or the one of its name gets this value.
    Example: `repair = { argument = "frozen=True" }`"""
    rename: _Name = ""
    """What is called at the place has this last name instead; a bare name is left as it is, because it was imported.
    Example: `repair = { rename = "safe_load" }`"""
    await_: Annotated[bool, msgspec.Meta(description="true or false")] = msgspec.field(default=False, name="await")
    """The call at the place is awaited, where it stands in an asynchronous function.
    Example: `repair = { await = true }`"""
    beneath: _Name = ""
    """The function at the place gets this decorator, beneath those that it has.
    Example: `repair = { beneath = "classmethod" }`"""
    instead: dict[_Decorator, _Decorator] = msgspec.field(default_factory=dict)
    """Decorators, each with the one that stands in its place, where the method takes one value: `checked(early=True)`
    is one with just these arguments that have names, and `checked` one with none. Imports that nobody needs any more
    go. Always unsafe.
    Example: `repair = { instead = { "acme.checks.checked" = "acme.checks.validated" } }`"""
    successor: _Dotted = ""
    """The decorator at the place is this one instead, given the same, and is imported. Imports that nobody needs any
    more go. Example: `repair = { successor = "acme.checks.checked" }`"""
    catch: _Dotted = ""
    """The bare `except:` at the place catches this. Example: `repair = { catch = "Exception" }`"""
    cause: bool = False
    """The raise at the place says that it comes from the error that is handled, which gets a name if it has none.
    Example: `repair = { cause = true }`"""
    bars: bool = False
    """The union at the place is written with bars. Example: `repair = { bars = true }`"""
    ruff: tuple[str, ...] = ()
    """Ruff's own repair for these rules is made, where ruff holds it to be as safe as the card does.
    Example: `repair = { ruff = ["I001"] }`"""

    @property
    def ways(self) -> list[str]:
        """The names of what it says."""
        return [field for field in self.__struct_fields__ if getattr(self, field)]


def repair_from(table: Mapping[str, object]) -> Repair | None:
    """The repair that a kind says of itself; None where it says nothing."""
    return msgspec.convert(table, Repair) if table else None
