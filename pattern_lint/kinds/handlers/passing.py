"""Clauses around a function that somebody else gave: what they note of its failure, and whether they pass it on."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...config.globs import matcher
from ...flow.graph import Graph, graph_of
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.surroundings import calls_within
from ...lang.python.walking import nodes_in
from .clause import Clause


def is_around_given(clause: Clause) -> bool:
    """Whether the guarded code calls a function that was given: a parameter, or with all that a wrapper was given."""
    return any(
        (isinstance(call.func, ast.Name) and _is_given(call.func.id, clause.scope)) or _hands_all_on(call)
        for call, _ in calls_within(clause.guarded)
    )


def _is_given(name: str, scope: Scope) -> bool:
    home = scope.home(name)
    return home is not None and any(binding.kind == "param" for binding in home.bindings[name])


def _hands_all_on(call: ast.Call) -> bool:
    is_variable = any(isinstance(each, ast.Starred) for each in call.args)
    return is_variable and any(keyword.arg is None for keyword in call.keywords)


def notes(clause: Clause, globs: tuple[str, ...]) -> bool:
    """Whether the clause calls or sets something of one of some names."""
    body = clause.handler.body if clause.handler is not None else ()
    is_meant = matcher(globs)
    return any(is_meant(name) for statement in body for name in _touched(statement))


def _said(call: ast.Call) -> Iterator[str]:
    """The name of a call, and the names and texts in what it is given."""
    yield name_of(call.func)
    for part in nodes_in(call):
        if part.__class__ is ast.Constant:
            if isinstance(part.value, str):
                yield part.value
        elif part.__class__ is ast.Attribute or part.__class__ is ast.Name:
            yield name_of(part)


def _touched(statement: ast.stmt) -> Iterator[str]:
    for node in nodes_in(statement):
        if isinstance(node, ast.Call):
            yield name_of(node.func)
        yield from _set(node)


def _set(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Store):
        yield name_of(node)
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        yield str(node.slice.value) if isinstance(node.slice, ast.Constant) else name_of(node.value)


def goes_on(clause: Clause, globs: tuple[str, ...] = ()) -> bool:
    """Whether the function may return, or go on behind its try, after the clause; another try does not count, nor a way
    on which something of one of some names is called or given."""
    if clause.handler is None:
        return True
    graph = graph_of(clause.module, clause.scope)
    again = [node for statement in clause.guarded for node in nodes_in(statement) if graph.has(node)]
    dealing = _dealing(clause.scope.node, globs) if globs else ()
    again += [place for node in dealing if (place := _in_graph(node, graph, clause.module)) is not None]
    return graph.may_escape(clause.handler, again, errors=False)


def _dealing(function: ast.AST, globs: tuple[str, ...]) -> Iterator[ast.AST]:
    """What calls, sets or is given something of one of some names."""
    is_meant = matcher(globs)
    for node in nodes_in(function):
        if any(map(is_meant, _said(node) if isinstance(node, ast.Call) else _set(node))):
            yield node


def _in_graph(node: ast.AST, graph: Graph, module: Module) -> ast.AST | None:
    return next((each for each in (node, *module.ancestors(node)) if graph.has(each)), None)
