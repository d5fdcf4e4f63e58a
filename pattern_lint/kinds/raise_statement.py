"""Raise statements: which exception classes code may raise."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ..knowledge.exceptions import spelled
from ..lang.python.caught import named_class
from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from .kit import Check, KindOptions, Rule
from .report import ModuleReport


class Options(KindOptions, frozen=True):
    """What must not be raised."""

    forbid: tuple[str, ...] = ()
    """These classes, not what derives from them."""


class Kind(Check[Options]):
    """Looks at every raise statement once for all cards."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._forbidden = [
            (rule, frozenset(spelled(symbol) or symbol for symbol in rule.options.forbid)) for rule in rules
        ]

    def module(self, module: Module, report: ModuleReport) -> object:
        for node, scope in module.of(ast.Raise):
            assert isinstance(node, ast.Raise)
            raised = {spelled(symbol) or symbol for symbol in _raised(module, node.exc, scope)} if node.exc else set()
            for rule, forbidden in self._forbidden:
                found = sorted(raised & forbidden)
                if found:
                    name = found[0].removeprefix("builtins.")
                    message = (
                        f"`{name}` does not say what went wrong, and callers can only catch it with everything else; "
                        f"raise an error class of the project or the builtin one that fits"
                    )
                    report.violates(rule, node, scope, message)
                else:
                    report.conforms(rule, scope)
        return None


def _raised(module: Module, node: ast.expr, scope: Scope) -> Iterator[str]:
    """The classes that are raised for sure, directly or by way of a local variable that holds a new instance."""
    if isinstance(node, ast.IfExp):
        yield from _raised(module, node.body, scope)
        yield from _raised(module, node.orelse, scope)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _raised(module, value, scope)
    elif isinstance(node, ast.Call):
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr == "with_traceback":
            yield from _raised(module, function.value, scope)
        else:
            yield from _named(module, function, scope)
    elif isinstance(node, ast.Name | ast.Attribute):
        yield from _named(module, node, scope)
        if isinstance(node, ast.Name):
            yield from _held(module, node, scope)


def _named(module: Module, node: ast.expr, scope: Scope) -> Iterator[str]:
    symbol = named_class(module, node, scope)
    if symbol is not None:
        yield symbol


def _held(module: Module, node: ast.Name, scope: Scope) -> Iterator[str]:
    """The class of the instance that a variable was given."""
    found = module.names.reached(node.id, node, scope)
    for binding in found[1] if found is not None and len(found[1]) == 1 else ():
        if binding.kind in ("assign", "annotated") and isinstance(binding.value, ast.Call):
            yield from _raised(module, binding.value, found[0] if found is not None else scope)
