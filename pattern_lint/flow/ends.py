"""How a function ends: whether errors of what it waits for get out, and whether every way out gives back a value."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from ..lang.python.catching import suppressing_calls
from ..lang.python.caught import named_caught
from ..lang.python.handling import Handling, Words
from ..lang.python.logs import is_on_logger
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in, own_nodes
from .graph import Point, graph_of, own_parts
from .inherited import function_called
from .locks import is_lock

_MOST_STEPS = 30
"""Through so many functions is followed what is waited for."""
_OF_VALUES = frozenset(
    f"builtins.{name}" for name in "ValueError TypeError KeyError IndexError LookupError AttributeError".split()
) | {"asyncio.CancelledError", "asyncio.exceptions.CancelledError", "builtins.AssertionError"}
"""Errors that nothing outside of the program raises."""
_OF_STOPPING = frozenset(
    [
        *(f"builtins.{name}" for name in ("GeneratorExit", "KeyboardInterrupt", "SystemExit")),
        *("asyncio.CancelledError", "asyncio.exceptions.CancelledError"),
        *("trio.Cancelled", "anyio.get_cancelled_exc_class()"),
    ]
)
"""What ends the work from outside, and has to go on."""
_OF_BAD_VALUES = frozenset({"builtins.ValueError", "builtins.TypeError"})
"""Those that are no answer, as that something is not there is one."""


def answers(module: Module, scope: Scope) -> bool:
    """Whether a function gives back something, not None, by every way that it returns."""
    ends = [node for node in nodes_in(scope.node) if isinstance(node, ast.Return) and _is_something(node.value)]
    suppressing = [
        node
        for node in (own_nodes(scope) if "suppress" in module.mentioned else ())
        if isinstance(node, (ast.With, ast.AsyncWith)) and suppressing_calls(module, node, scope)
    ]
    return not graph_of(module, scope).may_return_without(ends, suppressing)


def falls_back(body: Sequence[ast.stmt], is_try: Callable[[ast.expr], bool]) -> bool:
    """Whether what some statements do last gives something back, in every clause and branch in which they end.

    `is_try` tells of what they give back whether it is another try, which may fail.
    """
    last = body[-1] if body else None
    if isinstance(last, ast.Try):
        ends = [each.body for each in last.handlers] or [last.body]
        return all(falls_back(each, is_try) for each in ends)
    if isinstance(last, ast.If):
        ends_well = falls_back(last.body, is_try) or isinstance(last.body[-1], ast.Raise)
        return falls_back(last.orelse, is_try) and ends_well
    if isinstance(last, (ast.With, ast.AsyncWith)):
        return falls_back(last.body, is_try)
    value = last.value if isinstance(last, ast.Return) else None
    made = _set_by(body[-2], value) if body[1:] and isinstance(value, ast.Name) else None
    value, before = (value, body[:-1]) if made is None else (made, body[:-2])
    if value is None or not _is_something(value) or is_try(value):
        return False
    return not _is_insisted_on(value, before) and not _is_part_of_match(value, before)


def _set_by(step: ast.stmt, name: ast.Name) -> ast.expr | None:
    """What a statement sets a variable to."""
    targets = step.targets if isinstance(step, ast.Assign) else []
    is_set = len(targets) == 1 and name_of(targets[0]) == name.id and isinstance(targets[0], ast.Name)
    return step.value if is_set and isinstance(step, ast.Assign) else None


def _is_insisted_on(value: ast.expr, before: Sequence[ast.stmt]) -> bool:
    """Whether a guard right before raises where what is given back is not there: `if not found: raise`."""
    guard = before[-1] if before else None
    if not isinstance(guard, ast.If) or guard.orelse or not isinstance(guard.body[-1], ast.Raise):
        return False
    asked = {each.id for each in nodes_in(guard.test) if isinstance(each, ast.Name)}
    return any(isinstance(each, ast.Name) and each.id in asked for each in nodes_in(value))


def _is_part_of_match(value: ast.expr, before: Sequence[ast.stmt]) -> bool:
    """Whether what is given back is a part of what a pattern found, and nobody asks whether it found anything."""
    if any(isinstance(each, (ast.IfExp, ast.BoolOp)) for each in nodes_in(value)):
        return False
    tests = (each for step in before if not isinstance(step, ast.Assign) for each in nodes_in(step))
    asked = {each.id for each in tests if isinstance(each, ast.Name)}
    set_here = {name_of(target) for step in before if isinstance(step, ast.Assign) for target in step.targets}
    taken = (each.func.value for each in nodes_in(value) if isinstance(each, ast.Call) and _takes_group(each.func))
    return any(isinstance(on, ast.Call) or name_of(on) in set_here - asked for on in taken)


def _takes_group(function: ast.expr) -> TypeGuard[ast.Attribute]:
    return isinstance(function, ast.Attribute) and function.attr in ("group", "groups", "groupdict")


def _is_something(value: ast.expr | None) -> bool:
    return value is not None and not (isinstance(value, ast.Constant) and value.value is None)


def let_out(
    module: Module,
    scope: Scope,
    is_safe: Callable[[ast.Call], bool],
    *,
    told: bool = False,
    narrow: Collection[ast.ExceptHandler] = (),
    asking: Collection[ast.AST] = (),
) -> Iterator[Point]:
    """The points that raise, or wait for something or ask something that may, with no clause that takes what comes from
    outside.

    Where errors must be `told`, a clause takes them only if it logs what it catches or hands that to somebody; those
    that are `narrow` take too little.
    """

    def takes(clause: ast.ExceptHandler) -> bool:
        return clause not in narrow and _takes(clause, module, scope) and (not told or _tells(clause, module, scope))

    def loses(clause: ast.ExceptHandler) -> bool:
        return told and _takes(clause, module, scope) and not _tells(clause, module, scope)

    for point in graph_of(module, scope).letting_out(takes, loses):
        may_fail = _waits(point, is_safe, module, scope) or _asks(point, asking)
        waits = may_fail and not (told and _stands_in_clause(point, module))
        raises = isinstance(point, ast.Raise) and not _passes_on_stop(point, module, scope)
        if (raises or waits) and (told or not _is_suppressed(point, module, scope)):
            yield point


def _passes_on_stop(point: ast.Raise, module: Module, scope: Scope) -> bool:
    """Whether what is raised is that the work was stopped, which is no error."""
    around = list(module.ancestors(point))
    clause = next((each for each in around if isinstance(each, ast.ExceptHandler)), None)
    if clause is None:
        return False
    is_same = point.exc is None or (isinstance(point.exc, ast.Name) and point.exc.id == clause.name)
    tests = [each.test for each in around[: around.index(clause)] if isinstance(each, ast.If) and point in each.body]
    kinds = [test.args[1] for test in tests if _is_of_error(test, clause.name)]
    asked = kinds[0] if kinds else clause.type
    return is_same and asked is not None and _OF_STOPPING.issuperset(_symbols(asked, module, scope))


def _is_of_error(test: ast.expr, name: str | None) -> TypeGuard[ast.Call]:
    """Whether a test asks of which sort the error is that a clause has caught."""
    is_asked = isinstance(test, ast.Call) and name_of(test.func) == "isinstance" and len(test.args) == 2
    return is_asked and isinstance(test, ast.Call) and name is not None and name_of(test.args[0]) == name


def _is_suppressed(point: Point, module: Module, scope: Scope) -> bool:
    """Whether a `suppress` around a point takes errors of the world outside, as a clause would."""
    around = module.ancestors(point) if isinstance(point, ast.AST) else ()
    blocks = (each for each in around if isinstance(each, (ast.With, ast.AsyncWith)))
    types = (kind for block in blocks for call in suppressing_calls(module, block, scope) for kind in call.args)
    return any(module.symbol(kind, scope) not in _OF_VALUES for kind in types)


def _stands_in_clause(point: Point, module: Module) -> bool:
    """Whether a point deals with an error already."""
    return isinstance(point, ast.AST) and any(isinstance(each, ast.ExceptHandler) for each in module.ancestors(point))


def _waits(point: Point, is_safe: Callable[[ast.Call], bool], module: Module, scope: Scope) -> bool:
    if isinstance(point, ast.AsyncWith):
        return not all(_is_own_lock(item.context_expr, module, scope) for item in point.items)
    if isinstance(point, ast.AsyncFor):
        return True
    nodes = [each for part in own_parts(point) for each in nodes_in(part)]
    if any(isinstance(each, ast.comprehension) and each.is_async for each in nodes):
        return True
    awaited = [each.value for each in nodes if isinstance(each, ast.Await)]
    return any(not (isinstance(each, ast.Call) and (is_safe(each) or _collects(each))) for each in awaited)


def _asks(point: Point, asking: Collection[ast.AST]) -> bool:
    """Whether a point makes one of some calls."""
    return bool(asking) and any(each in asking for part in own_parts(point) for each in nodes_in(part))


def _is_own_lock(entered: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a lock of this process is entered; one that a call gives may be kept by another system."""
    return not isinstance(entered, ast.Call) and is_lock(entered, module, scope)


