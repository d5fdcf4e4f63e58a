"""The types that the value of a call is given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...lang.script.ends import Ends

if TYPE_CHECKING:
    from ast_grep_py import SgNode

    from ...lang.script.names import Names

_SETTER = "useState().1"
_DEEPEST = 4
_MADE_OF = frozenset({"import", "value"})


def types_given(names: Names, call: SgNode) -> Iterator[tuple[SgNode, bool]]:
    """The types that the value itself is given, each with whether it is an argument of the call."""
    own = call.field("type_arguments")
    first = next((each for each in own.children() if each.is_named()), None) if own is not None else None
    if first is not None:
        yield first, True
    for end in Ends(names).of(call):
        if end.kind == "typed" and end.is_itself:
            yield end.node, False
        elif end.kind == "taken" and end.is_itself and names.symbol(end.node).endswith(_SETTER):
            state = names.declared(end.node)
            written = state.value.field("type_arguments") if state is not None and state.value is not None else None
            if written is not None:
                yield written, True


def is_made_up(names: Names, written: SgNode) -> bool:
    """Whether a type is one that the file declares by hand, and not from a type or a schema that it imports."""
    if not names.is_typed:
        return False
    used = [written] if written.kind() == "type_identifier" else list(written.find_all(kind="type_identifier"))
    return any(_is_by_hand(names, each.text(), 0) for each in used)


def _is_by_hand(names: Names, name: str, depth: int) -> bool:
    for kind in ("interface_declaration", "type_alias_declaration", "class_declaration"):
        for node in names.root.find_all({"rule": {"kind": kind}}):
            declared, value = node.field("name"), node.field("value")
            if declared is None or declared.text() != name:
                continue
            if kind != "type_alias_declaration" or (value is not None and value.kind() == "object_type"):
                value = node.find(any=[{"kind": "extends_type_clause"}, {"kind": "class_heritage"}])
                is_plain = value is None
            else:
                is_plain = False
            return is_plain or (value is not None and depth < _DEEPEST and not _is_imported(names, value, depth))
    return False


def _is_imported(names: Names, node: SgNode, depth: int) -> bool:
    """Whether a type is made of an imported type or of a value, such as a schema."""
    used = [node, *(each for kind in ("type_identifier", "identifier") for each in node.find_all(kind=kind))]
    found = [names.declared(each) for each in used]
    own = [each.text() for each in used[1:]]
    is_other = any(each is not None and each.kind in _MADE_OF for each in found)
    return is_other or not any(_is_by_hand(names, each, depth + 1) for each in own)
