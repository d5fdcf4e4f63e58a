"""The one walk over a syntax tree: scopes, bindings, calls, parents and the nodes that checks ask for.

The walk is the hot path of a cold run. It keeps a plain stack, leaves names and constants on the stack of
nobody, and puts functions and lambdas off until their enclosing scope is done, so that every node is seen
once and knows its scope.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from .binders import BINDERS, Binder
from .scopes import Binding, Scope, make_binding
from .stand_ins import leave_out
from .unpacking import parts_of, spell_out

Indexed = tuple[ast.AST, Scope]

KEPT: frozenset[type[ast.AST]] = frozenset(
    {
        ast.Assert,
        ast.Assign,
        ast.AnnAssign,
        ast.AsyncFor,
        ast.AsyncWith,
        ast.AugAssign,
        ast.Await,
        ast.BinOp,
        ast.BoolOp,
        ast.ClassDef,
        ast.Compare,
        ast.Delete,
        ast.ExceptHandler,
        ast.For,
        ast.If,
        ast.IfExp,
        ast.Import,
        ast.ImportFrom,
        ast.JoinedStr,
        ast.Match,
        ast.NamedExpr,
        ast.Raise,
        ast.Return,
        ast.Try,
        ast.TryStar,
        ast.While,
        ast.With,
        ast.Yield,
        ast.YieldFrom,
        ast.comprehension,
        ast.keyword,
        ast.match_case,
    }
)
"""The node types that an index keeps a list of; calls and functions have lists of their own."""

_CHILDREN = frozenset(
    (
        "body orelse finalbody handlers items cases decorator_list bases keywords args values targets elts "
        "keys comparators generators ifs patterns kwd_patterns value target annotation returns func test type "
        "context_expr optional_vars exc cause msg left right operand elt key iter slice lower upper step "
        "subject guard pattern cls format_spec "
    ).split()
)
"""The fields that hold nodes; what is not listed holds names, operators or contexts."""


class _Forms(dict[type[ast.AST], tuple[bool, "Binder | None", tuple[str, ...]]]):
    """How the walk treats each type of node: is it kept, who binds names for it, and the fields to go on with."""

    def __missing__(self, cls: type[ast.AST]) -> tuple[bool, Binder | None, tuple[str, ...]]:
        is_value = cls in (ast.Constant, ast.MatchSingleton)
        fields = () if is_value else tuple(name for name in cls._fields if name in _CHILDREN)
        self[cls] = (cls in KEPT, BINDERS.get(cls), fields)
        return self[cls]


_FORMS = _Forms()


class Index:
    """What one walk over a module's tree found."""

    __slots__ = ("constants", "functions", "lambdas", "mentioned", "nodes", "parents", "scope_of", "scopes")

    def __init__(self, tree: ast.Module, package: str) -> None:
        self.parents: dict[ast.AST, ast.AST] = {}
        self.nodes: dict[type[ast.AST], list[Indexed]] = {}
        self.scopes: list[Scope] = []
        self.scope_of: dict[ast.AST, Scope] = {}
        self.functions: list[Scope] = []
        self.lambdas: list[Scope] = []
        self.constants: list[tuple[ast.Constant, ast.AST]] = []
        """All but those that stand alone, as docstrings do, each with its parent."""
        self.mentioned: set[str] = set()
        """The names of variables and attributes that code speaks of; names that are only bound are in the scopes."""
        Walk(self, package).run(tree)
        leave_out(self)


