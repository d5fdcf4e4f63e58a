"""How often a loop tries the same again, and what becomes of what it was tried for once no try is left."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

import msgspec

from ...config.globs import fnmatchcase
from ...flow.fillings import held_by
from ...flow.helpers import callers_of, definition
from ...lang.python.constants import constant, elements
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in
from ...query.answers import on_condition
from ...query.definitions.signatures import parameters_of
from ...query.functions.callers import given_for, taken
from ...query.naming.names import last_name
from ...query.places.stream_handlers import steps_around
from ..site_kind import CONFORMS, UNKNOWN, Judgement, demanded
from .clause import Clause
from .messages import only_says_how_far
from .retrying import goes_again, retried_loop, set_in

Loop: TypeAlias = ast.For | ast.AsyncFor | ast.While
_EXITS = (ast.Return, ast.Break, ast.Raise)


class Tries(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """How often something is tried, and where it goes when that did not help."""

    least: int
    """The fewest tries. Example: `least = 3`"""
    most: int
    """The most tries. Example: `most = 5`"""
    of: tuple[str, ...]
    """Globs of what is tried for: a parameter or the variable of a loop of the function. Example: `of = ["message"]`"""
    read_by: tuple[str, ...] = ()
    """Calls that give such a thing, as well. Example: `read-by = ["poll"]`"""
    ends_in: tuple[str, ...]
    """Globs of names and texts, in lower case, of which one must occur in what is done once no try is left, by the
    function itself or by those of its module that call it or are called there. Example: `ends-in = ["*dlq*"]`"""
    chained_with: tuple[str, ...] = ()
    """Steps of the chain that registers the function which see to what it raises.
    Example: `chained-with = ["with_error_handling"]`"""


class _Bound(NamedTuple):
    """How often a loop tries at most: not known without a number, nothing without a place."""

    place: ast.AST | None = None
    number: int | None = None
    symbol: str = ""
    """The constant of another module that it is, less what `beyond` adds."""
    beyond: int = 0


_UNKNOWN_BOUND = _Bound(ast.Pass())


def is_tried_for(clause: Clause, tries: Tries) -> bool:
    """Whether a loop tries again after a clause, for something of one of some names."""
    return (
        retried_loop(clause) is not None
        and not only_says_how_far(clause)
        and any(
            any(fnmatchcase(name.lower(), glob) for glob in tries.of)
            and any(bound.kind in ("param", "iter") or _is_read(bound.value, tries.read_by) for bound in bindings)
            for scope in _functions(clause.scope)
            for name, bindings in scope.bindings.items()
        )
    )


def _functions(scope: Scope) -> Iterator[Scope]:
    current: Scope | None = scope
    while current is not None and current.kind != "module":
        if current.kind == "function":
            yield current
        current = current.parent


def _is_read(value: ast.expr | None, calls: tuple[str, ...]) -> bool:
    value = value.value if isinstance(value, ast.Await) else value
    return isinstance(value, ast.Call) and name_of(value.func) in calls


def of_tries(clause: Clause, tries: Tries) -> Iterator[Judgement]:
    """Whether a loop has a bound, which is one of those that are allowed, and what happens then."""
    loop = retried_loop(clause)
    assert loop is not None
    bound = _bound_of(loop, clause)
    if bound.place is None:
        yield Judgement("violates", "the loop tries again without end", loop)
        return
    if bound.number is not None and not tries.least <= bound.number <= tries.most:
        said = f"{bound.number} tries are not {tries.least} to {tries.most}"
        yield Judgement("violates", said, bound.place)
    if bound.symbol:
        limits = ("least", tries.least - bound.beyond), ("most", tries.most - bound.beyond)
        said = f"{last_name(bound.symbol)} is not {tries.least} to {tries.most} tries"
        yield demanded(on_condition(("constant-is", bound.symbol, limits)), said, loop)
    yield _of_end(clause, loop, tries)


def _bound_of(loop: Loop, clause: Clause) -> _Bound:
    if isinstance(loop, ast.While):
        changing = _counters(loop)
        compared = [node for node in nodes_in(loop.test) if isinstance(node, ast.Compare)]
        found = [_compared(node, changing, clause) for node in compared]
        if any(isinstance(node, ast.Call) for node in nodes_in(loop.test)) or _is_counter(loop.test, changing):
            found.append(_UNKNOWN_BOUND)
        return next(filter(None, found), None) or _of_exits(loop, clause)
    if not isinstance(loop.iter, ast.Call):
        each = elements(clause.module, loop.iter, clause.scope)
        return _UNKNOWN_BOUND if each is None else _Bound(loop.iter, len(each))
    given, name = loop.iter.args, name_of(loop.iter.func)
    if name == "count":
        return _of_exits(loop, clause)
    if name != "range" or not given:
        return _UNKNOWN_BOUND
    first = _number(given[0], clause) if len(given) > 1 else _Bound(given[0], 0)
    last = _number(given[min(1, len(given) - 1)], clause)
    if first.number is None or len(given) > 2:
        return _UNKNOWN_BOUND
    if last.number is None:
        return last._replace(beyond=last.beyond - first.number)
    return last._replace(number=last.number - first.number)


def _number(node: ast.expr, clause: Clause) -> _Bound:
    """A number that is written out, with the place where."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        left, right = _number(node.left, clause), _number(node.right, clause)
        sign = 1 if isinstance(node.op, ast.Add) else -1
        if right.number is None or left.number is None:
            return left._replace(beyond=left.beyond + sign * (right.number or 0)) if right.number else _UNKNOWN_BOUND
        return _Bound(
            right.place if isinstance(node.left, ast.Constant) else left.place, left.number + sign * right.number
        )
    found = constant(clause.module, node, clause.scope)
    if isinstance(found, ast.Attribute):
        held = list(held_by(found, clause.module, clause.scope))
        found = held[0][0] if len(held) == 1 else found
    if isinstance(found, ast.Constant) and type(found.value) is int:
        return _Bound(found, found.value)
    return _taken_number(node, clause) or _of_other_module(node, clause)


