"""Comments in which people say why: those for tools are none."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from typing import NamedTuple

from ...lang.python.module import Module
from ...lang.python.walking import end_of, start_of

_DIRECTIVE = re.compile(
    r"#+\s*(noqa|nosec|type:|pragma|py(right|lint|test)|mypy|isort|fmt|ruff|expect:|-*\s*$)", re.IGNORECASE
)


def has_reason(node: ast.AST, module: Module) -> bool:
    """Whether a comment stands beside a node, its statement or the class of settings that this is in, or above it."""
    return any(True for _ in comments_beside(node, module))


def comments_beside(node: ast.AST, module: Module) -> Iterator[str]:
    """What such comments say, without the sign before them."""
    comments = module.once(_comments)
    for line in dict.fromkeys(module.span(place)[0] for place in (node, *_statements(node, module))):
        if line in comments:
            yield comments[line].text
        if line - 1 in comments and comments[line - 1].is_alone:
            yield comments[line - 1].text


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


class _Comment(NamedTuple):
    text: str
    is_alone: bool
    """Whether it is all that there is on the line."""


def _comments(module: Module) -> dict[int, _Comment]:
    """The comments for people, by their lines."""
    found: dict[int, _Comment] = {}
    try:
        for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
            if token.type == tokenize.COMMENT and not _DIRECTIVE.match(token.string):
                is_alone = not token.line[: token.start[1]].strip()
                found[token.start[0]] = _Comment(token.string.lstrip("#").strip(), is_alone)
    except (tokenize.TokenError, SyntaxError):  # newer syntax than this tokenizer's
        pass
    return found
