"""Code as it would be written, from its tree."""

from __future__ import annotations

import ast


def unparsed(node: ast.AST) -> str:
    """An expression as it is written; about so, or its last name, where the interpreter cannot say it.

    Most are names with dots, for which that takes no machinery.
    """
    parts: list[str] = []
    inner: ast.AST = node
    while isinstance(inner, ast.Attribute):
        parts.append(inner.attr)
        inner = inner.value
    if isinstance(inner, ast.Name):
        return ".".join([inner.id, *reversed(parts)])
    try:
        return ast.unparse(node)
    except ValueError:  # an f-string with a backslash within its braces, before Python 3.12
        return _in_parts(node) if isinstance(node, ast.JoinedStr) else str(getattr(node, "attr", ""))


def _in_parts(text: ast.JoinedStr) -> str:
    parts = [
        f"{{{unparsed(each.value)}}}" if isinstance(each, ast.FormattedValue) else unparsed(each)[1:-1]
        for each in text.values
    ]
    return f"f'{''.join(parts)}'"