def _taken_number(node: ast.expr, clause: Clause) -> _Bound | None:
    """The number that a parameter is by default, or is given in the file."""
    parameter = taken(node, clause.module, clause.scope)
    if parameter is None:
        return None
    known = parameters_of(parameter.function, clause.module)
    defaults = [(each.default, parameter.function) for each in known if each.name == parameter.name and each.default]
    for value, scope in (*defaults, *given_for(parameter, clause.module)):
        found = constant(clause.module, value, scope)
        if isinstance(found, ast.Constant) and type(found.value) is int:
            return _Bound(found, found.value)
    return None


def _of_other_module(node: ast.expr, clause: Clause) -> _Bound:
    symbol = clause.module.symbol(node, clause.scope) or ""
    is_theirs = symbol[: symbol.find(".")] in clause.module.roots and "()" not in symbol
    return (
        _Bound(node, symbol=symbol) if is_theirs and symbol.rpartition(".")[0] != clause.module.name else _UNKNOWN_BOUND
    )


def _counters(loop: Loop) -> set[str]:
    """What a loop gives another value each time, the errors that it catches aside."""
    caught = {node.name for node in nodes_in(loop) if isinstance(node, ast.ExceptHandler)}
    return {name for name in set_in(loop) if name not in caught}


def _is_counter(node: ast.AST, changing: set[str]) -> bool:
    return any(isinstance(part, (ast.Name, ast.Attribute)) and name_of(part) in changing for part in nodes_in(node))


def _compared(node: ast.Compare, changing: set[str], clause: Clause) -> _Bound | None:
    """The bound that a comparison of a counter tells; of one that counts down to nothing, what it begins with."""
    sides = [node.left, *node.comparators[:1]]
    for side, other in (sides, sides[::-1]):
        if _is_counter(side, changing):
            found = _number(other, clause)
            return found if found.symbol or (found.number or 0) > 1 else _begun_with(side, clause)
    return None


def _begun_with(counter: ast.expr, clause: Clause) -> _Bound:
    """The number that a variable is given before it is counted down."""
    home = clause.scope.home(counter.id) if isinstance(counter, ast.Name) else None
    bindings = home.bindings[counter.id] if home is not None and isinstance(counter, ast.Name) else ()
    given = [bound.value for bound in bindings if bound.kind == "assign" and bound.value is not None]
    found = _number(given[0], clause) if len(given) == 1 else _UNKNOWN_BOUND
    return found if found.number is not None and found.number > 1 else _UNKNOWN_BOUND


def _of_exits(loop: Loop, clause: Clause) -> _Bound:
    """The bound by which a loop is left after a failure."""
    changing, found = _counters(loop), list[_Bound]()
    for node in _after_failure(loop, clause):
        tests = [node.test] if isinstance(node, ast.If) and _may_leave(node) else []
        for test in tests:
            compared = [each for each in nodes_in(test) if isinstance(each, ast.Compare)]
            found += filter(None, (_compared(each, changing, clause) for each in compared))
            if any(_asks(each) for each in nodes_in(test)) or _is_counter(test, changing):
                found.append(_UNKNOWN_BOUND)
    return next((each for each in found if each.number is not None or each.symbol), found[0] if found else _Bound())


