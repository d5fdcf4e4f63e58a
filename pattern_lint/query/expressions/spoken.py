"""Which words a text has that is put together: those that are written out, and the names of what fills it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ...config.globs import fnmatchcase
from ...flow.fillings import given_to, held_by, own_class
from ...flow.ties import dotted
from ...lang.python.constants import constant
from ...lang.python.loops import run_over
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import nodes_in
from ..answers import UNKNOWN, YES, Answer, answer, every, on_condition, some
from ..naming.names import last_name
from .parts import bare, given_by, name_read, text_of

_BETWEEN = re.compile(r"[:./|\s]+")
_BUILDING = ("format", "join")
_LOOPS = (ast.For, ast.AsyncFor, ast.comprehension)
_OF_MEMBERS = frozenset({"value", "name"})
"""What the members of an enum are asked for."""
_IDENTIFYING = frozenset({"code", "id", "key", "pk", "slug", "uid", "uuid"})
"""Attributes that tell one thing from another, and nothing of what it is."""
_TELLING = _IDENTIFYING | _OF_MEMBERS
"""Attributes by which a text names what they are of."""


def _pieces(node: ast.expr) -> Iterator[ast.expr]:
    """The parts of a text, also of one that `+`, `%`, `format` or `join` puts together."""
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _pieces(node.right)
        node = node.left
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        yield node.left
        yield from node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _BUILDING:
        yield node.func.value
        for each in (*node.args, *(word.value for word in node.keywords)):
            yield from each.elts if isinstance(each, (ast.List, ast.Tuple)) else [each]
    else:
        yield from node.values if isinstance(node, ast.JoinedStr) else [node]


def mentions(globs: Sequence[str], unknown: Sequence[str], node: ast.expr, module: Module, scope: Scope) -> Answer:
    """Whether a part of a text is called as one of some globs says, or as one of `unknown` if it is not written out;
    not known where it is no text, a call makes it, or it goes on from a key that was made before. Of a collection of
    texts each must have such a part."""
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        return mentions(globs, unknown, node.elt, module, scope)
    if isinstance(node, (ast.List, ast.Tuple)):
        found = [mentions(globs, unknown, each, module, scope) for each in node.elts]
        return every(found) if found else UNKNOWN
    if isinstance(node, ast.Call) and any(fnmatchcase(f"{name_of(node.func).lower()}()", glob) for glob in globs):
        return YES
    kept = list(held_by(node, module, scope)) if isinstance(node, ast.Attribute) else []
    if len(kept) == 1 and isinstance(kept[0][0], (ast.Constant, ast.JoinedStr, ast.BinOp)):
        return YES if is_called([name_of(node)], globs) else mentions(globs, unknown, kept[0][0], module, kept[0][1])
    return _of_text(globs, unknown, node, module, scope)


def _of_text(globs: Sequence[str], unknown: Sequence[str], node: ast.expr, module: Module, scope: Scope) -> Answer:
    parts = [bare(each.value) if isinstance(each, ast.FormattedValue) else each for each in _pieces(node)]
    held = [constant(module, part, scope) for part in parts]
    texts = [each.value for each in held if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    is_text = [isinstance(each, ast.Constant) and isinstance(each.value, str) for each in held]
    left = [part for part, is_known in zip(parts, is_text, strict=True) if not is_known]
    elsewhere = {part: symbol for part in left if (symbol := name_elsewhere(part, module, scope))}
    if not texts and not elsewhere:
        return UNKNOWN
    names = [
        *map(name_read, parts),
        *(name_of(part.value) for part in parts if isinstance(part, ast.Attribute) and part.attr in _TELLING),
        *(name for part in parts for name in names_behind(part, module, scope)),
        *words_between("".join(texts)),
        *(word for text in texts for word in words_between(text)),
    ]
    made = [f"{name_of(each.func)}()" for each in held if isinstance(each, ast.Call)]
    open_names = [name_of(part) for part in left if part not in elsewhere]
    if is_called(names, globs) or is_called(open_names, unknown) or is_called(made, globs):
        return YES
    goes_on = not is_text[0] and name_of(parts[0]).lower().endswith("key")
    is_all_shown = all(part in elsewhere or _is_shown(part, module, scope) for part in parts)
    asked = (on_condition(("mentions", each, (tuple(globs), tuple(unknown)))) for each in elsewhere.values())
    return some([answer(False if is_all_shown and not goes_on else None), *asked])


def words_between(text: str) -> Sequence[str]:
    """The parts of a key."""
    return _BETWEEN.split(text)


def name_elsewhere(part: ast.expr, module: Module, scope: Scope) -> str:
    """The name under which another module, or a class of one, keeps what an expression stands for."""
    symbol = module.symbol(part, scope) or "" if isinstance(part, (ast.Name, ast.Attribute)) else ""
    is_theirs = "(" not in symbol and symbol.partition(".")[0] in module.roots
    return symbol if is_theirs and not symbol.startswith(f"{module.name}.") else ""


def _is_shown(part: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a part of a text has a name by which to tell what it is; an attribute that bases set has none."""
    owner = own_class(part, scope) if isinstance(part, ast.Attribute) else None
    has_bases = owner is not None and isinstance(owner.node, ast.ClassDef) and bool(owner.node.bases)
    if owner is not None and isinstance(part, ast.Attribute) and has_bases:
        is_set = part.attr in owner.bindings or any(given_to(part, owner, module))
        if not is_set:
            return False
    is_item = isinstance(part, ast.Subscript) and bool(text_of(part.slice))
    return is_item or isinstance(part, (ast.Constant, ast.Name, ast.Attribute))


