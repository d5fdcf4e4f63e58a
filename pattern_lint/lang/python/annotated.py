"""The annotations of a file, and what they are made of."""

from __future__ import annotations

import ast

from .annotations import parsed
from .module import Module, Span
from .scopes import FunctionNode, Scope
from .walking import nodes_in


def all_annotations(module: Module) -> list[tuple[Scope, ast.expr]]:
    """All annotations, each with the scope that it belongs to."""
    return module.once(_found_annotations)


def _found_annotations(module: Module) -> list[tuple[Scope, ast.expr]]:
    found: list[tuple[Scope, ast.expr]] = []
    for scope in module.index.functions:
        node = scope.node
        assert isinstance(node, FunctionNode)
        args = node.args
        arguments = (*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg)
        written = [argument.annotation for argument in arguments if argument is not None]
        found += [(scope, annotation) for annotation in (*written, node.returns) if annotation is not None]
    for statement, scope in module.of(ast.AnnAssign):
        assert isinstance(statement, ast.AnnAssign)
        found.append((scope, statement.annotation))
    return found


def names_in(annotation: ast.expr) -> set[str]:
    if isinstance(annotation, ast.Name):
        return {annotation.id}
    if isinstance(annotation, ast.Constant) and not isinstance(annotation.value, str):
        return set()
    found: set[str] = set()
    for node in nodes_in(annotation):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            inner = parsed(node.value)
            found |= names_in(inner) if inner is not None else set()
    return found


def unions(module: Module) -> list[tuple[Scope, tuple[int, int]]]:
    """Annotations that join types with a bar."""
    return module.once(_unions)


def _unions(module: Module) -> list[tuple[Scope, tuple[int, int]]]:
    bars = _bars(module) if b"|" in module.source else ()
    if not bars:
        return []
    joined, parents, annotations = set[ast.AST](), module.index.parents, all_annotations(module)
    written = {annotation for _, annotation in annotations}
    for bar in bars:
        node: ast.AST | None = bar
        while node is not None and node not in written:
            node = parents.get(node)
        if node is not None:
            joined.add(node)
    found = [(scope, each) for scope, each in annotations if each in joined]
    return [(scope, (each.lineno, each.end_lineno or each.lineno)) for scope, each in found]


def _bars(module: Module) -> list[ast.AST]:
    return [node for node, _ in module.of(ast.BinOp) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr)]


def lies_in_annotation(module: Module, span: Span) -> bool:
    """Whether a place is part of an annotation."""
    return any(first <= span[:2] and span[2:] <= last for first, last in module.once(_annotation_spans))


def _annotation_spans(module: Module) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    spans = (module.span(annotation) for _, annotation in all_annotations(module))
    return [((line, column), (end_line, end_column)) for line, column, end_line, end_column in spans]
