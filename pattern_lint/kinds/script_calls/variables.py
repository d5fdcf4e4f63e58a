"""The variables of a component that one part of a call uses, and whether another part names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...config.globs import fnmatchcase
from ...lang.script.names import FUNCTIONS, Declared, Key, key

if TYPE_CHECKING:
    from ast_grep_py import SgNode

    from ...lang.script.names import Names

_HOOK = re.compile(r"(^|.*\.)use[A-Z]\w*\(\)(\.[\w.]*)?$")
_KEPT = re.compile(r".*\buse(Ref|Callback|QueryClient|\w*(Client|Api|Axios|Fetch|Http|Router|Navigate|Dispatch))\(\).*")
"""What is the same thing each time."""
_MEMO = re.compile(r"(^|.*\.)useMemo\(\)$")
_OF_VALUES = frozenset(
    "filter format getTime includes join map padStart slice split startOf toFixed toISODate toISOString toJSON"
    " toLocaleString toLowerCase toString toUpperCase trim".split()
)
"""Methods of data, which give some of it; all others ask something to do its work."""
_CHOOSING = ("as_expression", "binary_expression", "parenthesized_expression", "ternary_expression")
_DEEPEST = 6


class _Named(NamedTuple):
    """Declarations that are named, and those of which a part is that was taken apart: `const { from } = filters`."""

    whole: set[Key]
    partly: set[Key]


def unnamed(names: Names, user: SgNode, namer: SgNode, services: Sequence[str]) -> list[str] | None:
    """The variables that `user` uses and `namer` does not name; None where that cannot be known.

    What is called is no data, nor is what has the name of a service.
    """
    function = names.function(user)
    declared = names.declared(user) if user.kind() == "identifier" else None
    if function is None and declared is not None:
        return [] if declared.kind == "import" else None
    if function is None and user.kind() in _CHOOSING:  # one of several functions
        return None
    named = _named(names, namer, 0)
    if named is None:
        return None
    kept = _set_in(names, function or user)
    free = [each for each in _free(names, function or user) if key(each[0].node) not in kept]
    called = {key(each.node) for each, is_called in free if is_called}
    found: dict[str, None] = {}
    for each, _ in free:
        name = each.node.text()
        is_service = key(each.node) in called or any(fnmatchcase(name.lower(), glob) for glob in services)
        if not is_service and not _is_covered(names, each, named, 0):
            found[name] = None
    return list(found)


def _free(names: Names, node: SgNode) -> Iterator[tuple[Declared, bool]]:
    """The variables of functions around a node that are used in it, and whether they are called there."""
    inner = node.range()
    for use in _identifiers(node):
        declared = names.declared(use)
        if declared is None or not declared.is_local or declared.kind not in ("value", "parameter"):
            continue
        place = declared.node.range()
        is_inside = inner.start.index <= place.start.index and place.end.index <= inner.end.index
        if not is_inside:
            yield declared, _is_service(use)


def _set_in(names: Names, node: SgNode) -> set[Key]:
    """The variables that a function sets itself, to keep something until the next time."""
    targets = (each.field("left") for each in node.find_all(kind="assignment_expression"))
    found = (names.declared(each) for each in targets if each is not None and each.kind() == "identifier")
    return {key(each.node) for each in found if each is not None}


def _identifiers(node: SgNode) -> Iterator[SgNode]:
    kinds = ("identifier", "shorthand_property_identifier")
    yield from (node,) if node.kind() in kinds else ()
    for kind in kinds:
        yield from node.find_all(kind=kind)


def _is_service(use: SgNode) -> bool:
    """Whether something is only called, or asked to do something: a function or a client, and no data."""
    around = use.parent()
    if around is None:
        return False
    if around.kind() == "call_expression" and _is_part(around, "function", use):
        return True
    name = around.field("property") if around.kind() == "member_expression" else None
    outer = around.parent()
    is_called = outer is not None and outer.kind() == "call_expression" and _is_part(outer, "function", around)
    return is_called and name is not None and name.text() not in _OF_VALUES


def _is_part(node: SgNode, field: str, inner: SgNode) -> bool:
    found = node.field(field)
    return found is not None and key(found) == key(inner)


def _named(names: Names, node: SgNode, depth: int) -> _Named | None:
    """The declarations of all that is named; None where it comes from somewhere else."""
    if depth > _DEEPEST:
        return None
    kind = node.kind()
    if kind in ("as_expression", "satisfies_expression", "parenthesized_expression"):
        return _named(names, next(each for each in node.children() if each.is_named()), depth + 1)
    declared = names.declared(node) if kind in ("identifier", "shorthand_property_identifier") else None
    if declared is not None:
        value = declared.value if declared.kind == "value" and not declared.steps else None
        return _named(names, value, depth + 1) if value is not None else None
    is_hook = kind == "call_expression" and _HOOK.match(names.symbol(node))
    if is_hook or kind not in ("array", "call_expression", "string", "template_string", "member_expression", "object"):
        return None
    found = _Named(set(), set())
    for use in _identifiers(node):
        inner = names.declared(use)
        around = use.parent()
        if inner is not None and around is not None and around.kind() == "spread_element":
            spread = _named(names, use, depth + 1)
            if spread is None:
                return None
            found.whole.update(spread.whole)
            found.partly.update(spread.partly)
        if inner is not None and key(inner.node) not in found.whole:
            found.whole.add(key(inner.node))
            (found.partly if inner.steps else found.whole).update(_made_of(names, inner, 0))
    return found


def _made_of(names: Names, declared: Declared, depth: int) -> Iterator[Key]:
    """The variables that another one is made of: who names it names them, as far as they matter."""
    if declared.kind == "value" and declared.value is not None and declared.is_local and depth < _DEEPEST:
        for inner, is_called in _free(names, declared.value):
            yield key(inner.node)
            yield from () if is_called else _made_of(names, inner, depth + 1)


def _is_covered(names: Names, declared: Declared, named: _Named, depth: int, *, for_part: bool = False) -> bool:
    """Whether a variable is named, or made of nothing but what is; for another part of something it must be named as a
    whole."""
    if key(declared.node) in (named.whole if for_part else named.whole | named.partly):
        return True
    if declared.kind != "value" or declared.value is None or depth > _DEEPEST:
        return False
    symbol = names.symbol(declared.value) + declared.steps
    if _KEPT.match(symbol):
        return True
    if _HOOK.match(symbol) and not _MEMO.match(symbol):
        return False
    own = names.function(declared.value) if declared.value.kind() in FUNCTIONS else None
    free = [each for each, is_called in _free(names, own or declared.value) if not is_called]
    is_part = bool(declared.steps)
    return all(_is_covered(names, each, named, depth + 1, for_part=is_part) for each in free)