def is_called(names: Sequence[str], globs: Sequence[str]) -> bool:
    """Whether one of some names is as a glob says."""
    return any(fnmatchcase(name.lower().lstrip("_"), glob) for name in names if name for glob in globs)


def names_behind(part: ast.expr, module: Module, scope: Scope) -> Iterator[str]:
    """The names of what a variable or property comes from: its type, what it is made or the first part of, a loop."""
    asked = part.value if isinstance(part, ast.Attribute) and part.attr in _OF_MEMBERS else part
    symbol = module.symbol(asked, scope) or "" if isinstance(asked, (ast.Name, ast.Attribute)) else ""
    if symbol.endswith("()"):
        yield last_name(symbol)
    given = (node for value, _ in given_by(part, module, scope) for node in nodes_in(value))
    yield from (name_of(node) for node in given if isinstance(node, ast.expr))
    home = scope.home(asked.id) if isinstance(asked, ast.Name) else None
    for bound in home.bindings[asked.id] if home is not None and isinstance(asked, ast.Name) else ():
        if isinstance(bound.node, _LOOPS):
            yield from _leading_to(run_over(bound.node)[1])
        elif isinstance(bound.node, ast.Assign) and isinstance(asked, ast.Name):
            yield from _leading_to(_given_first(bound.node, asked.id))
        elif bound.value is not None:
            yield from _leading_to(bound.value)


def _given_first(node: ast.Assign, name: str) -> ast.expr | None:
    """What a name is given, alone or as the first of several."""
    target, value = node.targets[0], node.value
    if not isinstance(target, (ast.Tuple, ast.List)):
        return value
    place = next((place for place, each in enumerate(target.elts) if name_of(each) == name), -1)
    if isinstance(value, (ast.Tuple, ast.List)):
        return value.elts[place] if 0 <= place < len(value.elts) else None
    return value if place == 0 else None


def _leading_to(node: ast.expr | None) -> Iterator[str]:
    """The names on the way to a value, from what it is a part of; of what is counted only the first one counts."""
    while isinstance(node, (ast.Call, ast.Attribute, ast.Subscript, ast.Name, ast.Await)):
        if isinstance(node, ast.Subscript):
            if isinstance(node.slice, ast.Constant) and node.slice.value != 0:
                return
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Await):
            node = node.value
        else:
            yield name_of(node)
            node = node.value if isinstance(node, ast.Attribute) else None


def is_named(globs: tuple[str, ...], node: ast.expr) -> bool:
    """Whether a variable, attribute or item is called as a glob says, as cards ask for by `not-named`; a glob that ends
    in a bracket is about what is called for it."""
    name = name_read(node).lower().lstrip("_")
    attribute = node.func if isinstance(node, ast.Call) and not (node.args or node.keywords) else node
    path = dotted(attribute) or "" if isinstance(attribute, ast.Attribute) else ""
    told = _spelt(node) if any("(" in glob for glob in globs) else ""
    return any(fnmatchcase(told if "(" in glob else path.lower() if "." in glob else name, glob) for glob in globs)


def _spelt(node: ast.expr) -> str:
    """What an item is taken from, or what is called, as it is written."""
    if isinstance(node, ast.Call):
        return f"{unparsed(node.func)}("
    return unparsed(node) if isinstance(node, ast.Subscript) else ""
