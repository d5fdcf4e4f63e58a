"""Runs a function's body on paper, under an assumption, to see how it ends."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple, Protocol

from .catching import catches
from .loops import run_over
from .module import Module
from .raising import raising_functions
from .scopes import FunctionNode, Scope
from .truth import Assumption, Truth
from .walking import nodes_in


class End(NamedTuple):
    """A way in which the body ends; `node` is None where it runs through or returns."""

    node: ast.AST | None
    raised: str | None = None
    """The symbol of the class that is raised, where it is known."""
    decided: bool = False
    """Whether the assumption led here."""


class Trial(Assumption, Protocol):
    """An assumption, and what is to be seen of a run under it."""

    def meets(self, node: ast.AST, truth: Truth) -> End | None:
        """Told of each expression and assignment that is reached; may say that the run ends with it."""


_FILLING = frozenset({"add", "append", "extend", "insert", "update"})


class Evaluation:
    """Evaluates expressions in the order in which they run, and tells the trial of each."""

    def __init__(self, module: Module, scope: Scope, trial: Trial) -> None:
        self.truth = Truth(module, scope, trial)
        self.ends: list[End] = []
        self.decided = False
        """Whether the assumption led to where the run is."""
        self._module = module
        self._scope = scope
        self._trial = trial

    @cached_property
    def _raising(self) -> dict[str, str]:
        return raising_functions(self._module)

    def meets(self, node: ast.AST) -> bool:
        end = self._trial.meets(node, self.truth)
        if end is None and isinstance(node, ast.Call):
            end = self._called(node)
        if end is not None:
            self.ends.append(end)
        return end is None

    def _called(self, node: ast.Call) -> End | None:
        """What a call does to the run: fill a collection, or end it because the function always raises."""
        function = node.func
        if self.decided and isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            self.truth.filled |= {function.value.id} if function.attr in _FILLING else set()
        symbol = self._module.symbol(function, self._scope) or ""
        called = self._raising.get(symbol.replace("().", "."))
        return End(node, called, self.decided) if called is not None else None

    def visit(self, node: ast.AST) -> bool:
        """Evaluate an expression; tells whether the run goes on behind it."""
        if isinstance(node, ast.BoolOp):
            return self._visit_boolean(node)
        if isinstance(node, ast.IfExp):
            return self._visit_conditional(node)
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            return self._visit_comprehension(node)
        if isinstance(node, ast.Lambda):
            return True
        children = (child for child in ast.iter_child_nodes(node) if isinstance(child, (ast.expr, ast.keyword)))
        return all(self.visit(child) for child in children) and self.meets(node)

    def _visit_boolean(self, node: ast.BoolOp) -> bool:
        stop, certain = isinstance(node.op, ast.Or), True
        for value in node.values:
            if not self.visit(value):
                return not certain
            truth = self.truth.of(value)
            if truth is stop:
                return True
            certain = certain and truth is not None
        return True

    def _visit_conditional(self, node: ast.IfExp) -> bool:
        if not self.visit(node.test):
            return False
        truth = self.truth.of(node.test)
        if truth is not None:
            return self.visit(node.body if truth else node.orelse)
        taken, other = self.visit(node.body), self.visit(node.orelse)
        return taken or other

    def _visit_comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> bool:
        generator = node.generators[0]
        if not self.visit(generator.iter):
            return False
        parts = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        target, over = run_over(generator)
        for element in self.truth.elements(over):
            with self.truth.within(target, element):
                tests = [self.truth.of(test) for test in generator.ifs]
                goes_on = False in tests or all(self.visit(part) for part in (*generator.ifs, *parts))
            if not goes_on and None not in tests:
                return False
        return True


class Run(Evaluation):
    """One run through a function. All paths count that the assumption leaves open."""

    def __init__(self, module: Module, scope: Scope, trial: Trial) -> None:
        super().__init__(module, scope, trial)
        self.caught: list[End] = []
        self.left = 0

    def outcome(self) -> list[End]:
        """The ways in which the function ends."""
        node = self._scope.node
        assert isinstance(node, FunctionNode)
        if self.block(node.body, False):
            self.ends.append(End(None))
        return self.ends

    def block(self, body: Iterable[ast.stmt], decided: bool) -> bool:
        """Run statements; tells whether the run goes on behind them."""
        before, self.decided = self.decided, decided
        goes_on = all(self.statement(statement, decided) for statement in body)
        self.decided = before
        return goes_on

    def statement(self, node: ast.stmt, decided: bool) -> bool:
        rule = _STATEMENTS.get(type(node))
        if rule is not None:
            return rule(self, node, decided)
        if isinstance(node, (FunctionNode, ast.ClassDef)):
            return True
        goes_on = all(self.visit(child) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))
        return goes_on and self.meets(node)

    def is_caught(self, node: ast.expr) -> bool:
        bound = self._scope.bindings.get(node.id, ()) if isinstance(node, ast.Name) else ()
        return bool(bound) and all(binding.kind == "except" for binding in bound)

    def catch(self, first: int, types: list[ast.expr]) -> bool:
        """Take back the exceptions since a moment that are of certain types."""
        before = len(self.ends)
        recent = self.ends[first:]
        self.ends[first:] = [end for end in recent if not any(self.catches(kind, end) for kind in types)]
        return len(self.ends) < before

    def catches(self, kind: ast.expr | None, end: End) -> bool:
        return end.node is not None and catches(self._module, kind, end.raised, self._scope)

    def fits(self, subject: ast.expr, pattern: ast.pattern) -> bool | None:
        if isinstance(pattern, ast.MatchAs) and pattern.pattern is None:
            return True
        if not isinstance(pattern, ast.MatchSingleton):
            return None
        test = ast.Compare(subject, [ast.Is()], [ast.Constant(pattern.value)])
        return self.truth.of(test)

    def symbol(self, node: ast.expr) -> str | None:
        return self._module.symbol(node, self._scope)


def _if(run: Run, node: ast.stmt, decided: bool) -> bool:
    assert isinstance(node, ast.If)
    if not run.visit(node.test):
        return False
    truth = run.truth.of(node.test)
    if truth is None:
        taken = run.block(node.body, decided or _hinges_on_state(run, node.test))
        other = run.block(node.orelse, decided)
        return taken or other
    because = decided or not isinstance(node.test, ast.Constant)
    return run.block(node.body if truth else node.orelse, because)


def _hinges_on_state(run: Run, test: ast.expr) -> bool:
    """Whether the assumption leads into a branch, if the object's own attributes allow it."""
    if not isinstance(test, ast.BoolOp) or not isinstance(test.op, ast.And):
        return False
    truths = [run.truth.of(value) for value in test.values]
    is_open = [value for value, truth in zip(test.values, truths, strict=True) if truth is None]
    return True in truths and all(any(isinstance(n, ast.Attribute) for n in nodes_in(value)) for value in is_open)


