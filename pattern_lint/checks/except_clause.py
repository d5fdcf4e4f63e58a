"""Except clauses: what they may catch, and what their bodies may do with it."""

from __future__ import annotations

import ast
from typing import Literal

from ..source.module import Module
from .kit import Check, KindOptions
from .report import ModuleReport


class Options(KindOptions, frozen=True):
    """What an except clause must not be."""

    forbid: tuple[Literal["bare"], ...] = ()


class Kind(Check[Options]):
    """Looks at every except clause once for all cards."""

    def module(self, module: Module, report: ModuleReport) -> object:
        for node, scope in module.of(ast.ExceptHandler):
            assert isinstance(node, ast.ExceptHandler)
            for rule in self.rules:
                if "bare" in rule.options.forbid and node.type is None:
                    report.violates(rule, node, scope, "except without a type catches everything, SystemExit too")
                else:
                    report.conforms(rule, scope)
        return None