def _asks(node: ast.AST) -> bool:
    """Whether something other than the class of an error is asked for."""
    is_call = isinstance(node, ast.Call) and name_of(node.func) not in ("isinstance", "issubclass")
    return is_call or isinstance(node, ast.Subscript)


def _after_failure(loop: Loop, clause: Clause) -> Iterator[ast.AST]:
    """What a loop may do before it tries again."""
    tried = clause.module.index.parents.get(clause.node)
    for statement in loop.body:
        if statement is not tried:
            yield from nodes_in(statement)
            continue
        assert isinstance(tried, ast.Try)
        at = loop.body.index(tried)
        for handler in (each for each in tried.handlers if goes_again(each, loop.body[at + 1 :])):
            yield from nodes_in(handler)


def _may_leave(node: ast.If) -> bool:
    return any(
        isinstance(each, (*_EXITS, ast.Continue)) for part in (*node.body, *node.orelse) for each in nodes_in(part)
    )


def _of_end(clause: Clause, loop: Loop, tries: Tries) -> Judgement:
    """Whether what could not be done goes where it must."""
    module, function = clause.module, definition(clause.scope)
    last = [*_after_failure(loop, clause), *(part for each in _behind(loop, module) for part in nodes_in(each))]
    callers = list(_reaching(function, module))
    decorators = [part for scope in (function, *callers) for part in _decorators(scope)]
    called = [part for node in _called(last, clause, module) for part in nodes_in(node)]
    if _says([*last, *called, *decorators], tries.ends_in):
        return CONFORMS
    if _says((part for scope in callers for part in nodes_in(scope.node)), tries.ends_in):
        return CONFORMS
    raising = any(isinstance(node, ast.Raise) for node in last)
    chains = [chain for scope in (function, *callers) for chain in steps_around(scope, module)] if raising else []
    if any(chain is not None and not chain.names.isdisjoint(tries.chained_with) for chain in chains):
        return CONFORMS
    if raising and (None in chains or _has_base(function)):
        return UNKNOWN
    return Judgement("violates", "nothing parks what failed once the loop has tried for the last time", loop)


def _behind(loop: Loop, module: Module) -> Iterator[ast.stmt]:
    """What is done after a loop, up to the end of the function."""
    yield from loop.orelse
    child: ast.AST = loop
    for node in module.ancestors(loop):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list) and child in block:
                yield from block[block.index(child) + 1 :]
        if isinstance(node, ast.Try) and child in node.body:
            yield from (part for each in node.handlers for part in each.body)
        if isinstance(node, (FunctionNode, ast.Lambda)):
            return
        child = node


def _called(nodes: Iterable[ast.AST], clause: Clause, module: Module) -> Iterator[ast.AST]:
    """The functions of the module that are called, and that these call."""
    own = {module.names.qualified(scope).replace("()", ""): scope for scope in module.index.functions}
    pending = [(node, clause.scope) for node in nodes if isinstance(node, ast.Call)]
    seen: set[ast.AST] = set()
    while pending:
        call, scope = pending.pop()
        helper = own.get((module.symbol(call.func, scope) or "").replace("()", ""))
        if helper is not None and helper.node not in seen:
            seen.add(helper.node)
            yield helper.node
            pending += [(each, helper) for each in nodes_in(helper.node) if isinstance(each, ast.Call)]


def _reaching(function: Scope, module: Module) -> Iterator[Scope]:
    """The functions of the module that call one, straight or by others."""
    callers = callers_of(module)
    pending, seen = [function], {function}
    for scope in pending:
        found = [caller for _, caller in callers.get(scope, ()) if caller not in seen]
        seen.update(found)
        pending += found
        yield from (caller for caller in found if caller.kind == "function")


def _decorators(scope: Scope) -> Iterator[ast.AST]:
    for each in getattr(scope.node, "decorator_list", ()):
        yield from nodes_in(each)


def _has_base(scope: Scope) -> bool:
    owner = scope.owner.node if scope.owner is not None else None
    return isinstance(owner, ast.ClassDef) and bool(owner.bases)


def _says(nodes: Iterable[ast.AST], globs: tuple[str, ...]) -> bool:
    """Whether a name, an attribute or a text is one that some globs match."""
    for node in nodes:
        said = node.value if isinstance(node, ast.Constant) else ""
        said = name_of(node) if isinstance(node, (ast.Name, ast.Attribute)) else said
        if isinstance(said, str) and any(fnmatchcase(said.lower(), glob) for glob in globs):
            return True
    return False
