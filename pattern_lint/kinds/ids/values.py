"""What written-down expressions can give: texts, functions, and calls of other libraries.

A text is known as far as it can be: `f"{prefix}_{stamp}"` with a known prefix is its literal beginning and holes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple, TypeAlias

from .expressions import Expression


class Hole(Enum):
    """A part of a text that is not literal."""

    FOREIGN = "made by a library: no literal, so no prefix"
    UNKNOWN = "not followed: may be anything"


Part: TypeAlias = str | Hole


@dataclass(frozen=True, slots=True)
class Text:
    """A text, in literal parts and holes."""

    parts: tuple[Part, ...]

    @property
    def literal(self) -> str | None:
        """The whole text, where all of it is known."""
        return None if any(isinstance(part, Hole) for part in self.parts) else self.beginning

    @property
    def beginning(self) -> str:
        """The literal text before the first hole."""
        known = ""
        for part in self.parts:
            if isinstance(part, Hole):
                break
            known += part
        return known

    @property
    def first_hole(self) -> Hole | None:
        return next((part for part in self.parts if isinstance(part, Hole)), None)


class Place(NamedTuple):
    """Where a function of the project is defined."""

    path: str
    line: int
    name: str


@dataclass(frozen=True, slots=True)
class Function:
    """Something of the project that can be called."""

    written: Expression
    around: Mapping[str, Value]
    """The parameters of the functions that it is nested in."""
    given: Mapping[str, Value] = field(default_factory=dict)
    """The arguments that a partial call has given it."""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A call or a subscript of something that the project does not define."""

    symbol: str
    arguments: tuple[Value, ...]
    keywords: Mapping[str, Value]
    is_open: bool = False
    """Whether there are keywords that cannot be seen."""


@dataclass(frozen=True, slots=True)
class Named:
    """A class, or something that another library defines."""

    symbol: str


@dataclass(frozen=True, slots=True)
class Items:
    """The members of a table or a list; a list's keys are its positions."""

    members: Mapping[str, Value]


class Nothing(Enum):
    """Values that say nothing."""

    NONE = "None"
    UNKNOWN = "not known"


Value: TypeAlias = Text | Function | Made | Named | Items | Nothing

_MAKER = re.compile(r"\._*(generate|make|build|create|new)_(\w+_)?id$")
_PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_RAW_LIBRARIES = frozenset(
    {"bson", "cuid", "cuid2", "ksuid", "nanoid", "shortuuid", "ulid", "uuid6", "uuid_utils", "xid"}
)


def as_text(value: Value) -> Text:
    """A value as a part of a text."""
    if isinstance(value, Text):
        return value
    if isinstance(value, (Made, Named)) and is_foreign(value.symbol):
        return Text((Hole.FOREIGN,))
    prefix = _prefix_given(value) if isinstance(value, Made) else None
    return Text((f"{prefix}_", Hole.UNKNOWN)) if prefix is not None else Text((Hole.UNKNOWN,))


def _prefix_given(value: Made) -> str | None:
    """The prefix that a maker of ids is given which the project does not show; its name says what it does with it."""
    if not _MAKER.search(value.symbol):
        return None
    given = value.keywords.get("prefix") or (value.arguments[0] if value.arguments else None)
    text = given.literal if isinstance(given, Text) else None
    return text if text is not None and _PREFIX.fullmatch(text) else None


def is_foreign(symbol: str) -> bool:
    """Whether the standard library or a library of raw ids makes a value; what texts do with themselves is not that."""
    if symbol.startswith("builtins.str()"):
        return False
    root = symbol.partition(".")[0]
    return root in _RAW_LIBRARIES or root == "builtins" or root in sys.stdlib_module_names
