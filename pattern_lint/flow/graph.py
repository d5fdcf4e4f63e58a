"""The control flow of one function: which of its statements may run after which, and what runs on every path.

A point is a simple statement, or the part of a compound one that is evaluated first: the test of an `if`, the
iterable of a loop, the managers of a `with`. Questions about all paths are answered for all points at once, by one
pass over the graph. A `finally` is one stretch of points with several ways out, so that nested ones cost no more.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import NamedTuple, TypeAlias

from ..lang.python.caught import named_caught
from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in

Point = ast.AST
Step: TypeAlias = tuple[Point, Point]
"""One point, and another that may run right after it."""
_ENTRY = ast.Pass()
_EXIT = ast.Pass()
_ERROR = ast.Pass()
_RAISING = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.Raise, ast.Assert, ast.AsyncFor, ast.AsyncWith, ast.With)
"""What is taken to raise; an attribute, an item or a sum may, too, and hardly ever does."""
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_EVERYTHING = ("builtins.Exception", "builtins.BaseException")


class _Ways(NamedTuple):
    """Where control goes from inside a block: on `return`, on an error, on `break` and on `continue`."""

    leave: list[Point]
    error: list[Point]
    stop: list[Point] | None = None
    again: list[Point] | None = None


class Graph:
    """The points of a function and what may follow each; errors count where something can raise one."""

    def __init__(self, body: Iterable[ast.stmt], catches_all: Callable[[ast.ExceptHandler], bool]) -> None:
        layout = _Layout(catches_all)
        first = layout.block(body, [_EXIT], _Ways([_EXIT], [_ERROR]))
        self._after = {**layout.after, _ENTRY: first}
        self._errors = layout.errors
        self._returning = layout.returning
        self._behind = layout.behind
        self._preceding: dict[bool, dict[Point, list[Point]]] = {}

    @property
    def points(self) -> Collection[Point]:
        """All points of the function."""
        return self._after.keys()

    def has(self, node: ast.AST) -> bool:
        return node in self._after

    def after(self, point: Point) -> Iterable[Point]:
        """The points that may run right after one that has run well."""
        return self._after.get(point, ())

    def may_escape(
        self, start: Point, ends: Collection[Point], *, errors: bool = True, without: Collection[Step] = ()
    ) -> bool:
        """Whether the function may be left without passing one of the ends, once a point has run well.

        Steps `without` which it goes are never taken.
        """
        exits = {_EXIT, _ERROR} if errors else {_EXIT}
        escaping = self.escaping(ends, errors=errors, without=without)
        following = (point for point in self._after[start] if (start, point) not in without)
        return any(point in exits or point in escaping for point in following)

    def escaping(
        self, ends: Collection[Point], *, errors: bool = True, without: Collection[Step] = ()
    ) -> frozenset[Point]:
        """The points after which the function may be left without passing one of the ends.

        Without `errors`, only ways that no exception takes count.
        """
        before: Mapping[Point, Iterable[Point]] = self._before(errors=errors)
        if without:
            before = {
                point: [each for each in preceding if (each, point) not in without]
                for point, preceding in before.items()
            }
        exits = [_EXIT, _ERROR] if errors else [_EXIT]
        return _spread(exits, before, ends)

    def unprepared(
        self, needed: Collection[Point], *, start: Point = _ENTRY, stops: Collection[Point] = ()
    ) -> frozenset[Point]:
        """The points that may be reached before one of those that are needed has run well, and before any stop."""
        after = {
            point: [*(() if point in needed else following), *self._errors.get(point, ())]
            for point, following in self._after.items()
        }
        return _spread([start], after, stops)

    def reachable(self, start: Point, stops: Collection[Point] = ()) -> frozenset[Point]:
        """The points that may run after a point and before any stop, itself among them where it lies in a loop."""
        after = {point: [*self._after[point], *self._errors.get(point, ())] for point in self._after}
        return _spread([start], after, stops)

    def following(self, start: Point, stops: Collection[Point] = ()) -> frozenset[Point]:
        """The points that may run once a point has run well, and before any stop."""
        after = {point: [*self._after[point], *self._errors.get(point, ())] for point in self._after}
        return _spread([start], {**after, start: self._after[start]}, stops)

    def letting_out(
        self, takes: Callable[[ast.ExceptHandler], bool], loses: Callable[[ast.ExceptHandler], bool]
    ) -> frozenset[Point]:
        """The points of which an error leaves the function, as no clause around them takes it, or is lost in one."""
        clauses = [point for point in self._after if isinstance(point, ast.ExceptHandler)]
        ways = _spread([_ERROR], self._before(errors=False), clauses) | {_ERROR, *filter(loses, clauses)}
        taking = {clause for clause in clauses if takes(clause)}
        return frozenset(
            point
            for point, targets in self._errors.items()
            if taking.isdisjoint(targets) and not ways.isdisjoint(targets)
        )

    def may_return_without(self, ends: Collection[Point], left_early: Collection[Point] = ()) -> bool:
        """Whether the function may return before one of the ends has run well; errors that no clause takes do not.

        What follows a `with` that is `left_early` may run after any part of it.
        """
        onward = {
            point: [
                *(() if point in ends else following),
                *(self._behind[point] if point in left_early else ()),
                *(each for each in self._errors.get(point, ()) if isinstance(each, ast.ExceptHandler)),
            ]
            for point, following in self._after.items()
        }
        closed = [out for out, returns in self._returning.items() if returns <= frozenset(ends)]
        return _EXIT in _spread([_ENTRY], onward, closed)

    def _before(self, *, errors: bool) -> dict[Point, list[Point]]:
        if errors in self._preceding:
            return self._preceding[errors]
        before: dict[Point, list[Point]] = {}
        for table in (self._after, self._errors) if errors else (self._after,):
            for point, following in table.items():
                for each in following:
                    before.setdefault(each, []).append(point)
        self._preceding[errors] = before
        return before


class _Layout:
    """Lays out statements as points, the last first, so that each knows what follows it."""

    def __init__(self, catches_all: Callable[[ast.ExceptHandler], bool]) -> None:
        self._catches_all = catches_all
        self.after: dict[Point, list[Point]] = {}
        self.errors: dict[Point, list[Point]] = {}
        self.behind: dict[Point, list[Point]] = {}
        """What follows each `with` once it is left."""
        self.returning: dict[Point, frozenset[Point]] = {}
        """The way out of each `finally` that a `return` takes, with those that do."""

    def block(self, body: Iterable[ast.stmt], then: list[Point], ways: _Ways) -> list[Point]:
        """Lay out statements that run one after the other; gives the points that they begin with."""
        for statement in reversed(list(body)):
            then = self._statement(statement, then, ways)
        return then

    def _point(self, node: Point, then: Iterable[Point], ways: _Ways) -> list[Point]:
        self.after[node] = list(dict.fromkeys(then))
        if _may_raise(node):
            self.errors[node] = ways.error
        return [node]

    def _statement(self, node: ast.stmt, then: list[Point], ways: _Ways) -> list[Point]:
        if isinstance(node, ast.If):
            branches = [*self.block(node.body, then, ways), *self.block(node.orelse, then, ways)]
            return self._point(node, branches, ways)
        if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
            return self._loop(node, then, ways)
        if isinstance(node, (ast.Try, ast.TryStar)):
            return self._try(node, then, ways)
        if isinstance(node, (ast.With, ast.AsyncWith)):
            self.behind[node] = then
            return self._point(node, self.block(node.body, then, ways), ways)
        if isinstance(node, ast.Match):
            branches = [point for case in node.cases for point in self.block(case.body, then, ways)]
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
        otherwise = self.block(node.orelse, then, ways)
        body = self.block(node.body, [node], ways._replace(stop=then, again=[node]))
        is_endless = isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and bool(node.test.value)
        return self._point(node, body if is_endless else [*body, *otherwise], ways)

    def _try(self, node: ast.Try | ast.TryStar, then: list[Point], ways: _Ways) -> list[Point]:
        if node.finalbody:
            outs = [then, ways.error, *self._outs_taken(node, ways)]
            first = self.block(node.finalbody, [point for out in outs for point in out], ways)
            then = first
            ways = _Ways(first, first, first if ways.stop else None, first if ways.again else None)
        handlers: list[Point] = []
        for handler in node.handlers:
            handlers += self._point(handler, self.block(handler.body, then, ways), ways)
        is_whole = any(self._catches_all(handler) for handler in node.handlers)
        caught = handlers if is_whole else [*handlers, *ways.error]
        otherwise = self.block(node.orelse, then, ways)
        return self.block(node.body, otherwise, ways._replace(error=caught))

    def _outs_taken(self, node: ast.Try | ast.TryStar, ways: _Ways) -> Iterable[list[Point]]:
        """The ways out of a `try` that some statement in it takes, so that what comes last leads there."""
        inner = [each for part in (*node.body, *node.handlers, *node.orelse) for each in nodes_in(part)]
        returns = frozenset(each for each in inner if isinstance(each, ast.Return))
        if returns:
            out = ast.Pass()
            self.after[out], self.returning[out] = ways.leave, returns
            yield [out]
        for kind, way in ((ast.Break, ways.stop), (ast.Continue, ways.again)):
            if way and any(isinstance(each, kind) for each in inner):
                yield way


def _may_raise(node: Point) -> bool:
    """Whether what a point evaluates itself may raise, its blocks and the bodies of functions aside."""
    if isinstance(node, _RAISING):
        return True
    return any(isinstance(each, _RAISING) for part in own_parts(node) for each in nodes_in(part))


def own_parts(node: Point) -> Iterable[ast.expr]:
    """The expressions that a point evaluates itself; those in its blocks are of other points."""
    if isinstance(node, (*_DEFINITIONS, ast.ExceptHandler)):
        return
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.expr):
            yield part
        elif isinstance(part, ast.withitem):
            yield part.context_expr


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
        if point not in found and point not in stops:
            found.add(point)
            pending += onward.get(point, ())
    return frozenset(found)


def graph_of(module: Module, scope: Scope) -> Graph:
    """The graph of a function, or of a module's or class's body; made once."""
    graphs = module.once(_graphs)
    if scope not in graphs:
        node = scope.node
        body = [ast.Return(node.body)] if isinstance(node, ast.Lambda) else node.body
        graphs[scope] = Graph(body, partial(_catches_all, module, scope))
    return graphs[scope]


def _catches_all(module: Module, scope: Scope, handler: ast.ExceptHandler) -> bool:
    """Whether a clause catches all that code is expected to raise."""
    types = named_caught(module, handler.type, scope)
    return handler.type is None or any(module.symbol(each, scope) in _EVERYTHING for each in types)


def _graphs(module: Module) -> dict[Scope, Graph]:
    return {}


def point_of(node: ast.AST, module: Module, scope: Scope) -> Point | None:
    """The point of the graph that an expression belongs to."""
    graph = graph_of(module, scope)
    if graph.has(node):
        return node
    return next((each for each in module.ancestors(node) if graph.has(each)), None)
