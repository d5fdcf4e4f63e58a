"""The number of methods of classes."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Annotated

import msgspec

from ..lang.python.module import Module
from ..query.sizes import Sort, counted_methods
from .kit import Check, KindOptions, Rule
from .report import ModuleReport


class Options(KindOptions, frozen=True):
    """How many methods a class may have."""

    max_methods: Annotated[int, msgspec.Meta(ge=1)] = 10
    not_counted: tuple[Sort, ...] = ("dunder", "property", "overload", "abstract")
    """The sorts of methods that do not count."""


class Kind(Check[Options]):
    """Counts the methods of every class."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._least = min(rule.options.max_methods for rule in rules)

    def module(self, module: Module, report: ModuleReport) -> object:
        for node, _ in module.of(ast.ClassDef):
            assert isinstance(node, ast.ClassDef)
            scope = module.index.scope_of[node]
            is_large = len(scope.children) > self._least
            for rule in self.rules:
                count = counted_methods(scope, module, rule.options.not_counted) if is_large else 0
                most = rule.options.max_methods
                if count > most:
                    message = f"`{node.name}` has {count} methods, {count - most} more than {most}; split it by subject"
                    report.violates(rule, node, scope, message, measure=count)
                else:
                    report.conforms(rule, scope)
        return None
