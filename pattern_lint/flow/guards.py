"""Where a value has been checked: it is one of some fixed values, or a check that was made of it went well."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from ..lang.python.flow import Place, Reaches
from ..lang.python.loops import run_over
from ..lang.python.module import CallSite, Module
from ..lang.python.scopes import Scope
from ..lang.python.walking import end_of, start_of
from .ties import dotted

_MOST = 50
"""How many of the checks before a place are looked at, the nearest first."""
_LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)
Told: TypeAlias = tuple[str, "ast.Call | None"]
"""What is checked, as it is written, and the call that checks it; None where it is compared with fixed values."""


class Guard(NamedTuple):
    """A stretch of code in which something has been checked."""

    start: Place
    end: Place
    at: Place
    """Where the check stands: what is bound later has not been checked."""
    by: ast.Call | None


class Guards:
    """The checks of a module, by what they check."""

    def __init__(self, module: Module, checks: Iterable[CallSite]) -> None:
        self._module = module
        self._reaches = Reaches(module.index.parents)
        self._of: dict[str, list[Guard]] = {}
        for node, scope in module.of(ast.If, ast.While, ast.IfExp, ast.Assert, ast.Match):
            if isinstance(node, (ast.If, ast.While)):
                self._add_branches(node, scope)
            elif isinstance(node, ast.IfExp):
                self._add_ways(node)
            elif isinstance(node, ast.Assert):
                self._add(tested(node.test)[0], end_of(node), self._reaches.of(node, scope), start_of(node))
            elif isinstance(node, ast.Match):
                self._add_cases(node, scope)
        for node, _ in module.index.nodes.get(ast.comprehension, ()):
            around = module.index.parents[node]
            assert isinstance(node, ast.comprehension)
            for test in node.ifs:
                self._add(tested(test)[0], start_of(around), end_of(around), end_of(around))
        for call in checks:
            self._add_check(call)
        for guards in self._of.values():
            guards.sort(key=_start)

    def of(self, text: str, place: Place) -> Iterator[Guard]:
        """The checks of something that hold at a place."""
        guards = self._of.get(text)
        if guards is not None:
            last = bisect_right(guards, place, key=_start)
            yield from (guard for guard in guards[max(last - _MOST, 0) : last][::-1] if place < guard.end)

    def _add(self, checked: Iterable[Told], start: Place, end: Place, at: Place) -> None:
        for text, by in checked:
            if start < end:
                self._of.setdefault(text, []).append(Guard(start, end, at, by))

    def _add_branches(self, node: ast.If | ast.While, scope: Scope) -> None:
        positive, negative = tested(node.test)
        if not positive and not negative:
            return
        at, behind = start_of(node), self._reaches.of(node, scope)
        self._add(positive, start_of(node.body[0]), end_of(node.body[-1]), at)
        if node.orelse:
            self._add(negative, start_of(node.orelse[0]), end_of(node.orelse[-1]), at)
        if isinstance(node, ast.If) and isinstance(node.body[-1], _LEAVING):
            self._add(negative, end_of(node), behind, at)
        if isinstance(node, ast.If) and node.orelse and isinstance(node.orelse[-1], _LEAVING):
            self._add(positive, end_of(node), behind, at)

        if isinstance(node, ast.If) and not node.orelse:
            replaced = set(_replaced(node.body))
            self._add((told for told in negative if told[0] in replaced), end_of(node), behind, end_of(node))

    def _add_ways(self, node: ast.IfExp) -> None:
        for way, checked in zip((node.body, node.orelse), tested(node.test), strict=True):
            self._add(checked, start_of(way), end_of(way), start_of(node))

    def _add_cases(self, node: ast.Match, scope: Scope) -> None:
        text = dotted(node.subject)
        if text is None:
            return
        for case in node.cases:
            if _is_fixed(case.pattern):
                self._add([(text, None)], start_of(case.body[0]), end_of(case.body[-1]), start_of(node))
        others = [case for case in node.cases if not _is_fixed(case.pattern)]
        if others and all(isinstance(case.body[-1], _LEAVING) for case in others):
            self._add([(text, None)], end_of(node), self._reaches.of(node, scope), start_of(node))

    def _add_check(self, call: CallSite) -> None:
        """A call whose value nobody takes is there to check what it is given."""
        statement = self._module.index.parents.get(call.node)
        while isinstance(statement, ast.Await):
            statement = self._module.index.parents.get(statement)
        if not isinstance(statement, ast.Expr):
            return
        reach, around = self._reaches.of(statement, call.scope), self._module.index.parents.get(statement)
        if isinstance(around, ast.Try) and all(isinstance(each.body[-1], _LEAVING) for each in around.handlers):
            reach = max(reach, self._reaches.of(around, call.scope))
        self._add(_asked(call.node), end_of(statement), reach, start_of(statement))


def _replaced(body: Iterable[ast.stmt]) -> Iterator[str]:
    """What is set to something that is written out, and stands for what it was before no longer."""
    for each in body:
        if isinstance(each, ast.Assign) and _is_written_out(each.value):
            yield from filter(None, map(dotted, each.targets))


def _is_written_out(value: ast.expr) -> bool:
    given = [*value.args, *(each.value for each in value.keywords)] if isinstance(value, ast.Call) else [value]
    return all(isinstance(each, ast.Constant) or (dotted(each) or "").rpartition(".")[2].isupper() for each in given)


def _start(guard: Guard) -> Place:
    return guard.start


def guards_in(module: Module) -> Guards:
    """What the tests of a module check."""
    return Guards(module, ())


def tested(test: ast.expr) -> tuple[list[Told], list[Told]]:
    """What has been checked where a test holds, and where it does not."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return tested(test.operand)[::-1]
    if isinstance(test, ast.BoolOp):
        place = 0 if isinstance(test.op, ast.And) else 1
        found = [told for value in test.values for told in tested(value)[place]]
        return (found, []) if place == 0 else ([], found)
    if isinstance(test, ast.Call):
        return _of_each(test) or (list(_asked(test)), [])
    if isinstance(test, (ast.NamedExpr, ast.Await)):
        return tested(test.value)
    return _compared(test) if isinstance(test, ast.Compare) and len(test.ops) == 1 else ([], [])


