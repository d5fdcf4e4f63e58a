"""Dicts that a call of `dict` makes of keywords, read as if they were written in braces."""

from __future__ import annotations

import ast
import re
from typing import TypeGuard

from .walking import nodes_in

_CALLED = re.compile(rb"\bdict\(\s*(?:\*\*|\w+\s*=|#|\))")


def spell_dicts(tree: ast.Module, source: bytes) -> None:
    """Turn `dict(limit=3, **others)` into `{"limit": 3, **others}`, in its place; whoever asks for dicts sees one form.

    A module that has a `dict` of its own is left as it is.
    """
    if _CALLED.search(source) is None:
        return
    nodes = nodes_in(tree)
    if not any(map(_is_own, nodes)):
        for node in nodes:
            if _is_of_keywords(node):
                _spell(node)


def _is_own(node: ast.AST) -> bool:
    """Whether something is bound to the name."""
    if isinstance(node, ast.Name):
        return node.id == "dict" and not isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.alias):
        return "dict" in (node.name, node.asname)
    return not isinstance(node, ast.keyword) and "dict" in (getattr(node, "name", None), getattr(node, "arg", None))


def _is_of_keywords(node: ast.AST) -> TypeGuard[ast.Call]:
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict"
    return is_call and isinstance(node, ast.Call) and not node.args


def _spell(call: ast.Call) -> None:
    keys = [_key(word) for word in call.keywords]
    values = [word.value for word in call.keywords]
    object.__setattr__(call, "__class__", ast.Dict)  # so that what lies around it need not be looked for
    del call.func, call.args, call.keywords
    call.__dict__.update(keys=keys, values=values)


def _key(word: ast.keyword) -> ast.Constant | None:
    if word.arg is None:
        return None
    key = ast.copy_location(ast.Constant(word.arg), word)
    key.end_lineno, key.end_col_offset = word.lineno, word.col_offset + len(word.arg.encode())
    return key
