"""How the walk treats the nodes that open scopes or bind names; everything else is only walked through."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from sys import intern
from typing import TYPE_CHECKING, TypeAlias

from .newer.syntax import Node, TypeAliasNode, type_parameters
from .scopes import FunctionNode, Scope, make_binding

if TYPE_CHECKING:
    from .index import Walk

Binder: TypeAlias = "Callable[[Walk, ast.AST, Scope], bool]"
"""Answers whether the walk is done with the node, its children included."""


def _function(walk: Walk, node: ast.AST, scope: Scope) -> bool:
    assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    scope.bind(node.name, make_binding(("def", node, None, None, "")))
    inner = Scope("function", node.name, node, scope)
    walk.enter(inner)
    _bind_type_parameters(node, inner)
    _parameters(walk, node, node.args, inner)
    if node.decorator_list:
        walk.push(node, node.decorator_list)
    if node.returns is not None:
        walk.push_annotation(node, node.returns)
    return True


def _bind_type_parameters(node: ast.AST, inner: Scope) -> None:
    """Bind the names in brackets behind a function's or class's name, and those of the classes around it."""
    names, outer = type_parameters(node), inner.parent
    while outer is not None and outer.kind == "class":
        names += type_parameters(outer.node)
        outer = outer.parent
    for name in names:
        inner.bind(name, make_binding(("other", node, None, None, "")))


def _lambda(walk: Walk, node: ast.AST, scope: Scope) -> bool:
    assert isinstance(node, ast.Lambda)
    inner = Scope("lambda", "<lambda>", node, scope)
    walk.enter(inner)
    _parameters(walk, node, node.args, inner)
    return True


def _parameters(walk: Walk, node: FunctionNode | ast.Lambda, args: ast.arguments, inner: Scope) -> None:
    for arg in (*args.posonlyargs, *args.args, *args.kwonlyargs):
        annotation = arg.annotation
        inner.bind(arg.arg, make_binding(("param", arg, None, annotation, "")))
        if annotation is not None:
            walk.push_annotation(node, annotation)
    for extra in (args.vararg, args.kwarg):
        if extra is not None:
            inner.bind(extra.arg, make_binding(("other", extra, None, None, "")))
            if extra.annotation is not None:
                walk.push_annotation(node, extra.annotation)
    if args.defaults or args.kw_defaults:
        walk.push(node, (*args.defaults, *args.kw_defaults))


def _class(walk: Walk, node: ast.AST, scope: Scope) -> bool:
    assert isinstance(node, ast.ClassDef)
    scope.bind(node.name, make_binding(("class", node, None, None, "")))
    inner = Scope("class", node.name, node, scope)
    walk.enter(inner)
    _bind_type_parameters(node, inner)
    walk.push(node, (*node.decorator_list, *node.bases, *node.keywords))
    return True


def _import(walk: Walk, node: ast.AST, scope: Scope) -> bool:
    assert isinstance(node, ast.Import)
    for alias in node.names:
        if alias.asname:
            scope.bind(alias.asname, make_binding(("import", node, None, None, alias.name)))
        else:
            top = alias.name.partition(".")[0]
            scope.bind(top, make_binding(("import", node, None, None, top)))
    return True


def absolute_module(package: str, module: str | None, level: int) -> str | None:
    """The absolute name of what `from <dots><module> import` names; None where the dots leave the project."""
    if not level:
        return module or ""
    parts = package.split(".") if package else []
    if level - 1 > len(parts):
        return None
    kept = parts[: len(parts) - (level - 1)]
    return ".".join([*kept, module] if module else kept)


def _import_from(walk: Walk, node: ast.AST, scope: Scope) -> bool:
    assert isinstance(node, ast.ImportFrom)
    base = absolute_module(walk.package, node.module, node.level)
    for alias in node.names:
        if alias.name == "*":
            continue
        target = "" if base is None else intern(f"{base}.{alias.name}") if base else alias.name  # many files import it
        scope.bind(alias.asname or alias.name, make_binding(("import", node, None, None, target)))
    return True


def _assign(walk: Walk, node: ast.AST, scope: Scope) -> bool:
    assert isinstance(node, ast.Assign)
    binding = make_binding(("assign", node, node.value, None, ""))
    for target in node.targets:
        walk.bind_target(scope, target, binding)
    walk.push(node, [node.value])
    return True


def _annotated(walk: Walk, node: ast.AST, scope: Scope) -> bool:
    assert isinstance(node, ast.AnnAssign)
    walk.bind_target(scope, node.target, make_binding(("annotated", node, node.value, node.annotation, "")))
    walk.push_annotation(node, node.annotation)
    walk.push(node, (node.value,))
    return True


def _alias(walk: Walk, node: Node, scope: Scope) -> bool:
    """`type X = V`, where X stands for what V names."""
    walk.bind_target(scope, node.name, make_binding(("assign", node, node.value, None, "")))
    walk.push(node, [node.value])
    return True


def _named(walk: Walk, node: ast.AST, scope: Scope) -> bool:
    assert isinstance(node, ast.NamedExpr)
    walk.bind_target(scope, node.target, make_binding(("assign", node, node.value, None, "")))
    walk.push(node, [node.value])
    return True


def _with(walk: Walk, node: ast.AST, scope: Scope) -> bool:
    assert isinstance(node, (ast.With, ast.AsyncWith))
    for item in node.items:
        walk.push(node, [item.context_expr])
        if item.optional_vars is not None:
            walk.bind_target(scope, item.optional_vars, make_binding(("with", node, item.context_expr, None, "")))
    walk.push(node, node.body)
    return True


def _loop(walk: Walk, node: ast.AST, scope: Scope) -> bool:
    assert isinstance(node, (ast.For, ast.AsyncFor))
    walk.bind_target(scope, node.target, make_binding(("iter", node, node.iter, None, "")))
    walk.push(node, (node.iter, *node.body, *node.orelse))
    return True


def _comprehension(walk: Walk, node: ast.AST, scope: Scope) -> bool:
    assert isinstance(node, ast.comprehension)
    walk.bind_target(scope, node.target, make_binding(("iter", node, node.iter, None, "")))
    walk.push(node, (node.iter, *node.ifs))
    return True


def _handler(walk: Walk, node: ast.AST, scope: Scope) -> bool:
    assert isinstance(node, ast.ExceptHandler)
    if node.name:
        scope.bind(node.name, make_binding(("except", node, node.type, None, "")))
    return False


def _globals(walk: Walk, node: ast.AST, scope: Scope) -> bool:
    assert isinstance(node, (ast.Global, ast.Nonlocal))
    scope.globals.update(node.names)
    return True


def _capture(walk: Walk, node: ast.AST, scope: Scope) -> bool:
    name = node.rest if isinstance(node, ast.MatchMapping) else getattr(node, "name", None)
    if name:
        scope.bind(name, make_binding(("match", node, _matched(walk, node), _class_matched(node), "")))
    return False


def _matched(walk: Walk, node: ast.AST) -> ast.expr | None:
    """What a pattern stands for that is nothing but a name: all that is matched."""
    case = walk.index.parents.get(node) if isinstance(node, ast.MatchAs) and node.pattern is None else None
    match = walk.index.parents.get(case) if isinstance(case, ast.match_case) else None
    return match.subject if isinstance(match, ast.Match) else None


def _class_matched(node: ast.AST) -> ast.expr | None:
    """The class of which something is that a pattern gives a name."""
    pattern = node.pattern if isinstance(node, ast.MatchAs) else None
    return pattern.cls if isinstance(pattern, ast.MatchClass) else None


BINDERS: Mapping[type[ast.AST], Binder] = {
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.Lambda: _lambda,
    ast.ClassDef: _class,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    TypeAliasNode: _alias,
    ast.NamedExpr: _named,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.For: _loop,
    ast.AsyncFor: _loop,
    ast.comprehension: _comprehension,
    ast.ExceptHandler: _handler,
    ast.Global: _globals,
    ast.Nonlocal: _globals,
    ast.MatchAs: _capture,
    ast.MatchStar: _capture,
    ast.MatchMapping: _capture,
}
