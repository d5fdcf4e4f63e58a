"""The comments of Python, each with its place."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator, Sequence

from .module import Module, Span


def comments_in(lines: Sequence[str]) -> Iterator[tuple[Span, str]]:
    """The comments on some lines, which need not end where a file may: what was read until then counts."""
    if not any("#" in line for line in lines):
        return
    text = "".join(line if line.endswith("\n") else line + "\n" for line in lines)
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield (token.start[0], token.start[1] + 1, token.end[0], token.end[1] + 1), token.string
    except (tokenize.TokenError, SyntaxError):
        return


def names_around(module: Module, line: int) -> Iterator[str]:
    """The names of the functions and classes around a line, each as it is and with those around it."""
    for scope in module.index.scopes[1:]:
        if getattr(scope.node, "lineno", line + 1) <= line <= (getattr(scope.node, "end_lineno", 0) or 0):
            yield from (scope.name, scope.qualname)
