"""Whether a call that says that something is done comes after the work.

What was taken is not yet worked off before it, nor after a failure that a clause lost.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TypeGuard

from ...flow.fillings import own_class, standing_for
from ...flow.graph import Graph, Point, graph_of, own_parts, point_of
from ...flow.helpers import callers_of, definition
from ...flow.ties import dotted
from ...lang.python.assigning import is_assignment, targets_of
from ...lang.python.catching import suppressing_calls
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in
from ...query.answers import NO, YES, Answer, every, on_condition, opposite, some
from ...query.functions.losing import SAYING, is_lost_below, lost_elsewhere
from ..site_kind import Site

_TAKING = frozenset("getone getmany poll consume get receive next __anext__ anext".split())
_READING = frozenset(
    "loads decode parse validate model_validate model_validate_json from_json deserialize unpack".split()
)
_READING_STARTS = (
    "parse_",
    "decode_",
    "deserialize_",
    "from_",
    "_parse",
    "_decode",
    "_deserialize",
    "load_",
    "unpack_",
)
_ABOUT = frozenset("offset partition topic timestamp error headers timestamp_type".split())
"""What is asked of a message without touching what it says."""
_BEGINNING = frozenset({"create_task", "ensure_future"})
_OF_LOOPS = frozenset({"asyncio", "loop", "self._loop", "self.loop"})
_LEAVING = (ast.Continue, ast.Raise, ast.Return, ast.Break)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


def comes_after_work(site: Site) -> Answer:
    """Whether all that was taken of what a call is made on has been worked off where it is made, or where a method is
    called that makes it for the own object."""
    assert isinstance(site.node, ast.Call) and isinstance(site.node.func, ast.Attribute)
    module, scope, on = site.module, site.scope, standing_for(site.node.func.value, site.scope)
    keeper = dotted(on)
    if keeper is None:
        return Answer(None)
    found = _comes_after(site.node, keeper, module, scope)
    if found is None and isinstance(on, ast.Attribute) and own_class(on, scope) is not None:
        calls = module.once(callers_of).get(definition(scope), ())
        asked = (_comes_after(call.node, keeper, module, call.scope) for call, _ in calls)
        answers = [each for each in asked if each is not None]
        found = every(answers) if answers else None
    return Answer(None) if found is None else found


def _comes_after(call: ast.Call, keeper: str, module: Module, scope: Scope) -> Answer | None:
    """Whether a call comes after the work on what is taken there; None where nothing is taken."""
    takings = list(_takings(keeper, call, module, scope))
    done = point_of(call, module, scope) if takings else None
    if not takings:
        return None
    if done is None or _hangs_on_flag(call, module, scope):
        return Answer(None)
    names = _derived({name for _, bound in takings for name in bound}, scope)
    if _is_settled_by_flag(call, names, module, scope):
        return Answer(None)
    graph = graph_of(module, scope)
    tried = _tried(call, module)
    work = {point for point in graph.points if _works(point, names, call)}
    work |= {point for point in graph.points if point in tried and _is_called_with(point, names)}
    if not work:
        return Answer(None)
    lost = {point for point in work if _is_only_begun(point) or _keeps_errors(point)}
    lost |= {point for point in work - lost if is_lost_below(point, names, module, scope)}
    counted = set(_counted(names, scope))

    def is_done_early(lost: set[Point]) -> bool:
        sure = {point for point in work - lost if not _may_be_cut_short(point, module, scope)}
        loops = (loop for loop in _through(names, scope) if done is not loop and not _lies_in(done, loop, module))
        sure |= {loop for loop in loops if not _loses_some(loop, work, sure, starts, graph, module)} | counted
        return any(_is_early(done, work, sure, start, graph) for start in starts)

    starts = [start for start, _ in takings]
    if is_done_early(lost):
        return NO
    far = {each: symbol for each in work - lost if (symbol := lost_elsewhere(each, names, module, scope))}
    if not far or not is_done_early(lost.union(far)):
        return YES
    return opposite(some(on_condition(("loses-errors", symbol, ())) for symbol in far.values()))


def _tried(call: ast.Call, module: Module) -> frozenset[ast.AST]:
    """What failed where a call stands in a clause: the message that cannot be read is lost as one that fails later."""
    around = [call, *module.ancestors(call)]
    failed = (outer for inner, outer in pairwise(around) if isinstance(inner, ast.ExceptHandler))
    return frozenset(
        node for each in failed if isinstance(each, ast.Try) for part in each.body for node in nodes_in(part)
    )


def _is_called_with(point: Point, names: Collection[str]) -> bool:
    """Whether something that is no mere telling is called with what was taken."""
    calls = (node for part in own_parts(point) for node in nodes_in(part) if isinstance(node, ast.Call))
    return any(_is_work(call, names) for call in calls)


def _is_early(done: Point, work: set[Point], sure: set[Point], start: Point, graph: Graph) -> bool:
    """Whether something is done before the work, or after it failed; what no work is meant for is done as it is."""
    before = graph.unprepared(sure, start=start, stops=[start])
    if done not in before:
        return False
    has_failed = any(done in graph.unprepared(sure, start=point, stops=[start]) for point in work & before)
    return has_failed or not work.isdisjoint(graph.following(done, [start]))


def _hangs_on_flag(call: ast.Call, module: Module, scope: Scope) -> bool:
    """Whether a variable of the function that is set to True somewhere tells whether the call is made."""
    tests = [each.test for each in module.ancestors(call) if isinstance(each, ast.If)]
    tests = [each.operand if _is_negated(each) else each for each in tests]
    flags = {test.id for test in tests if isinstance(test, ast.Name)}
    bound = (binding for flag in flags for binding in scope.bindings.get(flag, ()))
    return any(_is_true(each.value) for each in bound)


def _is_settled_by_flag(call: ast.Call, names: frozenset[str], module: Module, scope: Scope) -> bool:
    """Whether a branch before a call, for what a variable says to have failed, does something about it or leaves."""
    around = [each for each in module.ancestors(call) if isinstance(each, ast.If)]
    settling = module.once(_settling)(scope, names)
    return any(node.lineno < call.lineno and node not in around for node in settling)


def _settling(module: Module) -> Callable[[Scope, frozenset[str]], list[ast.If]]:
    """The tests of which one branch does something about what failed, or leaves."""

    @cache
    def of(scope: Scope, names: frozenset[str]) -> list[ast.If]:
        failed = module.once(_failed_branches)(scope)
        return [node for node, branch in failed if isinstance(branch[-1], _LEAVING) or _is_worked_in(branch, names)]

    return of


def _failed_branches(module: Module) -> Callable[[Scope], list[tuple[ast.If, list[ast.stmt]]]]:
    """The branches of a function that are taken where a variable says that something failed: a flag is down, one that a
    clause sets is up, or the error of a clause was kept."""

    @cache
    def of(scope: Scope) -> list[tuple[ast.If, list[ast.stmt]]]:
        nodes = list(nodes_in(scope.node))
        clauses = [each for each in nodes if isinstance(each, ast.ExceptHandler)]
        kept = {node for each in clauses for node in nodes_in(each) if _is_true(node) or _names_error(node, each)}
        tests = (each for each in nodes if isinstance(each, ast.If)) if clauses else ()
        found = ((each, _failed_branch(each, kept, scope)) for each in tests)
        return [(node, branch) for node, branch in found if branch]

    return of


def _names_error(node: ast.AST, clause: ast.ExceptHandler) -> bool:
    return isinstance(node, ast.Name) and node.id == clause.name


def _failed_branch(node: ast.If, kept: Collection[ast.AST], scope: Scope) -> list[ast.stmt]:
    """The branch for what failed; `kept` are the errors of clauses, and what is true in them."""
    test, body, other = node.test, node.body, node.orelse
    if _is_negated(test):
        test, body, other = test.operand, other, body
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.Is, ast.IsNot)):
        body, other = (body, other) if isinstance(test.ops[0], ast.IsNot) else (other, body)
        test = test.left
    values = [each.value for each in scope.bindings.get(test.id, ())] if isinstance(test, ast.Name) else []
    if any(each in kept for each in values):
        return body
    return other if any(map(_is_true, values)) else []


def _is_negated(node: ast.expr) -> TypeGuard[ast.UnaryOp]:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)


def _is_true(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _is_worked_in(branch: Sequence[ast.stmt], names: Collection[str]) -> bool:
    calls = (node for each in branch for node in nodes_in(each) if isinstance(node, ast.Call))
    return any(_is_work(call, names) for call in calls)


def _may_be_cut_short(point: Point, module: Module, scope: Scope) -> bool:
    """Whether an error of something is suppressed, after which all goes on."""
    around = module.ancestors(point) if isinstance(point, ast.AST) else ()
    return any(suppressing_calls(module, each, scope) for each in around if isinstance(each, ast.With))


def _is_only_begun(point: Point) -> bool:
    """Whether a statement begins a task that nobody waits for."""
    call = point.value if isinstance(point, ast.Expr) else None
    if not isinstance(call, ast.Call) or name_of(call.func) not in _BEGINNING:
        return False
    of = call.func.value if isinstance(call.func, ast.Attribute) else None
    return of is None or dotted(of) in _OF_LOOPS  # a group waits for its tasks


def _keeps_errors(point: Point) -> bool:
    """Whether a statement has tasks give their errors as results, at which nobody looks."""
    call = point.value if isinstance(point, ast.Expr) else None
    call = call.value if isinstance(call, ast.Await) else call
    told = call.keywords if isinstance(call, ast.Call) and name_of(call.func) == "gather" else []
    kept = (each.value for each in told if each.arg == "return_exceptions")
    return any(isinstance(each, ast.Constant) and each.value is True for each in kept)


def _through(names: Collection[str], scope: Scope) -> Iterator[ast.For]:
    """The loops that go through what was taken; where there is nothing, nothing is left undone."""
    loops = (node for node in nodes_in(scope.node) if isinstance(node, ast.For) and _mentions(node.iter, names))
    for loop in loops:
        if any(isinstance(node, ast.Call) and _is_work(node, names) for part in loop.body for node in nodes_in(part)):
            yield loop


def _loses_some(
    loop: ast.For, work: set[Point], sure: set[Point], starts: list[Point], graph: Graph, module: Module
) -> bool:
    """Whether a loop goes on after work in it has failed, before anything else is taken."""
    inner = (point for point in work if _lies_in(point, loop, module))
    return any(loop in graph.unprepared(sure, start=point, stops=starts) for point in inner)


def _counted(names: Collection[str], scope: Scope) -> Iterator[ast.For]:
    """The loops that count how often something is tried, and do something about what failed the last time."""
    for loop in (each for each in nodes_in(scope.node) if isinstance(each, ast.For)):
        clauses = (node for part in loop.body for node in nodes_in(part) if isinstance(node, ast.ExceptHandler))
        tests = (node for clause in clauses for node in nodes_in(clause) if isinstance(node, ast.If))
        last = (each for each in tests if _targets(each.test) & _targets(loop.target))
        if any(isinstance(each.body[-1], _LEAVING) and _is_worked_in(each.body, names) for each in last):
            yield loop


def _lies_in(point: Point, loop: ast.For, module: Module) -> bool:
    return isinstance(point, ast.AST) and loop in module.ancestors(point)


def _takings(keeper: str, call: ast.Call, module: Module, scope: Scope) -> Iterator[tuple[Point, set[str]]]:
    """Where something is taken of the same thing, in the loop that the call stands in, and the names that it gets."""
    loops = [each for each in module.ancestors(call) if isinstance(each, _LOOPS)]
    for loop in loops:
        if isinstance(loop, (ast.For, ast.AsyncFor)) and _is_taken(loop.iter, keeper, scope):
            yield loop, _targets(loop.target)
            return
    areas: list[ast.AST] = [*loops] or [scope.node]
    around = ([*_kept_takings(area, keeper, loops, module, scope)] for area in areas)
    yield from next(filter(None, around), [])


def _kept_takings(
    area: ast.AST, keeper: str, loops: Sequence[ast.AST], module: Module, scope: Scope
) -> Iterator[tuple[Point, set[str]]]:
    for node in nodes_in(area):
        targets = [node.target] if isinstance(node, ast.NamedExpr) else targets_of(node)
        value = node.value if isinstance(node, ast.NamedExpr) or is_assignment(node) else None
        is_kept = value is not None and _is_taken_by_call(value, keeper, scope)
        point = point_of(node, module, scope) if is_kept and _loop_of(node, module) in (None, *loops) else None
        if point is not None:
            yield point, {name for target in targets for name in _targets(target)}


def _loop_of(node: ast.AST, module: Module) -> ast.AST | None:
    return next((each for each in module.ancestors(node) if isinstance(each, _LOOPS)), None)


def _is_taken_by_call(node: ast.expr, keeper: str, scope: Scope) -> bool:
    """Whether a value is taken out of a thing, and not just that thing under another name."""
    return not isinstance(node, (ast.Name, ast.Attribute)) and _is_taken(node, keeper, scope)


def _is_taken(node: ast.expr, keeper: str, scope: Scope) -> bool:
    """Whether an expression gives what a thing holds, or the thing itself is looped over."""
    while isinstance(node, ast.Await):
        node = node.value
    if isinstance(node, ast.Call) and name_of(node.func) in ("wait_for", "to_thread", "anext", "next") and node.args:
        ways = (keeper, f"{keeper}.poll", f"{keeper}.consume")
        return any(dotted(each) in ways or _is_taken(each, keeper, scope) for each in node.args)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in _TAKING and dotted(standing_for(node.func.value, scope)) == keeper
    return dotted(standing_for(node, scope)) == keeper


def _targets(node: ast.expr) -> set[str]:
    return {each.id for each in nodes_in(node) if isinstance(each, ast.Name)}


def _derived(names: set[str], scope: Scope) -> frozenset[str]:
    """The names of what was taken and of what it was read as, or is a part of."""
    found = set(names)
    for node in nodes_in(scope.node):
        if is_assignment(node) and node.value is not None and _reads(node.value) and _mentions(node.value, found):
            plain = (each for each in targets_of(node) if isinstance(each, (ast.Name, ast.Tuple)))
            found |= {name for target in plain for name in _targets(target)}
        elif isinstance(node, ast.For) and _mentions(node.iter, found):
            found |= _targets(node.target)
    return frozenset(found)


def _reads(node: ast.expr) -> bool:
    """Whether an expression only reads what something says."""
    if isinstance(node, ast.Call):
        name = name_of(node.func)
        is_reading = name in _READING or name.startswith(_READING_STARTS) or name[:1].isupper() or not node.args
        return is_reading or name in ("dict", "str", "bytes", "list")
    return not isinstance(node, ast.Await)


def _works(point: Point, names: Collection[str], done: ast.Call) -> bool:
    """Whether something is done with what was taken at a point."""
    if is_assignment(point) and point.value is not None and _reads(point.value):
        return False
    nodes = [node for part in own_parts(point) for node in nodes_in(part)]
    return any(
        isinstance(node, ast.Yield) or (isinstance(node, ast.Call) and node is not done and _is_work(node, names))
        for node in nodes
    )


def _is_work(call: ast.Call, names: Collection[str]) -> bool:
    name = name_of(call.func)
    if name in SAYING or name.startswith(("commit", "store_offset")) or name in ("len", "isinstance", "str", "repr"):
        return False
    given = (*call.args, *(keyword.value for keyword in call.keywords))
    return any(_mentions(each, names) for each in given)


def _mentions(node: ast.AST, names: Collection[str]) -> bool:
    """Whether an expression holds something of these names, and not only what is known about it."""
    about = {part.value for part in nodes_in(node) if isinstance(part, ast.Attribute) and part.attr in _ABOUT}
    return any(isinstance(part, ast.Name) and part.id in names and part not in about for part in nodes_in(node))
