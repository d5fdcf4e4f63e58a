"""The control flow of one function: which of its statements may run after which, and what runs on every path.

A point is a simple statement, or the part of a compound one that is evaluated first: the test of an `if`, the
iterable of a loop, the managers of a `with`. Questions about all paths are answered for all points at once, by one
pass over the graph. A `finally` is one stretch of points with several ways out, so that nested ones cost no more.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from ..source.module import Module
from ..source.scopes import Scope

Point = ast.AST
_ENTRY = ast.Pass()
_EXIT = ast.Pass()
_ERROR = ast.Pass()
_QUIET = (ast.Pass, ast.Global, ast.Nonlocal, ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef)
"""Statements that are taken to raise nothing."""


class _Ways(NamedTuple):
    """Where control goes from inside a block: on `return`, on an error, on `break` and on `continue`."""

    leave: list[Point]
    error: list[Point]
    stop: list[Point] | None = None
    again: list[Point] | None = None


class Graph:
    """The points of a function and what may follow each; errors count where something can raise one."""

    def __init__(self, body: Iterable[ast.stmt]) -> None:
        self._after: dict[Point, list[Point]] = {}
        self._errors: dict[Point, list[Point]] = {}
        self._points: dict[ast.AST, Point] = {}
        first = self._block(body, [_EXIT], _Ways([_EXIT], [_ERROR]))
        self._after[_ENTRY] = first

    def has(self, node: ast.AST) -> bool:
        return node in self._after

    def escaping(self, ends: Collection[Point], *, errors: bool = True) -> frozenset[Point]:
        """The points after which the function may be left without passing one of the ends.

        Without `errors`, only ways that no exception takes count.
        """
        before = self._before(errors=errors)
        exits = [_EXIT, _ERROR] if errors else [_EXIT]
        return _spread(exits, before, ends)

    def unprepared(self, needed: Collection[Point]) -> frozenset[Point]:
        """The points that may be reached without passing one of those that are needed."""
        after = {point: [*self._after[point], *self._errors.get(point, ())] for point in self._after}
        return _spread([_ENTRY], after, needed, with_stops=True)

    def reachable(self, start: Point) -> frozenset[Point]:
        """The points that may run after a point, itself among them where it lies in a loop."""
        after = {point: [*self._after[point], *self._errors.get(point, ())] for point in self._after}
        return _spread([start], after, ())

    def _before(self, *, errors: bool) -> dict[Point, list[Point]]:
        before: dict[Point, list[Point]] = {}
        for table in (self._after, self._errors) if errors else (self._after,):
            for point, following in table.items():
                for each in following:
                    before.setdefault(each, []).append(point)
        return before

    def _block(self, body: Iterable[ast.stmt], then: list[Point], ways: _Ways) -> list[Point]:
        """Lay out statements that run one after the other; gives the points that they begin with."""
        for statement in reversed(list(body)):
            then = self._statement(statement, then, ways)
        return then

    def _point(self, node: Point, then: Iterable[Point], ways: _Ways) -> list[Point]:
        self._after[node] = list(dict.fromkeys(then))
        if not isinstance(node, _QUIET):
            self._errors[node] = ways.error
        return [node]

    def _statement(self, node: ast.stmt, then: list[Point], ways: _Ways) -> list[Point]:
        if isinstance(node, ast.If):
            branches = [*self._block(node.body, then, ways), *self._block(node.orelse, then, ways)]
            return self._point(node, branches, ways)
        if isinstance(node, ast.For | ast.AsyncFor | ast.While):
            return self._loop(node, then, ways)
        if isinstance(node, ast.Try | ast.TryStar):
            return self._try(node, then, ways)
        if isinstance(node, ast.With | ast.AsyncWith):
            return self._point(node, self._block(node.body, then, ways), ways)
        if isinstance(node, ast.Match):
            branches = [point for case in node.cases for point in self._block(case.body, then, ways)]
            is_whole = any(_takes_all(case) for case in node.cases)
            return self._point(node, branches if is_whole else [*branches, *then], ways)
        if isinstance(node, ast.Return):
            return self._point(node, ways.leave, ways)
        if isinstance(node, ast.Raise):
            return self._point(node, (), ways)
        if isinstance(node, ast.Break) and ways.stop is not None:
            return self._point(node, ways.stop, ways)
        if isinstance(node, ast.Continue) and ways.again is not None:
            return self._point(node, ways.again, ways)
        return self._point(node, then, ways)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While, then: list[Point], ways: _Ways) -> list[Point]:
        otherwise = self._block(node.orelse, then, ways)
        body = self._block(node.body, [node], ways._replace(stop=then, again=[node]))
        is_endless = isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and bool(node.test.value)
        return self._point(node, body if is_endless else [*body, *otherwise], ways)

    def _try(self, node: ast.Try | ast.TryStar, then: list[Point], ways: _Ways) -> list[Point]:
        if node.finalbody:
            outs = [then, ways.leave, ways.error, ways.stop or [], ways.again or []]
            first = self._block(node.finalbody, [point for out in outs for point in out], ways)
            then = first
            ways = _Ways(first, first, first if ways.stop else None, first if ways.again else None)
        handlers: list[Point] = []
        for handler in node.handlers:
            handlers += self._point(handler, self._block(handler.body, then, ways), ways)
        is_whole = any(handler.type is None for handler in node.handlers)
        caught = handlers if is_whole else [*handlers, *ways.error]
        otherwise = self._block(node.orelse, then, ways)
        return self._block(node.body, otherwise, ways._replace(error=caught))


def _takes_all(case: ast.match_case) -> bool:
    pattern = case.pattern
    return case.guard is None and isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def _spread(
    starts: Iterable[Point],
    onward: Mapping[Point, Iterable[Point]],
    stops: Collection[Point],
    *,
    with_stops: bool = False,
) -> frozenset[Point]:
    """All that is reached from some points; nothing behind a stop is, and the stops only where they are wanted."""
    found: set[Point] = set()
    pending = [each for start in starts for each in onward.get(start, ())]
    while pending:
        point = pending.pop()
        if point in found:
            continue
        if point in stops:
            if with_stops:
                found.add(point)
            continue
        found.add(point)
        pending += onward.get(point, ())
    return frozenset(found)


def graph_of(module: Module, scope: Scope) -> Graph:
    """The graph of a function, or of a module's or class's body; made once."""
    graphs = module.once(_graphs)
    if scope not in graphs:
        node = scope.node
        graphs[scope] = Graph([ast.Return(node.body)] if isinstance(node, ast.Lambda) else node.body)
    return graphs[scope]


def _graphs(module: Module) -> dict[Scope, Graph]:
    return {}


def point_of(node: ast.AST, module: Module, scope: Scope) -> Point | None:
    """The point of the graph that an expression belongs to."""
    graph = graph_of(module, scope)
    if graph.has(node):
        return node
    return next((each for each in module.ancestors(node) if graph.has(each)), None)
