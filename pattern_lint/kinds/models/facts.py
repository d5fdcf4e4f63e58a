"""What the classes of one file tell about themselves as data models."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from ...lang.python.module import Span

Part: TypeAlias = tuple[str, str, bool | None]
"""A step of putting a configuration together: ("set", key, value), ("take", symbol, None), ("open", "", None)."""


class Field(NamedTuple):
    """A field; `described` is None where it cannot be told, `aliases` are annotations that may describe it."""

    name: str
    span: Span
    described: bool | None
    has_field: bool
    has_docstring: bool
    aliases: tuple[str, ...]


class Model(NamedTuple):
    """A class that may be a model."""

    config: tuple[Part, ...]
    is_explained: bool
    """Whether a comment says why the class is not frozen."""
    fields: tuple[tuple[Any, ...], ...]
    stores: bool
    """Whether its constructor keeps parameters in public attributes."""
