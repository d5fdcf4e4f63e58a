"""What statements assign, whether they say its type or not."""

from __future__ import annotations

import ast
from typing import TypeGuard


def is_assignment(node: ast.AST | None) -> TypeGuard[ast.Assign | ast.AnnAssign]:
    return isinstance(node, (ast.Assign, ast.AnnAssign))


def targets_of(node: ast.AST | None) -> list[ast.expr]:
    """What an assignment gives its value to; nothing for other statements, and where only a type is said."""
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AnnAssign) and node.value is not None else []
