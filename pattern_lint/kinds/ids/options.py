"""What cards may say of ids."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ...query.places.places import Places
from ..kit import KindOptions
from .names import ENVELOPES, GENERATORS, ID_NAMES

Part = Annotated[
    str, msgspec.Meta(pattern=r"^[1-9]\d? (digits|hex)$(?!\n)", description="a length and `digits` or `hex`")
]
_VERBS = ("build", "create", "gen", "make", "mint", "new", "next")


class Options(KindOptions, frozen=True):
    """What is demanded of ids, and which names, classes and functions it is about."""

    demand: Literal["typed-field", "typed-value", "shaped-pattern", "unique-prefix"]
    """An own id has a typed factory, and a pattern or validator; no id is given a raw value; a pattern has the shape
    and the generator's prefix; no two generators share a prefix. Example: `demand = "typed-value"`"""
    names: tuple[str, ...] = ID_NAMES
    """Globs of the names of ids. Example: `names = ["id", "*_id", "*Id"]`"""
    roles: tuple[str, ...] = ("dto",)
    """The classes whose own ids must be typed. Example: `roles = ["dto", "aggregate"]`"""
    suffixes: tuple[str, ...] = ("DTO", "Dto", "Model", "Entity")
    """Ends of class names that do not tell what the class is about. Example: `suffixes = ["Record"]`"""
    envelopes: tuple[str, ...] = ENVELOPES
    """Classes whose own id need not be typed. Example: `envelopes = ["*Message"]`"""
    in_envelopes: tuple[str, ...] = ("id", "event_id")
    """Ids that may have any form in an envelope, and in variables that may be on their way into one.
    Example: `in-envelopes = ["id", "message_id"]`"""
    anywhere: tuple[str, ...] = ("correlation_id", "causation_id", "*request_id", "trace_id", "span_id")
    """Ids that may have any form. Example: `anywhere = ["*session_id"]`"""
    protocols: tuple[str, ...] = ("a2a.*", "ag_ui.*", "cloudevents.*", "langchain_core.*", "mcp.*", "openai.*")
    """Packages whose objects have ids of a form that others set. Example: `protocols = ["stripe.*"]`"""
    calls: tuple[str, ...] = ("uuid.uuid4",)
    """The calls that make raw values. Example: `calls = ["uuid.uuid4", "secrets.token_hex"]`"""
    generators: tuple[str, ...] = GENERATORS
    """Functions that make typed ids. Example: `generators = ["new_*_key"]`"""
    makers: Places = (
        *(f"function:{start}{verb}_{end}" for verb in _VERBS for start in ("", "*_") for end in ("id", "*_id")),
        *("function:*_id_factory", "class:*IDGenerator", "class:*IdFactory", "class:*IdGenerator", "class:*IdProvider"),
    )
    """Other places whose work it is to make ids. Example: `makers = ["function:next_key", "class:*Sequence"]`"""
    parts: tuple[Part, ...] = ("8 digits", "6 digits", "8 hex")
    """What follows the prefix of an id. Example: `parts = ["8 digits", "8 hex"]`"""
    separator: str = "_"
    """What stands between the parts. Example: `separator = "-"`"""

    formerly = "generator-classes: makers"
