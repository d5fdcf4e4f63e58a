"""Where the value of a call ends up: which calls take it, and which types it is given.

It is followed through `await`, `.then`, variables, parts of it, and the functions of the same file that hand it on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from ast_grep_py import SgNode

from .names import FUNCTIONS, WRAPPERS, Declared, Key, Names, arguments, key

_THROUGH = WRAPPERS | {
    "array",
    "binary_expression",
    "object",
    "optional_chain",
    "pair",
    "sequence_expression",
    "spread_element",
    "ternary_expression",
}
_ABOUT = frozenset({"ok", "status", "statusText", "headers", "error", "isLoading", "length"})
"""What only says how it went."""
_SAME = frozenset({"catch", "finally", "json", "text", "blob", "data"})
"""What gives the value itself, if in another form."""
_MOST = 400


class End(NamedTuple):
    """A call that takes a value, by the argument or function that stands for it; or a type that a value is given."""

    kind: Literal["taken", "typed"]
    node: SgNode
    is_itself: bool
    """Whether it is what the call gave or a part of that, and nothing that was made from it."""


class Ends:
    """Follows one value through its file."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._seen: set[tuple[Key, bool]] = set()

    def of(self, node: SgNode, is_itself: bool = True) -> Iterator[End]:
        """The ends of what an expression gives."""
        pending = [(node, is_itself)]
        while pending and len(self._seen) < _MOST:
            each, same = pending.pop()
            if (key(each), same) not in self._seen:
                self._seen.add((key(each), same))
                for found in self._next(each, same):
                    if isinstance(found, End):
                        yield found
                    else:
                        pending.append(found)

    def _next(self, node: SgNode, same: bool) -> Iterator[End | tuple[SgNode, bool]]:
        """Where a value goes from a node: ends, and nodes that have it then."""
        around = node.parent()
        kind = around.kind() if around is not None else ""
        if around is None:
            return
        if kind in ("as_expression", "satisfies_expression"):
            yield End("typed", around.children()[-1], same)
        if kind == "type_assertion":  # `<Order>value`
            yield End("typed", next(each for each in around.children()[0].children() if each.is_named()), same)
            yield around, same
        if kind == "member_expression":
            yield from self._of_member(around, node, same)
        elif kind == "subscript_expression":
            yield around, same
        elif kind == "ternary_expression" and key(around.children()[0]) == key(node):
            return
        elif kind in _THROUGH:
            yield around, same and kind in WRAPPERS
        elif kind == "arguments":
            yield from self._of_argument(around, node, same)
        elif kind == "variable_declarator":
            yield from self._of_variable(around, same)
        elif kind == "assignment_expression" and _is_field(around, "right", node):
            left = around.field("left")
            declared = self._names.declared(left) if left is not None else None
            if declared is not None:
                yield from ((use, same) for use in self._names.uses(declared))
        elif kind == "return_statement" or (kind == "arrow_function" and _is_field(around, "body", node)):
            function = next((each for each in (around, *around.ancestors()) if each.kind() in FUNCTIONS), None)
            if function is not None:
                yield from self._of_function(function, same)

    def _of_member(self, member: SgNode, node: SgNode, same: bool) -> Iterator[End | tuple[SgNode, bool]]:
        name = member.field("property")
        called = member.parent()
        if called is not None and called.kind() == "await_expression":  # as in `await axios.get<Order>()`
            called = called.parent()
        if name is None or not _is_field(member, "object", node) or name.text() in _ABOUT:
            return
        if called is None or called.kind() != "call_expression" or not _is_called(called, member):
            yield member, same
            return
        if name.text() == "then":
            given = next(arguments(called), None)
            if given is not None:
                yield End("taken", given, same)
                yield from self._into(given, 0, same)
            return
        yield called, same and name.text() in _SAME

    def _of_argument(self, given: SgNode, node: SgNode, same: bool) -> Iterator[End | tuple[SgNode, bool]]:
        call = given.parent()
        called = call.field("function") if call is not None else None
        if call is None or called is None:
            return
        yield End("taken", called, same)
        place = next(number for number, each in enumerate(arguments(call)) if key(each) == key(node))
        if self._names.function(called) is not None:
            yield from self._into(called, place, same)
        yield call, False

    def _into(self, function: SgNode, place: int, same: bool) -> Iterator[End | tuple[SgNode, bool]]:
        """A parameter of a function of this file."""
        found = self._names.function(function)
        parameters = found.field("parameters") or found.field("parameter") if found is not None else None
        if parameters is None:
            return
        listed = [each for each in parameters.children() if each.is_named() and each.kind() != "comment"]
        own = [parameters] if parameters.kind() == "identifier" else listed
        if place < len(own):
            written = own[place].field("type")
            if written is not None:
                yield End("typed", written, same)
            yield from self._bound(own[place].field("pattern") or own[place], same)

    def _of_variable(self, declarator: SgNode, same: bool) -> Iterator[End | tuple[SgNode, bool]]:
        written, pattern = declarator.field("type"), declarator.field("name")
        if written is not None:
            yield End("typed", written, same)
        if pattern is not None:
            yield from self._bound(pattern, same)

    def _bound(self, pattern: SgNode, same: bool) -> Iterator[tuple[SgNode, bool]]:
        """All uses of the names of a pattern."""
        kinds = ("identifier", "shorthand_property_identifier_pattern")
        own = [pattern] if pattern.kind() in kinds else []
        for name in [*own, *(each for kind in kinds for each in pattern.find_all(kind=kind))]:
            declared = self._names.declared(name)
            if declared is not None and not any(f".{each}" in declared.steps for each in _ABOUT):
                yield from ((use, same) for use in self._names.uses(declared))

    def _of_function(self, function: SgNode, same: bool) -> Iterator[End | tuple[SgNode, bool]]:
        """What a function returns is what its calls give; what a function for `then` returns is what `then` gives."""
        written = function.field("return_type")
        if written is not None:
            yield End("typed", written, same)
        given = function.parent()
        while given is not None and given.kind() == "parenthesized_expression":
            given = given.parent()
        call = given.parent() if given is not None and given.kind() == "arguments" else given
        called = call.field("function") if call is not None and call.kind() == "call_expression" else None
        if call is not None and called is not None:
            name = called.field("property") if called.kind() == "member_expression" else None
            if given is not None and given.kind() != "arguments":
                yield call, same  # it is called where it stands
            elif name is not None and name.text() == "then":
                yield call, same
            else:  # as in `setRows((old) => [...old, row])`
                yield End("taken", called, False)
        for declared in self.named(function):
            for use in self._names.uses(declared):
                around = use.parent()
                if around is not None and around.kind() == "call_expression" and _is_called(around, use):
                    yield around, same

    def named(self, function: SgNode) -> Iterator[Declared]:
        """The names that a function has in its file."""
        node = function
        around = function.parent()
        if around is not None and around.kind() == "arguments":  # of `useCallback`
            call = around.parent()
            if call is not None and key(self._names.function(call) or call) == key(function):
                node, around = call, call.parent()
        is_value = around is not None and around.kind() == "variable_declarator"
        name = around.field("name") if is_value and around is not None else node.field("name")
        declared = self._names.declared(name) if name is not None and name.kind() == "identifier" else None
        if declared is not None:
            yield declared


def _is_field(node: SgNode, field: str, inner: SgNode) -> bool:
    found = node.field(field)
    return found is not None and key(found) == key(inner)


def _is_called(call: SgNode, node: SgNode) -> bool:
    """Whether a node is what a call calls, be it awaited as the grammar has it."""
    called = call.field("function")
    if called is not None and called.kind() == "await_expression":
        called = called.children()[-1]
    return called is not None and key(called) == key(node)
