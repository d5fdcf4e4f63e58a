"""Scopes and what binds names in them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias

from .newer.syntax import type_parameters

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
ScopeNode: TypeAlias = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
ScopeKind: TypeAlias = Literal["module", "class", "function", "lambda"]
BindingKind: TypeAlias = Literal[
    "import", "def", "class", "param", "assign", "annotated", "with", "iter", "except", "match", "other"
]


class Binding(NamedTuple):
    """One way in which a scope gives a name its value."""

    kind: BindingKind
    node: ast.AST
    value: ast.expr | None = None
    annotation: ast.expr | None = None
    target: str = ""
    """The absolute qualified name that an import binds."""


make_binding: Callable[[tuple[BindingKind, ast.AST, ast.expr | None, ast.expr | None, str]], Binding] = partial(
    tuple.__new__, Binding
)
"""Makes a binding of all its parts without the detour by its constructor: a module has thousands of them."""


_PLACE: Callable[[ast.AST], tuple[int, int]] = attrgetter("lineno", "col_offset")


class Scope:
    """A module, class, function or lambda, with the names and calls that belong to it alone."""

    __slots__ = (
        "bindings",
        "calls",
        "children",
        "globals",
        "kind",
        "name",
        "node",
        "owner",
        "parent",
        "qualname",
        "settled",
    )

    def __init__(self, kind: ScopeKind, name: str, node: ScopeNode, parent: Scope | None) -> None:
        self.kind = kind
        self.name = name
        self.node = node
        self.parent = parent
        self.owner: Scope | None = self if kind == "class" else parent.owner if parent is not None else None
        """The class that this scope is, or whose method it is or is nested in."""
        self.bindings: dict[str, list[Binding]] = {}
        self.calls: list[ast.Call] = []
        self.children: list[Scope] = []
        self.globals: set[str] = set()
        self.settled: dict[str, str | None] = {}
        """What names mean anywhere in this scope, as far as somebody asked."""
        if parent is None or parent.kind == "module":
            self.qualname = name
        else:
            middle = "." if parent.kind == "class" else ".<locals>."
            self.qualname = f"{parent.qualname}{middle}{name}"

    @property
    def is_async(self) -> bool:
        return isinstance(self.node, ast.AsyncFunctionDef)

    @property
    def function(self) -> Scope | None:
        """The innermost function that this scope is, or lies in; a class body in between ends the search."""
        scope: Scope | None = self
        while scope is not None and scope.kind == "lambda":
            scope = scope.parent
        return scope if scope is not None and scope.kind == "function" else None

    @property
    def of_annotations(self) -> Scope | None:
        """The scope that the annotations of a function belong to: its own where it binds type parameters."""
        return self if type_parameters(self.node) else self.parent

    @property
    def is_method(self) -> bool:
        return self.kind == "function" and self.parent is not None and self.parent.kind == "class"

    @property
    def assigned(self) -> tuple[str, ...]:
        """The names that assignments and annotations bind, in the order in which they stand."""
        first = {name: bound[0] for name, bound in self.bindings.items() if bound[0].kind in ("assign", "annotated")}
        return tuple(sorted(first, key=lambda name: _PLACE(first[name].node)))

    def home(self, name: str) -> Scope | None:
        """The scope that a name of this scope belongs to; None for builtins and names that are bound nowhere."""
        current: Scope | None = self
        while current is not None:
            if name in current.globals:
                module = current.module
                return module if name in module.bindings else None
            if name in current.bindings and (current.kind != "class" or current is self):
                return current
            current = current.parent
        return None

    @property
    def module(self) -> Scope:
        """The scope of the module."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def lies_in(self, other: Scope) -> bool:
        """Whether this scope is another one, or nested in it."""
        scope: Scope | None = self
        while scope is not None and scope is not other:
            scope = scope.parent
        return scope is not None

    def bind(self, name: str, binding: Binding) -> None:
        home = self.bindings
        if name in home:
            home[name].append(binding)
        else:
            home[name] = [binding]