def _collects(call: ast.Call) -> bool:
    """Whether a call gives errors back instead of raising them."""
    given = {word.arg: word.value for word in call.keywords}.get("return_exceptions")
    return name_of(call.func) == "sleep" or (isinstance(given, ast.Constant) and given.value is True)


def _takes(clause: ast.ExceptHandler, module: Module, scope: Scope) -> bool:
    """Whether a clause takes errors of the world outside, as far as its types tell."""
    return clause.type is None or any(symbol not in _OF_VALUES for symbol in _types(clause, module, scope))


def taking(module: Module, scope: Scope) -> list[ast.ExceptHandler]:
    """The clauses of a function that take what comes from outside, and do not raise in the end."""
    return [each for each in _keeping(scope) if _takes(each, module, scope)]


def is_waited_out(clause: ast.ExceptHandler, module: Module, scope: Scope) -> bool:
    """Whether a clause only takes it that something did not come in time for which its block waits, as for a signal."""
    block = module.index.parents.get(clause)
    if set(_types(clause, module, scope)) != {"builtins.TimeoutError"} or not isinstance(block, ast.Try):
        return False
    calls = [each for part in block.body for each in nodes_in(part) if isinstance(each, ast.Call)]
    names = {name_of(call.func) for call in calls}
    return not names.isdisjoint(_COMING) and names <= _COMING | _TIMED


