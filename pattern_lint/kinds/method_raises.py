"""Methods of certain roles raise errors of the project where a builtin one would not say enough."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..lang.python.blocks import is_empty_body
from ..lang.python.catching import builtin_exception, is_caught_around, is_handed_on
from ..lang.python.module import Module
from ..lang.python.scopes import FunctionNode, Scope
from .kit import Check, KindOptions
from .report import ModuleReport


class Options(KindOptions, frozen=True):
    """Which methods must not raise builtin exceptions."""

    roles: tuple[str, ...]
    methods: tuple[str, ...]
    instead: str
    """The name of the error to raise."""


class Kind(Check[Options]):
    """Looks at the raise statements of the methods that cards name."""

    def module(self, module: Module, report: ModuleReport) -> object:
        wanted = {method for rule in self.rules for method in rule.options.methods}
        for node, scope in module.of(ast.Raise):
            owner = scope.parent
            assert isinstance(node, ast.Raise)
            if scope.name not in wanted or not scope.is_method or owner is None or _is_stub(scope):
                continue
            builtin = next(_builtins(module, node.exc, scope), None) if node.exc is not None else None
            if builtin is not None and is_caught_around(module, node, builtin, scope):
                continue
            for rule in self.rules:
                if scope.name not in rule.options.methods:
                    continue
                when = (("role", module.names.qualified(owner), rule.options.roles),)
                if builtin is None:
                    report.conforms(rule, scope, when=when)
                else:
                    message = (
                        f"{owner.name}.{scope.name} raises {builtin.rpartition('.')[2]}, which nobody can tell from a "
                        f"bug; raise {rule.options.instead}"
                    )
                    report.violates(rule, node, scope, message, when=when)
        return None


def _is_stub(scope: Scope) -> bool:
    node = scope.node
    return isinstance(node, FunctionNode) and is_empty_body(node.body)


def _builtins(module: Module, node: ast.expr, scope: Scope) -> Iterator[str]:
    """The builtin exceptions that an expression may give; what was caught or handed in is not meant."""
    if isinstance(node, ast.IfExp):
        yield from _builtins(module, node.body, scope)
        yield from _builtins(module, node.orelse, scope)
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "with_traceback":
        yield from _builtins(module, node.func.value, scope)
        return
    if is_handed_on(node, scope):
        return
    symbol = (module.symbol(node, scope) or "").removesuffix("()")
    if builtin_exception(symbol) is not None:
        yield symbol
