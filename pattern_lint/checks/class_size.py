"""The number of methods of classes."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias

import msgspec

from ..source.module import Module
from ..source.scopes import FunctionNode, Scope
from .kit import Check, KindOptions, Rule
from .report import ModuleReport

Sort: TypeAlias = Literal["dunder", "property", "overload", "abstract"]

_PROTOCOLS = frozenset({"typing.Protocol", "typing_extensions.Protocol"})
_OVERLOADS = frozenset({"typing.overload", "typing_extensions.overload"})
_ACCESSORS = frozenset({"setter", "deleter", "getter"})


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
            methods = _methods(module, scope) if len(scope.children) > self._least else {}
            for rule in self.rules:
                left_out = frozenset(rule.options.not_counted)
                count = sum(left_out.isdisjoint(sorts) for sorts in methods.values())
                most = rule.options.max_methods
                if count > most:
                    message = f"`{node.name}` has {count} methods, {count - most} more than {most}; split it by subject"
                    report.violates(rule, node, scope, message, measure=count)
                else:
                    report.conforms(rule, scope)
        return None


def _methods(module: Module, scope: Scope) -> dict[str, set[Sort]]:
    """The methods of a class and what sorts they are; variants of one name are one method."""
    is_protocol = _is_protocol(module, scope)
    found: dict[str, set[Sort]] = {}
    for child in scope.children:
        if child.kind != "function":
            continue
        assert isinstance(child.node, FunctionNode)
        sorts = _sorts(module, child.node, scope, is_protocol=is_protocol)
        if child.name in found and ("overload" in sorts or "overload" in found[child.name]):
            sorts = found[child.name] & sorts
        found[child.name] = sorts
    return found


def _is_protocol(module: Module, scope: Scope) -> bool:
    node, outer = scope.node, scope.parent
    if not isinstance(node, ast.ClassDef) or outer is None:
        return False
    bases = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)
    return any(module.symbol(base, outer) in _PROTOCOLS for base in bases)


def _sorts(module: Module, node: FunctionNode, scope: Scope, *, is_protocol: bool) -> set[Sort]:
    sorts: set[Sort] = set()
    if node.name.startswith("__") and node.name.endswith("__"):
        sorts.add("dunder")
    if is_protocol and _is_declaration(node):
        sorts.add("abstract")
    for decorator in node.decorator_list:
        symbol = module.symbol(decorator.func if isinstance(decorator, ast.Call) else decorator, scope) or ""
        name = symbol.rpartition(".")[2]
        if symbol in _OVERLOADS:
            sorts.add("overload")
        elif symbol.startswith("abc.abstract"):
            sorts.add("abstract")
        if name.lower().endswith("property") or _is_accessor(decorator):
            sorts.add("property")
    return sorts


def _is_accessor(decorator: ast.expr) -> bool:
    """`@name.setter` and the like."""
    return isinstance(decorator, ast.Attribute) and decorator.attr in _ACCESSORS


def _is_declaration(node: FunctionNode) -> bool:
    """Whether a method has nothing but a docstring, `pass` or `...`."""
    return all(
        isinstance(statement, ast.Pass)
        or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        for statement in node.body
    )
