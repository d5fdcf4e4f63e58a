"""Decorators: which ones must not be used, and which must stand beneath another."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import msgspec

from ..lang.python.module import CallSite, Module
from ..lang.python.scopes import FunctionNode, Scope
from .kit import Check, KindOptions, Rule
from .report import ModuleReport


class Options(KindOptions, frozen=True):
    """Symbols of decorators."""

    forbid: dict[str, str] = msgspec.field(default_factory=dict)
    """Decorator -> what to use in its place."""
    beneath: dict[str, str] = msgspec.field(default_factory=dict)
    """Decorator -> the decorator that must stand somewhere beneath it."""


class Kind(Check[Options]):
    """Looks at every decorated function, and at decorators that are called with a function."""

    def module(self, module: Module, report: ModuleReport) -> object:
        for scope in module.index.functions:
            node, outer = scope.node, scope.parent
            assert isinstance(node, FunctionNode) and outer is not None
            if node.decorator_list:
                symbols = [module.symbol(_called(decorator), outer) for decorator in node.decorator_list]
                for rule in self.rules:
                    self._decorated(module, rule, scope, symbols, report)
        for call, symbol in _applied(module):
            for rule in self.rules:
                if symbol in rule.options.forbid:
                    report.violates(rule, call.node, call.scope, _forbidden(symbol, rule.options.forbid[symbol]))
        return None

    def _decorated(
        self, module: Module, rule: Rule[Options], scope: Scope, symbols: list[str | None], report: ModuleReport
    ) -> None:
        options, node = rule.options, scope.node
        assert isinstance(node, FunctionNode)
        for place, symbol in enumerate(symbols):
            if symbol in options.forbid:
                message = _forbidden(symbol, options.forbid[symbol])
                report.violates(rule, node.decorator_list[place], scope, message)
            elif symbol in options.beneath:
                needed = options.beneath[symbol]
                if needed in symbols[place + 1 :]:
                    report.conforms(rule, scope)
                else:
                    name, wanted = _simple(symbol), _simple(needed)
                    where = f"beneath @{name}, not above it" if needed in symbols else f"beneath @{name}"
                    report.violates(rule, node, scope, f"{scope.name} is no {wanted}; put @{wanted} {where}")


def _forbidden(symbol: str, instead: str) -> str:
    return f"@{_simple(symbol)} is not to be used; write {instead}"


def _simple(symbol: str) -> str:
    return symbol.rpartition(".")[2]


def _called(node: ast.expr) -> ast.expr:
    return node.func if isinstance(node, ast.Call) else node


def _applied(module: Module) -> Iterator[tuple[CallSite, str]]:
    """Decorators that are called with a function instead of standing above one: `validator("x")(check)`."""
    for call in module.calls if "" in module.called_names else ():
        if (
            not call.name
            and isinstance(call.node.func, ast.Call)
            and call.symbol is not None
            and call.symbol.endswith("()")
        ):
            yield call, call.symbol.removesuffix("()")
