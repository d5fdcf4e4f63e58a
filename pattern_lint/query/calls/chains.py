"""Chains of calls on what one call made: `Builder().with_this().with_that().build()`, over several statements, too."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...lang.python.walking import children_of, nodes_in


class Links:
    """What is called on what one call made, and on what these calls give; an `is_open` chain may go on elsewhere."""

    def __init__(self, module: Module, scope: Scope, last: str = "", *, alone: bool = False) -> None:
        """With `alone`, what is asked of the value itself counts, and not of what its methods give."""
        self._alone = alone
        self._module = module
        self._scope = scope
        self._last = last
        """The call that ends a chain, as what it gives is no part of it any more."""
        self.names: set[str] = set()
        self.calls: list[ast.Call] = []
        self.is_open = False
        self.keeper: Scope | None = None
        """The class whose instances keep such a thing, so that bases and heirs may go on with it."""
        self._seen: set[ast.AST] = set()
        self._parents: dict[ast.AST, ast.AST] = {}
        """What uses of names stand in, which the index does not keep."""

    def follow(self, value: ast.expr) -> Links:
        """Look at what becomes of a value."""
        pending: list[ast.expr] = [value]
        while pending:
            value = pending.pop()
            if value not in self._seen:
                self._seen.add(value)
                pending += self._next(value)
        return self

    def _next(self, value: ast.expr) -> Iterator[ast.expr]:
        parent = self._parents.get(value) or self._module.index.parents.get(value)
        if isinstance(parent, ast.Attribute) and self._alone:
            self.names.add(parent.attr)
        elif isinstance(parent, ast.Attribute):
            call = self._module.index.parents.get(parent)
            if isinstance(call, ast.Call) and call.func is parent:
                self.names.add(parent.attr)
                self.calls.append(call)
                if parent.attr != self._last:
                    yield call
            else:
                self.is_open = True
        elif isinstance(parent, (ast.Assign, ast.AnnAssign)) and parent.value is value:
            targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
            yield from (use for target in targets for use in self._uses(target, self._scope_around(parent)))
        elif isinstance(parent, (ast.With, ast.AsyncWith)):
            entered = (item.optional_vars for item in parent.items if item.context_expr is value)
            around = self._scope_around(parent)
            yield from (use for target in entered if target is not None for use in self._uses(target, around))
        elif isinstance(parent, ast.NamedExpr):
            yield parent
            yield from self._uses(parent.target, self._scope_around(parent))
        elif isinstance(parent, (ast.IfExp, ast.Await, ast.BoolOp)):
            yield parent
        elif not (isinstance(parent, ast.Expr) or _is_gone_through(value, parent)):
            self.is_open = True

    def _scope_around(self, node: ast.AST) -> Scope:
        """The scope that a node stands in: what the object keeps may go on in another of its methods."""
        if self.keeper is None:
            return self._scope
        scopes = self._module.index.scope_of
        return next((scopes[each] for each in self._module.ancestors(node) if each in scopes), self._scope)

    def _uses(self, target: ast.expr, scope: Scope) -> Iterator[ast.expr]:
        """Where the variable or attribute of self is read to which a value is assigned."""
        if isinstance(target, ast.Name):
            home = scope.home(target.id)
        elif isinstance(target, ast.Attribute) and _is_self(target.value):
            home = self.keeper = scope.owner
        else:
            home = None
        if home is None:
            self.is_open = True
            return
        for parent in nodes_in(home.node):
            for node in children_of(parent):
                if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load) and _is(node, target):
                    self._parents[node] = parent
                    yield node


def _is_gone_through(value: ast.expr, parent: ast.AST | None) -> bool:
    """Whether a loop goes through a value, of which nobody else gets hold then."""
    return isinstance(parent, (ast.For, ast.AsyncFor, ast.comprehension)) and parent.iter is value


def _is(node: ast.Name | ast.Attribute, target: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        return isinstance(target, ast.Name) and node.id == target.id
    return isinstance(target, ast.Attribute) and node.attr == target.attr and _is_self(node.value)


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"
