"""What a raise tells the reader of its exception: what the arguments say, and whether that is always the same."""

from __future__ import annotations

import ast
import re

from ...lang.python.constants import constant
from ...lang.python.module import Module
from ...lang.python.raising import Raised, Saying
from ...lang.python.scopes import Scope
from ..answers import UNKNOWN, Answer, on_condition


def is_told(raised: Raised, levels: tuple[Saying, ...], module: Module) -> Answer:
    """Whether the message of what is raised is of one of some levels."""
    if raised.symbol is None:
        return UNKNOWN
    call, scope = raised.call, raised.scope
    positional = tuple(_says(each, module, scope) for each in call.args) if call is not None else ()
    keywords = call.keywords if call is not None else ()
    named = tuple((each.arg or "**", _says(each.value, module, scope)) for each in keywords)
    return on_condition(("told", raised.symbol, (levels, positional, named)))


def _says(node: ast.expr, module: Module, scope: Scope) -> Saying:
    """What an argument says."""
    text = _text(constant(module, node, scope))
    if text is None:
        return "value"
    if not text.strip():
        return "empty"
    owner = scope.owner
    return "named" if owner is not None and _letters(owner.name) in _letters(text) else "constant"


def _text(node: ast.expr) -> str | None:
    """A text without values in it; None where there are some."""
    if isinstance(node, ast.Constant):
        return "" if node.value is None else str(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = [_text(part) for part in node.values]
        return None if None in parts else "".join(part for part in parts if part is not None)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        return left + right if left is not None and right is not None else None
    return None


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