def _of_each(call: ast.Call) -> tuple[list[Told], list[Told]] | None:
    """What `all(x in known for x in xs)` and `any(x not in known for x in xs)` check."""
    each = call.args[0] if len(call.args) == 1 else None
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name not in ("all", "any") or not isinstance(each, (ast.GeneratorExp, ast.ListComp)):
        return None
    generator = each.generators[-1]
    target, text = map(dotted, run_over(generator))
    positive, negative = tested(each.elt)
    told = positive if name == "all" else negative
    found = [(text, by) for checked, by in told if checked == target and text is not None]
    return (found, []) if name == "all" else ([], found)


def _compared(test: ast.Compare) -> tuple[list[Told], list[Told]]:
    """A match that is none gives None, which is what else a call is compared with."""
    left, operator, right = test.left, test.ops[0], test.comparators[0]
    if isinstance(left, ast.Call) and isinstance(right, ast.Constant) and right.value is None:
        found = list(_asked(left))
        return ([], found) if isinstance(operator, (ast.Is, ast.Eq)) else (found, [])
    if isinstance(operator, ast.LtE) and isinstance(left, ast.Call) and len(left.args) == 1:
        inside = dotted(left.args[0])  # `set(xs) <= known`
        return ([(inside, None)] if inside is not None else []), []
    text = dotted(left.func.value if isinstance(left, ast.Call) and isinstance(left.func, ast.Attribute) else left)
    if text is None or (isinstance(right, ast.Constant) and right.value is None):
        return [], []
    is_text = isinstance(right, ast.Constant) and isinstance(right.value, str)
    if isinstance(operator, (ast.In, ast.NotIn)) and not is_text:
        return ([(text, None)], []) if isinstance(operator, ast.In) else ([], [(text, None)])
    if isinstance(operator, (ast.Eq, ast.NotEq)) and isinstance(right, (ast.Constant, ast.Attribute)):
        return ([(text, None)], []) if isinstance(operator, ast.Eq) else ([], [(text, None)])
    return [], []


def _asked(call: ast.Call) -> Iterator[Told]:
    """What a call is asked about: its arguments, and what it is a method of."""
    receiver = [call.func.value] if isinstance(call.func, ast.Attribute) else []
    for node in (*call.args, *(keyword.value for keyword in call.keywords), *receiver):
        text = dotted(node)
        if text is not None:
            yield text, call


def _is_fixed(pattern: ast.pattern) -> bool:
    if isinstance(pattern, ast.MatchOr):
        return all(map(_is_fixed, pattern.patterns))
    if isinstance(pattern, ast.MatchAs) and pattern.pattern is not None:
        return _is_fixed(pattern.pattern)
    return isinstance(pattern, (ast.MatchValue, ast.MatchSingleton))
