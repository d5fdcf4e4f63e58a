"""The place of a finding in its file, as repairs see it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from ..lang.python.module import Module, Span
from ..lang.python.scopes import Scope
from ..lang.python.walking import start_of
from ..outcome import Finding
from .source import Edit, Source


class Found(NamedTuple):
    """A node at a finding's place, with the scope that it belongs to."""

    node: ast.AST
    scope: Scope


class Place:
    """A finding, and the file that it is in."""

    def __init__(self, finding: Finding, source: Source, module: Module) -> None:
        self.finding = finding
        self.source = source
        self.module = module
        self.span: Span = finding[1:5]

    @cached_property
    def start(self) -> int:
        """The finding's first letter."""
        return self.source.offset(*self.span[:2])

    def of(self, *types: type[ast.AST]) -> Iterator[Found]:
        """The nodes of some types that are reported by the finding."""
        for node, scope in self.module.of(*types):
            if start_of(node)[0] == self.span[0] and self.module.header(node) == self.span:
                yield Found(node, scope)

    def ends(self, node: ast.AST) -> tuple[int, int]:
        """The first letter of a node, and the one behind it."""
        line, column, end_line, end_column = self.module.span(node)
        return self.source.offset(line, column), self.source.offset(end_line, end_column)

    def text(self, start: int, end: int) -> str:
        return self.source.text[start:end]

    def written(self, node: ast.AST) -> str:
        """A node as it is written."""
        return self.text(*self.ends(node))


def insert(at: int, text: str) -> Edit:
    """An edit that takes nothing away."""
    return Edit(at, at, text)
