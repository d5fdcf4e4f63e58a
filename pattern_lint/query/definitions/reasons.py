"""Comments in which people say why: those for tools are none."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from ...lang.python.module import Module
from ...lang.python.walking import end_of, start_of

_DIRECTIVE = re.compile(
    r"#+\s*(noqa|nosec|type:|pragma|py(right|lint|test)|mypy|isort|fmt|ruff|expect:|-*\s*$)", re.IGNORECASE
)


def has_reason(node: ast.AST, module: Module) -> bool:
    """Whether a comment stands beside a node, its statement or the class of settings that this is in, or above it."""
    comments = module.once(_comments)
    lines = [module.span(place)[0] for place in (node, *_statements(node, module))]
    return any(line in comments or comments.get(line - 1, False) for line in lines)


def _statements(node: ast.AST, module: Module) -> Iterator[ast.stmt]:
    """The statement around a node, and a class whose body says nothing but settings."""
    inner: ast.AST = node
    if node not in module.index.parents:  # names and constants do not know what they are part of
        inner = next((found for found, _ in module.of(ast.Assign, ast.AnnAssign) if _holds(found, node)), node)
        if isinstance(inner, ast.stmt):
            yield inner
    for around in module.ancestors(inner):
        if isinstance(around, ast.stmt):
            yield around
            if isinstance(inner, ast.stmt) or isinstance(around, ast.ClassDef):
                return
            inner = around


def _holds(statement: ast.AST, node: ast.AST) -> bool:
    """Whether a statement of several lines is around a node that is not in its first one."""
    first, last = start_of(statement), end_of(statement)
    return first[0] < start_of(node)[0] and end_of(node) <= last


def _comments(module: Module) -> dict[int, bool]:
    """The lines with a comment for people, and whether it is all that there is on the line."""
    found: dict[int, bool] = {}
    try:
        for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
            if token.type == tokenize.COMMENT and not _DIRECTIVE.match(token.string):
                found[token.start[0]] = not token.line[: token.start[1]].strip()
    except (tokenize.TokenError, SyntaxError):  # newer syntax than this tokenizer's
        pass
    return found
