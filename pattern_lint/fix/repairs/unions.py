"""Old unions, written with bars."""

from __future__ import annotations

import ast

from ...kinds.old_unions import Old, all_old, with_bars
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..place import Place
from ..source import Edit

_QUOTES = ('"', "'")


def bars(place: Place) -> list[Edit]:
    """The whole union that the one at the place is part of."""
    for old, scope in place.module.once(_all):
        if old.span != place.span:
            continue
        if old.is_quoted:
            return _in_quotes(place, with_bars(place.module, old, scope)) if old.is_whole_text else []
        start, end = place.ends(old.whole)
        if "#" in place.text(start, end):
            return []
        return [Edit(start, end, with_bars(place.module, old, scope, place.written))]
    return []


def _all(module: Module) -> list[tuple[Old, Scope]]:
    return list(all_old(module))


def _in_quotes(place: Place, wanted: str) -> list[Edit]:
    start, end = place.start, place.source.offset(*place.span[2:])
    quote = place.source.text[start]
    if quote not in _QUOTES or place.text(start, start + 3) == quote * 3 or quote in wanted or "\\" in wanted:
        return []
    if not isinstance(ast.literal_eval(place.text(start, end)), str):
        return []
    return [Edit(start, end, f"{quote}{wanted}{quote}")]
