"""What a dict that is written out holds: whether its items are what cards demand."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from ..config.globs import fnmatchcase
from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from .answers import NO, UNKNOWN, YES, Answer, every
from .dicts import Items, dicts_at
from .values import Value, holds


def holds_keys(wanted: Mapping[str, Value], node: ast.expr, module: Module, scope: Scope) -> Answer:
    """Whether a dict holds what it must; what is no dict that is written out is not known."""
    return every(
        _holds_key(glob, value, items, module)
        for items in dicts_at(node, module, scope)
        for glob, value in wanted.items()
    )


def _holds_key(glob: str, wanted: Value, items: Items, module: Module) -> Answer:
    found = [item for item in items.pairs if any(fnmatchcase(item.key, each) for each in glob.split("|"))]
    if not found:
        return NO if wanted.given and not items.is_open else UNKNOWN if items.is_open else YES
    return NO if wanted.given is False else every(holds(wanted, item.value, module, item.scope) for item in found)
