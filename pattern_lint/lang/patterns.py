"""What a card says of syntax, in the words of ast-grep's rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec

_VARIABLE = re.compile(r"\$+([A-Z_][A-Z0-9_]*)")


class Snippet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Code around what is meant, for what is no code by itself."""

    context: str
    """Code that can be parsed. Example: `context = "class A { $NAME = $VALUE }"`"""
    selector: str
    """The kind of the node in it that is meant. Example: `selector = "public_field_definition"`"""


class Node(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True, omit_defaults=True):
    """What a node of the syntax must be; all that is said must hold."""

    pattern: str | Snippet | None = None
    """Code that it looks like; `$NAME` stands for one part of it, `$$$NAME` for any number.
    Example: `pattern = "fetch($$$)"`"""
    kind: str | None = None
    """What the grammar calls it. Example: `kind = "catch_clause"`"""
    regex: str | None = None
    """An expression that is found in its text. Example: `regex = "^any$"`"""
    nth_child: int | str | None = None
    """Which of its parent's parts it is, from 1. Example: `nth-child = 1`"""
    field: str | None = None
    """Within `has` and `inside`: the field of the outer node in which the inner one is. Example: `field = "name"`"""
    stop_by: Literal["end", "neighbor"] | None = None
    """Within `has`, `inside`, `precedes` and `follows`: how far to look; to the `end` unless said otherwise.
    Example: `stop-by = "neighbor"`"""
    has: Node | None = None
    """What is in it. Example: `has = { pattern = "await $_" }`"""
    inside: Node | None = None
    """What it is in. Example: `inside = { kind = "catch_clause" }`"""
    precedes: Node | None = None
    """What follows it. Example: `precedes = { pattern = "pause" }`"""
    follows: Node | None = None
    """What is before it. Example: `follows = { pattern = "verify $$$" }`"""
    all: tuple[Node, ...] = ()
    """All of these hold. Example: `all = [{ has = { regex = "key" } }, { has = { regex = "fn" } }]`"""
    any: tuple[Node, ...] = ()
    """One of these holds. Example: `any = [{ pattern = "eval($$$)" }, { pattern = "exec($$$)" }]`"""
    not_: Node | None = msgspec.field(default=None, name="not")
    """This does not hold. Example: `not = { has = { regex = "signal" } }`"""


def as_rule(node: Node) -> Any:
    """The node as ast-grep wants it, whose own types are no good for what is made of tables."""
    return _handed_over(msgspec.to_builtins(node))


_RELATIONS = ("has", "inside", "precedes", "follows")
_NAMES = {"stop-by": "stopBy", "nth-child": "nthChild"}


def _handed_over(table: Mapping[str, Any]) -> dict[str, Any]:
    handed: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict) and key != "pattern":
            value = _handed_over(value)
            if key in _RELATIONS:
                value.setdefault("stopBy", "end")
        elif isinstance(value, (list, tuple)):
            value = [_handed_over(part) for part in value]
        handed[_NAMES.get(key, key)] = value
    return handed


def variables(texts: Iterable[str]) -> list[str]:
    """The names that stand for parts of code in patterns, without those that begin with `_`: nothing keeps these."""
    found = (name for text in texts for name in _VARIABLE.findall(text))
    return [name for name in dict.fromkeys(found) if not name.startswith("_")]


def patterns_of(node: Node | None) -> Iterator[str]:
    """All patterns in a node's description."""
    if node is None:
        return
    if node.pattern is not None:
        yield node.pattern if isinstance(node.pattern, str) else node.pattern.context
    for inner in (node.has, node.inside, node.precedes, node.follows, node.not_, *node.all, *node.any):
        yield from patterns_of(inner)
