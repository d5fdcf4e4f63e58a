"""Whether a condition holds under an assumption: true, false, or left open."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

from .constants import assigned, elements
from .loops import run_over
from .module import Module
from .scopes import Scope

_MAXIMAL_DEPTH = 20
_MOST_ROUNDS = 100
"""How many elements of a collection a loop takes one by one; a loop within a loop takes fewer."""
_EACH = ast.Constant(...)
"""Stands for an element of a collection that is not written out."""


class Assumption(Protocol):
    """Something that is taken to be so."""

    def decides(self, node: ast.expr, truth: Truth) -> bool | None:
        """Whether an expression is true because of it; None where it says nothing."""


class Truth:
    """Evaluates conditions of one function, as far as an assumption decides them."""

    def __init__(self, module: Module, scope: Scope, assumption: Assumption) -> None:
        self._module = module
        self._scope = scope
        self._assumption = assumption
        self._elements: dict[str, ast.expr] = {}
        self._depth = 0
        self._loops = 0
        self._known: dict[ast.expr, bool | None] = {}
        """What was found while loops stood at the same elements and the same collections were filled."""
        self._filled_then = 0
        self.filled: set[str] = set()
        """Names of collections to which the run has added something."""

    def of(self, node: ast.expr) -> bool | None:
        """Whether an expression is true; None where the assumption leaves it open."""
        if self._filled_then != len(self.filled):
            self._known, self._filled_then = {}, len(self.filled)
        if node in self._known:
            return self._known[node]
        if self._depth > _MAXIMAL_DEPTH:
            return None
        known = self._known
        self._depth += 1
        try:
            element = self.element(node)
            decided = self._assumption.decides(element, self)
            known[node] = self._composed(element) if decided is None else decided
        finally:
            self._depth -= 1
        return known[node]

    def element(self, node: ast.expr) -> ast.expr:
        """What a loop's target stands for at present; any other expression stands for itself."""
        return self._elements.get(node.id, node) if isinstance(node, ast.Name) else node

    def is_any(self, node: ast.expr) -> bool:
        """Whether an expression is the element of a collection that is not known."""
        return self.element(node) is _EACH

    def elements(self, node: ast.expr) -> list[ast.expr]:
        """The elements of a collection; one that stands for all where they are not known."""
        found = elements(self._module, node, self._scope)
        most = _MOST_ROUNDS // 10**self._loops
        return [_EACH] if found is None or len(found) > most else found

    @contextmanager
    def within(self, target: ast.expr, element: ast.expr) -> Iterator[None]:
        """Let a loop's target stand for an element."""
        before = dict(self._elements)
        self._elements.update(_bound(target, element))
        self._known = {}
        self._loops += 1
        yield
        self._loops -= 1
        self._known = {}
        self._elements = before

    def value(self, node: ast.expr) -> ast.expr | None:
        """What a local name or a constant is assigned."""
        return assigned(self._module, node, self._scope)

    def _composed(self, node: ast.expr) -> bool | None:
        if isinstance(node, ast.Constant):
            return None if node.value is ... else bool(node.value)
        if isinstance(node, ast.Name) and node.id in self.filled:
            return True
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return _negated(self.of(node.operand))
        if isinstance(node, ast.BoolOp):
            return _joined((self.of(value) for value in node.values), stop=isinstance(node.op, ast.Or))
        if isinstance(node, ast.NamedExpr):
            return self.of(node.value)
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            return _joined(self._each(node, None, stop=True), stop=True)
        if isinstance(node, ast.Call):
            return self._called(node)
        value = self.value(node)
        return self.of(value) if value is not None else None

    def _called(self, node: ast.Call) -> bool | None:
        if len(node.args) != 1:
            return None
        name = self._module.symbol(node.func, self._scope)
        argument = node.args[0]
        if name in ("builtins.any", "builtins.all"):
            stop = name == "builtins.any"
            if isinstance(argument, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
                return _joined(self._each(argument, argument.elt, stop=stop), stop=stop)
            return _joined((self.of(element) for element in self.elements(argument)), stop=stop)
        known = ("bool", "set", "list", "tuple", "sorted", "frozenset", "len")
        return self.of(argument) if name in {f"builtins.{each}" for each in known} else None

    def _each(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, body: ast.expr | None, *, stop: bool
    ) -> Iterator[bool | None]:
        """What each round of a comprehension gives; a round that its filter leaves out stops nothing."""
        if len(node.generators) != 1:
            yield None
            return
        generator = node.generators[0]
        target, over = run_over(generator)
        for element in self.elements(over):
            with self.within(target, element):
                kept = _joined((self.of(test) for test in generator.ifs), stop=False)
                held = self.of(body) if body is not None else True
            yield (not stop) if kept is False else held if kept else None


def _bound(target: ast.expr, element: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """The names of a loop's target, each with its part of the element."""
    if isinstance(target, ast.Name):
        yield target.id, element
    elif isinstance(target, (ast.Tuple, ast.List)):
        parts = element.elts if isinstance(element, (ast.Tuple, ast.List)) else [_EACH] * len(target.elts)
        for inner, part in zip(target.elts, parts, strict=False):
            yield from _bound(inner, part)


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def _joined(values: Iterable[bool | None], *, stop: bool) -> bool | None:
    """Values joined by `or` (stop at True) or `and` (stop at False)."""
    is_open = False
    for value in values:
        if value is stop:
            return stop
        is_open = is_open or value is None
    return None if is_open else not stop
