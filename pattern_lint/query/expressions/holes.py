"""What fills the holes of a text that is put together."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

FORMATS = re.compile(r"%(?:\(\w+\))?[-#0 +]*[\d*]*(?:\.\d+)?[a-zA-Z]|(%)%")
BRACES = re.compile(r"(\{)\{|(\})\}|\{[^{}]*\}")
_FIELD = re.compile(r"\w*")


def fillers(node: ast.expr) -> list[ast.expr | None]:
    """What fills each hole of a text, in their order; None for one of which that does not show."""
    if isinstance(node, ast.JoinedStr):
        return [each.value for each in node.values if isinstance(each, ast.FormattedValue)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return list(_given(node, node.func.value))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return [*node.right.elts] if isinstance(node.right, ast.Tuple) else [node.right]
    parts: list[ast.expr] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts.append(node.right)
        node = node.left
    return [each for part in (node, *reversed(parts)) for each in _of_part(part)]


def _of_part(part: ast.expr) -> list[ast.expr | None]:
    """What fills the holes of a part that is added; one that is no text is a hole itself."""
    if isinstance(part, ast.JoinedStr):
        return fillers(part)
    return [] if isinstance(part, ast.Constant) else [part]


def _given(call: ast.Call, text: ast.expr) -> Iterator[ast.expr | None]:
    """What a call of `format` is given for each of its fields."""
    by_name: dict[str | None, ast.expr] = {keyword.arg: keyword.value for keyword in call.keywords}
    by_name |= {str(place): value for place, value in enumerate(call.args)}
    fields = [found for found in BRACES.finditer(str(getattr(text, "value", ""))) if not found.lastindex]
    for place, found in enumerate(fields):
        field = _FIELD.match(found[0], 1)
        yield by_name.get((field and field[0]) or str(place))