def _assert(run: Run, node: ast.stmt, decided: bool) -> bool:
    assert isinstance(node, ast.Assert)
    if run.visit(node.test) and run.truth.of(node.test) is not False:
        return True
    run.ends.append(End(node, "builtins.AssertionError", True))
    return False


def _raise(run: Run, node: ast.stmt, decided: bool) -> bool:
    assert isinstance(node, ast.Raise)
    if node.exc is None or run.is_caught(node.exc):
        raised = run.caught[-1].raised if run.caught else None
    elif not run.visit(node.exc):
        return False
    else:
        symbol = run.symbol(node.exc)
        raised = symbol.removesuffix("()") if symbol is not None else None
    run.ends.append(End(node, raised, decided))
    return False


def _return(run: Run, node: ast.stmt, decided: bool) -> bool:
    assert isinstance(node, ast.Return)
    if node.value is None or run.visit(node.value):
        run.ends.append(End(None))
    return False


def _leave(run: Run, node: ast.stmt, decided: bool) -> bool:
    run.left += 1
    return False


def _for(run: Run, node: ast.stmt, decided: bool) -> bool:
    assert isinstance(node, (ast.For, ast.AsyncFor))
    if not run.visit(node.iter):
        return False
    target, over = run_over(node)
    for element in run.truth.elements(over):
        left = run.left
        with run.truth.within(target, element):
            goes_on = run.block(node.body, decided)
        if not goes_on and run.left == left:
            return False
    return run.block(node.orelse, decided)


def _while(run: Run, node: ast.stmt, decided: bool) -> bool:
    assert isinstance(node, ast.While)
    if not run.visit(node.test):
        return False
    if run.truth.of(node.test) is not False:
        run.block(node.body, decided)
    return True


def _with(run: Run, node: ast.stmt, decided: bool) -> bool:
    assert isinstance(node, (ast.With, ast.AsyncWith))
    suppressed: list[ast.expr] = []
    for item in node.items:
        if not run.visit(item.context_expr):
            return False
        call = item.context_expr
        if isinstance(call, ast.Call) and run.symbol(call.func) == "contextlib.suppress":
            suppressed += call.args
    first = len(run.ends)
    goes_on = run.block(node.body, decided)
    return bool(suppressed and run.catch(first, suppressed)) or goes_on


def _try(run: Run, node: ast.stmt, decided: bool) -> bool:
    assert isinstance(node, (ast.Try, ast.TryStar))
    first = len(run.ends)
    goes_on = run.block(node.body, decided) and run.block(node.orelse, decided)
    raised = run.ends[first:]
    del run.ends[first:]
    kept = [end for end in raised if not any(run.catches(handler.type, end) for handler in node.handlers)]
    for handler in node.handlers:
        caught = [end for end in raised if run.catches(handler.type, end)]
        if caught:
            run.caught.append(caught[0])
            goes_on = run.block(handler.body, any(end.decided for end in caught)) or goes_on
            run.caught.pop()
    run.ends += kept
    return run.block(node.finalbody, decided) and goes_on


def _match(run: Run, node: ast.stmt, decided: bool) -> bool:
    assert isinstance(node, ast.Match)
    if not run.visit(node.subject):
        return False
    goes_on = False
    for case in node.cases:
        fits = run.fits(node.subject, case.pattern) if case.guard is None else None
        if fits is not False:
            goes_on = run.block(case.body, decided or fits is True) or goes_on
        if fits is True:
            return goes_on
    return True


_STATEMENTS = {
    ast.Assert: _assert,
    ast.AsyncFor: _for,
    ast.AsyncWith: _with,
    ast.Break: _leave,
    ast.Continue: _leave,
    ast.For: _for,
    ast.If: _if,
    ast.Match: _match,
    ast.Raise: _raise,
    ast.Return: _return,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.While: _while,
    ast.With: _with,
}
