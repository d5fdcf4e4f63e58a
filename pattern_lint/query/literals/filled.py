"""Texts of which is known what fills their holes: a constant of the file, or a word by the name of what does."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ...config.globs import looks_like
from ...flow.fillings import held_by
from ...lang.python.constants import constant
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ..expressions.constants import constant_of
from ..expressions.holes import fillers
from ..expressions.pieces import pieces_of
from .literals import Written

_WORD = "x"


def filled(written: Written, words: Sequence[str]) -> Written:
    """A text in which each hole has a word where something of one of some names fills it."""
    if not words or None not in written.pieces:
        return written
    holes, whole = fillers(written.node), pieces_of(written.node) or []
    if len(whole) == len(written.pieces):  # some of the holes may have a text by now
        is_open = [now is None for piece, now in zip(whole, written.pieces, strict=True) if piece is None]
        holes = [hole for hole, still in zip(holes, is_open, strict=False) if still]
    is_word = looks_like(words)
    return _with(written, [_WORD if each is not None and is_word(name_of(each).lower()) else None for each in holes])


def with_constants(written: Written, module: Module) -> Written:
    """The same, looked for only where something is written in capitals: most texts are filled with what varies."""
    if None not in written.pieces or not any(
        each is not None and name_of(each).isupper() for each in fillers(written.node)
    ):
        return written
    return spelled_out(written, module)


def spelled_out(written: Written, module: Module) -> Written:
    """A text in which each hole has the text that fills it, where that is a constant of the file, be it one that an
    object keeps.

    An empty one is a place that heirs or instances fill.
    """
    if None not in written.pieces:
        return written
    holes = fillers(written.node)
    return _with(written, [None if each is None else _text_of(each, written.scope, module) for each in holes])


def _text_of(hole: ast.expr, scope: Scope, module: Module) -> str | None:
    """The text that fills a hole, where it is always the same one."""
    held = list(held_by(hole, module, scope)) if isinstance(hole, ast.Attribute) else []
    node, home = held[0] if len(held) == 1 else (hole, scope)
    text = constant_of(constant(module, node, home)) if len(held) < 2 else None
    return text if isinstance(text, str) and text else None


def _with(written: Written, texts: Sequence[str | None]) -> Written:
    """A text with what fills its holes, one after the other."""
    if len(texts) != written.pieces.count(None):
        return written
    filling = iter(texts)
    return written._replace(pieces=tuple(next(filling) if piece is None else piece for piece in written.pieces))
