"""The parts of a text that code puts together, of which some are not known."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from typing import TypeGuard

from ...lang.python.constants import constant
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from .holes import BRACES, FORMATS, fillers
from .shapes import Piece, may_match

HOLE = "{}"
"""How a part that is not known is shown."""


def misses(expression: str, node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a text that is put together surely has not some form, whatever fills what the file does not show."""
    pieces = pieces_of(node)
    if pieces is None:
        return False
    known = [constant(module, each, scope) if each is not None else None for each in fillers(node)]
    values = [each.value if isinstance(each, ast.Constant) else None for each in known]
    texts = [each if isinstance(each, str) and each else None for each in values]
    if len(texts) == pieces.count(None):
        filling = iter(texts)
        pieces = [next(filling) if piece is None else piece for piece in pieces]
    return may_match(expression, pieces) is False


def pieces_of(node: ast.expr) -> list[Piece] | None:
    """The parts of a text that is put together of at least one constant."""
    if isinstance(node, ast.JoinedStr):
        return [str(each.value) if isinstance(each, ast.Constant) else None for each in node.values]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return _filled(node.func.value, BRACES)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return _filled(node.left, FORMATS)
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add):
        return None
    parts: list[ast.expr] = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
        parts.append(left.right)
        left = left.left
    texts = [_text_of(part) for part in (left, *reversed(parts))]
    return [piece for text in texts for piece in text] if any(text != [None] for text in texts) else None


def with_holes(pieces: Iterable[Piece]) -> str:
    """A text of several parts, as it is shown."""
    return "".join([HOLE if piece is None else piece for piece in pieces])


def _text_of(node: ast.expr) -> list[Piece]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    return pieces_of(node) or [None] if isinstance(node, ast.JoinedStr) else [None]


def _filled(node: ast.expr, holes: re.Pattern[str]) -> list[Piece] | None:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return None
    pieces: list[Piece] = []
    end = 0
    for found in holes.finditer(node.value):
        pieces += [node.value[end : found.start()], found[found.lastindex] if found.lastindex else None]
        end = found.end()
    return [*pieces, node.value[end:]]


def is_sum(node: ast.AST | None) -> TypeGuard[ast.BinOp]:
    """Whether parts are added to each other."""
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)