_COMING = frozenset({"wait", "get"})
_TIMED = frozenset({"wait_for", "timeout", "fail_after", "move_on_after"})


def taking_values(module: Module, scope: Scope) -> list[ast.ExceptHandler]:
    """The clauses of a function that only take bad values, and do not raise in the end."""
    return [
        each
        for each in _keeping(scope)
        if each.type is not None and all(symbol in _OF_BAD_VALUES for symbol in _types(each, module, scope))
    ]


def _keeping(scope: Scope) -> Iterator[ast.ExceptHandler]:
    for node in own_nodes(scope):
        if isinstance(node, ast.ExceptHandler) and not isinstance(node.body[-1], ast.Raise):
            yield node


def _types(clause: ast.ExceptHandler, module: Module, scope: Scope) -> list[str | None]:
    return _symbols(clause.type, module, scope)


def _symbols(types: ast.expr | None, module: Module, scope: Scope) -> list[str | None]:
    return [module.symbol(each, scope) for each in named_caught(module, types, scope)]


def _tells(clause: ast.ExceptHandler, module: Module, scope: Scope) -> bool:
    handling = Handling(module, clause, scope, Words((), frozenset()))
    return handling.keeps_error() or handling.logs  # which shows only when it was read


def escaping(
    module: Module,
    scope: Scope,
    trusted: Sequence[str],
    *,
    told: bool = False,
    narrow: Collection[ast.ExceptHandler] = (),
    asking: Collection[ast.AST] = (),
) -> list[Point]:
    """The points whose errors get out of a function, those of functions of its module that it waits for included, and
    of the calls of its own that are `asking`.

    Functions of trusted names let none out; others let none out only if they take errors, as any code may fail, or run
    none.
    """
    is_safe = _Followed(module, scope, trusted, told, {scope}).is_safe
    return list(let_out(module, scope, is_safe, told=told, narrow=narrow, asking=asking))


def keeping_errors(module: Module) -> tuple[str, ...]:
    """The asynchronous functions of a module that are a `try` in the main, and let no error out."""
    found = dict.fromkeys(
        scope
        for node, scope in module.of(ast.Try, ast.TryStar)
        if isinstance(scope.node, ast.AsyncFunctionDef) and node in scope.node.body
    )
    return tuple(
        module.names.qualified(scope)
        for scope in found
        if any(each.type is None or not _ALL.isdisjoint(_types(each, module, scope)) for each in _keeping(scope))
        and not escaping(module, scope, ())
    )


_ALL = frozenset({"builtins.Exception", "builtins.BaseException"})


@dataclass(frozen=True)
class _Followed:
    """Tells which calls of a function let no error out; those that it leads to are looked at once."""

    module: Module
    scope: Scope
    trusted: Sequence[str]
    told: bool
    seen: set[Scope]
    steps: int = 0

    def is_safe(self, call: ast.Call) -> bool:
        if name_of(call.func) in self.trusted:
            return True
        symbol = self.module.symbol(call.func, self.scope)
        callee = function_called(symbol, self.module) if symbol is not None else None
        if callee is None or callee in self.seen:
            return False
        if self.steps >= _MOST_STEPS:
            return True  # it is not known
        self.seen.add(callee)
        takes = bool(taking(self.module, callee)) or (not self.told and _only_says(callee))
        inner = replace(self, scope=callee, steps=self.steps + 1)
        return takes and not any(let_out(self.module, callee, inner.is_safe, told=self.told))


def _only_says(scope: Scope) -> bool:
    """Whether a function runs nothing but the logger, and takes nothing apart."""
    nodes = own_nodes(scope)
    return not any(
        isinstance(each, ast.Subscript) or (isinstance(each, ast.Call) and not is_on_logger(each.func, ""))
        for each in nodes
    )
