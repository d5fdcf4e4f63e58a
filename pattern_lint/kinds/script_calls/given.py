"""What a call in a script is given as options: in an object, or as arguments in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...lang.script.names import arguments, key

if TYPE_CHECKING:
    from ast_grep_py import SgNode

    from ...lang.script.names import Names

_LISTS = frozenset({"array", "string", "template_string"})


class Given(NamedTuple):
    """The options that show, and whether that is all of them."""

    options: Mapping[str, SgNode]
    is_whole: bool


def given_to(names: Names, call: SgNode, order: Sequence[str], place: int | None = None) -> Given | None:
    """The options of a call, from the object in some place where the card says in which; None where they come from
    somewhere else."""
    listed = list(arguments(call))
    if place is not None:
        before = listed[: place + 1]
        if any(each.kind() == "spread_element" for each in before):
            return None
        return _of(names, listed[place], 0) if place < len(listed) else Given({}, is_whole=True)
    if not listed:
        return Given({}, is_whole=True)
    last = listed[-1] if len(listed) > 1 and listed[-1].kind() == "object" and listed[0].kind() != "object" else None
    if last is not None or listed[0].kind() in _LISTS or names.function(listed[0]) is not None:
        further = _of_object(names, last, 0) if last is not None else Given({}, is_whole=len(listed) >= len(order))
        return Given({**dict(zip(order, listed, strict=False)), **further.options}, further.is_whole)
    return _of(names, listed[0], 0)


def _of(names: Names, node: SgNode, depth: int) -> Given | None:
    """The options in an object, wherever the file has it."""
    kind = node.kind()
    if kind == "object":
        return _of_object(names, node, depth)
    if kind in ("as_expression", "satisfies_expression", "parenthesized_expression"):
        return _of(names, next(each for each in node.children() if each.is_named()), depth + 1)
    if kind == "call_expression":
        called, inner = node.field("function"), next(arguments(node), None)
        is_plain = called is not None and names.symbol(called).endswith("Options")
        return _of(names, inner, depth + 1) if is_plain and inner is not None else None
    found = names.declared(node) if kind == "identifier" and depth < 5 else None
    if found is None or found.value is None or found.kind != "value" or found.steps:
        return None
    return _of(names, found.value, depth + 1)


def _of_object(names: Names, node: SgNode, depth: int) -> Given:
    options: dict[str, SgNode] = {}
    is_whole = True
    for part in node.children():
        kind = part.kind()
        if kind == "pair":
            name, value = part.field("key"), part.field("value")
            if name is not None and value is not None:
                options[name.text().strip("\"'")] = value
        elif kind == "method_definition" and (name := part.field("name")) is not None:
            options[name.text()] = part
        elif kind == "shorthand_property_identifier":
            options[part.text()] = part
        elif kind == "spread_element":
            inner = _of(names, part.children()[-1], depth + 1)
            options |= inner.options if inner is not None else {}
            is_whole = is_whole and inner is not None and inner.is_whole
    return Given(options, is_whole)


def run_by(names: Names, node: SgNode) -> tuple[set[str], bool]:
    """The symbols of all that a function calls, with functions of the same file; and whether that is all it may do.

    What is imported from the project or handed in as a parameter may do anything.
    """
    first = names.function(node)
    if first is None:
        return set(), False
    symbols: set[str] = set()
    is_all = True
    pending, seen = [first], set()
    while pending:
        function = pending.pop()
        seen.add(key(function))
        for call in function.find_all(kind="call_expression"):
            called = call.field("function")
            if called is None:
                continue
            symbol = names.symbol(called)
            symbols.add(symbol)
            inner = names.function(called)
            if inner is not None and key(inner) not in seen:
                pending.append(inner)
            is_param = called.kind() == "identifier" and inner is None and symbol == "?"
            is_own = symbol.startswith((".", "@/", "~/")) and any(_is_client(names, each) for each in arguments(call))
            is_all = is_all and not is_param and not is_own
    return symbols, is_all


def _is_client(names: Names, node: SgNode) -> bool:
    return names.symbol(node).endswith("()")