class Walk:
    """Fills an index; lives only as long as the walk."""

    __slots__ = ("index", "package", "pending", "stack")

    def __init__(self, index: Index, package: str) -> None:
        self.index = index
        self.package = package
        self.pending: list[Scope] = []
        self.stack: list[Any] = []
        """Nodes; what their classes have is known from the classes themselves, not from their types."""

    def run(self, tree: ast.Module) -> None:
        module = Scope("module", "", tree, None)
        self._register(module)
        pending = self.pending
        pending.append(module)
        position = 0
        while position < len(pending):
            scope = pending[position]
            position += 1
            node = scope.node
            self.stack = [node.body] if isinstance(node, ast.Lambda) else list(node.body)
            if isinstance(node, ast.Lambda):
                self.index.parents[node.body] = node
                self._note(node, node.body)
            else:
                for statement in node.body:
                    self.index.parents[statement] = node
            self._walk(scope)

    def _register(self, scope: Scope) -> None:
        self.index.scopes.append(scope)
        self.index.scope_of[scope.node] = scope
        if scope.parent is not None:
            scope.parent.children.append(scope)
        if scope.kind == "function":
            self.index.functions.append(scope)
        elif scope.kind == "lambda":
            self.index.lambdas.append(scope)

    def _walk(self, scope: Scope) -> None:  # noqa: C901 -- the hot path: calls would cost more than branches
        stack = self.stack
        pop, push = stack.pop, stack.append
        parents, nodes, forms, calls = self.index.parents, self.index.nodes, _FORMS, scope.calls
        constant, mention = self.index.constants.append, self.index.mentioned.add
        name_class, constant_class, call_class, attribute_class = ast.Name, ast.Constant, ast.Call, ast.Attribute
        alone_class = ast.Expr
        while stack:
            node = pop()
            cls = node.__class__
            kept, bind, fields = forms[cls]
            if cls is call_class:
                calls.append(node)
                for word in node.keywords:
                    if word.arg is None:
                        spell_out(node)
                        break
            elif kept:
                if cls in nodes:
                    nodes[cls].append((node, scope))
                else:
                    nodes[cls] = [(node, scope)]
            if bind is not None and bind(self, node, scope):
                continue
            for field in fields:
                child = getattr(node, field)
                if child is None:
                    continue
                child_class = child.__class__
                if child_class is list:
                    for item in child:
                        item_class = item.__class__
                        if item_class is name_class:
                            mention(item.id)
                            if item.ctx.__class__ is not ast.Load:
                                scope.bind(item.id, make_binding(("other", node, None, None, "")))
                        elif item_class is constant_class:
                            constant((item, node))
                        elif item is not None:
                            parents[item] = node
                            if item_class is not attribute_class:
                                push(item)
                                continue
                            mention(item.attr)
                            if item.value.__class__ is name_class:
                                mention(item.value.id)
                            else:
                                push(item)
                elif child_class is name_class:
                    mention(child.id)
                    if child.ctx.__class__ is not ast.Load:
                        scope.bind(child.id, make_binding(("other", node, None, None, "")))
                elif child_class is constant_class:
                    if cls is not alone_class:
                        constant((child, node))
                else:
                    parents[child] = node
                    if child_class is not attribute_class:
                        push(child)
                        continue
                    mention(child.attr)
                    if child.value.__class__ is name_class:
                        mention(child.value.id)
                    else:
                        push(child)
        calls.reverse()

    def push(self, parent: ast.AST, children: Iterable[Any]) -> None:
        """Put children on the stack, names and constants aside."""
        parents, stack = self.index.parents, self.stack
        for child in children:
            kind = child.__class__
            if kind is ast.Name or kind is ast.Constant or kind is ast.Attribute:
                self._note(parent, child)
            if child is not None and kind is not ast.Name and kind is not ast.Constant:
                parents[child] = parent
                if kind is not ast.Attribute or child.value.__class__ is not ast.Name:
                    stack.append(child)

    def _note(self, parent: ast.AST, node: Any) -> None:
        """Note what a node mentions that the walk does not come to."""
        if node.__class__ is ast.Constant:
            self.index.constants.append((node, parent))
        elif node.__class__ is ast.Name:
            self.index.mentioned.add(node.id)
        elif node.__class__ is ast.Attribute:
            self.index.mentioned.add(node.attr)
            if node.value.__class__ is ast.Name:
                self.index.mentioned.add(node.value.id)

    def push_annotation(self, parent: ast.AST, annotation: ast.expr) -> None:
        """A plain name is left out, as everywhere; calls can hide in the rest (`Annotated[str, Field(...)]`)."""
        if annotation.__class__ is ast.Name:
            self._note(parent, annotation)
        elif annotation.__class__ is not ast.Constant:
            self.push(parent, (annotation,))

    def bind_target(self, scope: Scope, target: ast.expr, binding: Binding) -> None:
        """Bind what an assignment, `with` or loop assigns to; parts of a tuple are bound to what is known of them."""
        if isinstance(target, ast.Name):
            scope.bind(target.id, binding)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for element, part in zip(target.elts, parts_of(target, binding), strict=True):
                self.bind_target(scope, element, part)
        elif isinstance(target, ast.Starred):
            self.bind_target(scope, target.value, make_binding(("other", binding.node, None, None, "")))
        else:
            self.push(binding.node, [target])

    def enter(self, scope: Scope) -> None:
        """Put a function or lambda off until its enclosing scope is done."""
        self._register(scope)
        self.pending.append(scope)
