"""All nodes of a tree, twice as fast as `ast.walk` gives them."""

from __future__ import annotations

import ast

_LEAVES = frozenset({"attr", "arg", "conversion", "ctx", "id", "kind", "level", "module", "op", "ops", "type_comment"})
"""Fields that hold no nodes, or only operators and contexts."""

_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {ast.Constant: (), ast.Name: (), ast.Attribute: ("value",)}


def nodes_in(root: ast.AST) -> list[ast.AST]:
    """A node and all that lies in it, in the order of `ast.walk`; operators and contexts are left out."""
    found = [root]
    add, node_class = found.append, ast.AST
    for node in found:  # grows on the way
        cls = node.__class__
        for field in _FIELDS[cls] if cls in _FIELDS else _fields_of(cls):
            child = getattr(node, field, None)
            if child.__class__ is list:
                for item in child:
                    if isinstance(item, node_class):
                        add(item)
            elif isinstance(child, node_class):
                add(child)
    return found


def _fields_of(cls: type[ast.AST]) -> tuple[str, ...]:
    fields = tuple(name for name in cls._fields if name not in _LEAVES)
    _FIELDS[cls] = fields
    return fields
