"""Collections of several texts, or of several members of one class, that are written out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.module import Module
from ...lang.python.surroundings import dotted

SPLIT = "split"
FEWEST = 2
"""How many make a collection one of several."""
_OF_MEMBERS = ("value", "name")
"""What a member of an enum is asked for, which says the same as the member."""


def several_texts(node: ast.AST) -> list[str]:
    """The texts of a collection of several, and of nothing else, also of one text that is split."""
    if isinstance(node, ast.Call):
        texts = split_texts(node)
    else:
        parts = node.elts if isinstance(node, (ast.List, ast.Tuple, ast.Set)) else []
        texts = [each.value for each in parts if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        texts = texts if len(texts) == len(parts) else []
    return texts if len(texts) >= FEWEST else []


def several_members(node: ast.AST) -> list[str]:
    """The names of the constants of one class of which a collection is made, and of nothing else."""
    parts = node.elts if isinstance(node, (ast.List, ast.Tuple, ast.Set)) else []
    if len(parts) < FEWEST or not all(isinstance(each, ast.Attribute) for each in parts):
        return []
    members = [each for each in map(_member, parts) if each is not None and each.attr.isupper()]
    classes = {dotted(each.value) for each in members}
    return [each.attr for each in members] if len(members) == len(parts) and len(classes) == 1 else []


def class_of_members(node: ast.expr) -> ast.expr | None:
    """The class of the members that a collection is made of."""
    first = _member(node.elts[0]) if isinstance(node, (ast.List, ast.Tuple, ast.Set)) else None
    return first.value if first is not None else None


def _member(node: ast.expr) -> ast.Attribute | None:
    if not isinstance(node, ast.Attribute):
        return None
    inner = node.value
    return inner if node.attr in _OF_MEMBERS and isinstance(inner, ast.Attribute) else node


def lists_of_members(module: Module) -> Iterator[tuple[ast.AST, list[str]]]:
    """The collections of members of one class that stand in a module, with the names of these.

    It looks at all that has a parent, so whoever asks knows that the module has such names.
    """
    parents = module.index.parents
    lists = [parents[node] for node in parents if node.__class__ is ast.Attribute]
    for node in dict.fromkeys(lists):
        names = several_members(node)
        if names:
            yield node, names


def split_texts(call: ast.Call) -> list[str]:
    """The parts of a text that is written out and split where it stands."""
    text = call.func.value if isinstance(call.func, ast.Attribute) and call.func.attr == SPLIT else None
    marks = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    if not isinstance(text, ast.Constant) or not isinstance(text.value, str) or len(marks) < len(call.args):
        return []
    return text.value.split(marks[0]) if marks and marks[0] else text.value.split()
