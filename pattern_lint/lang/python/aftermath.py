"""What follows a try statement whose clause goes on: whether it makes good what the clause leaves undone."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import islice

from ...knowledge.excuses import named
from .another_way import is_left_by, is_poll, is_rendered_otherwise, is_told_more, keeps_what_it_had, loop_around
from .assigning import targets_of
from .conversions import errors_of_converting
from .logs import LOG_METHODS, is_on_logger
from .module import Module, name_of
from .scopes import FunctionNode, Scope
from .unparsed import unparsed
from .walking import nodes_in, own_nodes

_LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_PLAIN = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Delete, ast.Pass)
_MANY = 30
"""How many statements may stand between two ways of doing the same."""
_FEW = 3
"""How many statements may stand between a try and the raise that answers it."""


def is_made_good(module: Module, statement: ast.stmt, clause: ast.AST, *, catches_all: bool) -> bool:
    """Whether the code behind a try statement is the answer to its error.

    It is when it raises; when it runs for the error alone, because without one an else leaves the block; when the
    guarded code may leave the block, and what follows logs; and when it does leave the block, or what it would have set
    is tested, if the clause names its errors: who catches everything does not know what is answered.
    """
    if isinstance(clause, ast.ExceptHandler) and _ends_by_leaving(clause.body):
        return False
    following = list(islice(statements_after(module, statement), _FEW))
    if _raises_soon(following) or _raises_without_success(module, statement):
        return True
    if not following or not isinstance(statement, (ast.Try, ast.TryStar, ast.With, ast.AsyncWith)):
        return False
    orelse = statement.orelse if isinstance(statement, (ast.Try, ast.TryStar)) else []
    if (orelse and isinstance(orelse[-1], _LEAVING)) or _is_told(statement, following):
        return True
    leaves = isinstance(statement.body[-1], _LEAVING) or _leaves_loop(statement.body)
    return not catches_all and (leaves or _is_preset(module, statement, following))


def _raises_without_success(module: Module, statement: ast.stmt) -> bool:
    """Whether code raises right after a loop over several ways, which is left with the first that works."""
    loop = loop_around(module, statement)
    if loop is None or isinstance(loop, ast.While) or not isinstance(statement, ast.Try):
        return False
    if not is_left_by(module, statement):
        return False
    return _raises_soon([*loop.orelse, *islice(statements_after(module, loop), _FEW)][:_FEW])


def _is_told(statement: ast.Try | ast.TryStar | ast.With | ast.AsyncWith, following: Sequence[ast.stmt]) -> bool:
    """Whether what follows logs, and the guarded code, or a branch after it, may leave before it comes to that."""
    may_leave = any(isinstance(each, _LEAVING) for each in _own_statements(statement.body))
    for each in following:
        if is_log_call(each):
            return may_leave
        if isinstance(each, ast.If) and not each.orelse and isinstance(each.body[-1], _LEAVING):
            may_leave = True
        elif not isinstance(each, _PLAIN):
            return False
    return False


def is_log_call(statement: ast.stmt) -> bool:
    """Whether a statement does nothing but log."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and name_of(call.func) in LOG_METHODS and is_on_logger(call.func, "")


def _is_preset(
    module: Module, statement: ast.Try | ast.TryStar | ast.With | ast.AsyncWith, following: Sequence[ast.stmt]
) -> bool:
    """Whether the guarded code only sets a variable that has a value before, and what follows tests whether it did."""
    last = statement.body[-1]
    names = {each.id for each in targets_of(last) if isinstance(each, ast.Name)}
    block = getattr(module.index.parents.get(statement), "body", None)
    before = block[: block.index(statement)] if isinstance(block, list) and statement in block else []
    preset = {each.id for kept in before for each in targets_of(kept) if isinstance(each, ast.Name)}
    tested = following[0].test if isinstance(following[0], (ast.If, ast.While)) else None
    asked = {each.id for each in nodes_in(tested) if isinstance(each, ast.Name)} if tested is not None else set()
    return bool(names & preset & asked)


def is_attempt(module: Module, statement: ast.stmt, clause: ast.AST, scope: Scope) -> bool:
    """Whether a try is one round of a bounded loop that ends with the first success, or the first of several ways, or
    stands in a function that by its name promises no more than an attempt, and gives back what comes of it."""
    if not isinstance(statement, ast.Try) or not isinstance(clause, ast.ExceptHandler):
        return False
    if _goes_on_trying(module, statement) or _sets_it_elsewhere(statement, clause):
        return True
    is_left = _only_promises_attempt(scope) or _goes_another_way(statement, clause)
    if is_left and not errors_of_converting(module, statement.body, scope):
        return True
    if any(isinstance(last, (ast.Return, ast.Raise, ast.Break)) for last in clause.body[-1:]):
        return False
    loop = loop_around(module, statement)
    if loop is None or (isinstance(loop, ast.While) and isinstance(loop.test, ast.Constant)):
        return False
    if any(_leaves_loop(body) for body in (statement.body, statement.orelse)) or is_poll(loop, statement):
        return True
    if statement not in loop.body:
        return False
    ends = isinstance(clause.body[-1], ast.Continue) and isinstance(loop.body[-1], (ast.Break, ast.Return))
    return ends or _is_left_with_it(loop, statement)


def _is_left_with_it(loop: ast.For | ast.AsyncFor | ast.While, statement: ast.Try) -> bool:
    """Whether a loop over several ways is left once there is what a try in it sets: `if found: return found`."""
    ways = (
        {each.id for each in nodes_in(loop.target) if isinstance(each, ast.Name)}
        if isinstance(loop, ast.For)
        else set()
    )
    tried = (node.id for part in statement.body for node in nodes_in(part) if isinstance(node, ast.Name))
    if ways.isdisjoint(tried):
        return False
    following = loop.body[loop.body.index(statement) + 1 :]
    made = {each.id for part in statement.body for each in targets_of(part) if isinstance(each, ast.Name)}
    for each in following:
        asked = each.test if isinstance(each, ast.If) else each.value if isinstance(each, ast.Assign) else None
        if asked is None or not any(isinstance(node, ast.Name) and node.id in made for node in nodes_in(asked)):
            continue
        if isinstance(each, ast.If):
            return isinstance(each.body[-1], (ast.Break, ast.Return)) and not _asks_for_nothing(each.test)
        made.update(target.id for target in targets_of(each) if isinstance(target, ast.Name))
    return False


def _asks_for_nothing(test: ast.expr) -> bool:
    """Whether a condition asks whether something is missing: `found is None`, `not found`."""
    if isinstance(test, ast.BoolOp):
        return any(map(_asks_for_nothing, test.values))
    if isinstance(test, ast.Compare):
        return isinstance(test.ops[0], ast.Is)
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def _only_promises_attempt(scope: Scope) -> bool:
    if scope.function is None or not named().trying.match(scope.name):
        return False
    return any(isinstance(each, ast.Return) and each.value is not None for each in own_nodes(scope.function))


def _goes_on_trying(module: Module, statement: ast.Try) -> bool:
    """Whether a try that gives back what a call makes is followed by another one that makes the same call."""
    if not _leaves_loop(statement.body):
        return False
    made = {unparsed(call.func) for call in _calls_set(statement.body)}
    following = list(islice(statements_after(module, statement), _MANY)) if made else []
    later = (each for each in following if isinstance(each, ast.Try) and _leaves_loop(each.body))
    return any(unparsed(call.func) in made for each in later for call in _calls_set(each.body))


def _calls_set(body: Sequence[ast.stmt]) -> Iterator[ast.Call]:
    """The calls of which a block takes the value."""
    found = (_called_in(each) for each in body if isinstance(each, (ast.Assign, ast.Return)))
    yield from (call for call in found if call is not None)


def _sets_it_elsewhere(statement: ast.Try, clause: ast.ExceptHandler) -> bool:
    """Whether what was to be set at one place is set at another: `options.path = path`, then `options.model.path`."""
    tried, other = statement.body[0], clause.body[0]
    if not (isinstance(tried, ast.Assign) and isinstance(other, ast.Assign)):
        return False
    is_all = len(statement.body) == len(clause.body) == 1 and not isinstance(tried.value, ast.Constant)
    places = [each for each in (*tried.targets, *other.targets) if isinstance(each, (ast.Attribute, ast.Subscript))]
    return is_all and len(places) > 1 and unparsed(tried.value) == unparsed(other.value)


def _goes_another_way(statement: ast.Try, clause: ast.ExceptHandler) -> bool:
    """Whether a clause calls what was tried with something else, so that it fails where that does not help."""
    *made, other = clause.body
    if isinstance(other, ast.Try) and len(other.body) == 1:  # the other way may have one more
        other = other.body[0]
    one, again = _called_in(statement.body[0]), _called_in(other)
    if len(statement.body) != 1 or one is None:
        return False
    if again is None:
        return keeps_what_it_had(statement.body[0], clause.body, one)
    if unparsed(one.func) != unparsed(again.func):
        return is_rendered_otherwise(statement.body[0], clause.body, one, again)
    given = [*again.args, *(keyword.value for keyword in again.keywords)]  # constants alone make what stands for it
    is_plain = all(isinstance(each, ast.Assign) for each in made) and type(statement.body[0]) is type(other)
    return is_plain and (not all(isinstance(each, ast.Constant) for each in given) or is_told_more(one, again))


def _called_in(statement: ast.stmt) -> ast.Call | None:
    """The call of which a statement takes the value, or that it is."""
    value = statement.value if isinstance(statement, (ast.Assign, ast.Return, ast.Expr)) else None
    called = value.value if isinstance(value, ast.Await) else value
    if isinstance(called, ast.BinOp) and isinstance(called.left, (ast.Constant, ast.UnaryOp)):
        called = called.right  # `-1 * parse(text)`
    return called if isinstance(called, ast.Call) else None


def _leaves_loop(body: Sequence[ast.stmt]) -> bool:
    """Whether statements give back a value, or break as their last act."""
    if body and isinstance(body[-1], ast.Break):
        return True
    return any(isinstance(node, ast.Return) and node.value is not None for node in _own_statements(body))


def _own_statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a block and of the ifs and withs in it."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.If):
            yield from _own_statements([*statement.body, *statement.orelse])
        elif isinstance(statement, (ast.With, ast.AsyncWith)):
            yield from _own_statements(statement.body)


def _ends_by_leaving(body: Sequence[ast.stmt]) -> bool:
    """Whether a clause leaves the function or its loop for good; `continue` stays in the loop."""
    return any(isinstance(statement, (ast.Return, ast.Raise, ast.Break)) for statement in body)


def _raises_soon(following: Sequence[ast.stmt]) -> bool:
    for statement in following:
        if _refuses(statement):
            return True
        if isinstance(statement, ast.If):
            return any(_refuses(block[-1]) for block in (statement.body, statement.orelse) if block)
        if not isinstance(statement, _PLAIN):
            return False
    return False


def _refuses(statement: ast.stmt) -> bool:
    """Whether a statement raises, or calls something that does."""
    value = statement.value if isinstance(statement, (ast.Expr, ast.Return)) else None
    return isinstance(statement, ast.Raise) or (isinstance(value, ast.Call) and name_of(value.func) in named().refusing)


def statements_after(module: Module, statement: ast.stmt) -> Iterator[ast.stmt]:
    """The statements that run behind a statement, through the ends of the blocks that hold it."""
    child: ast.AST = statement
    for parent in module.ancestors(statement):
        yield from _siblings(child, parent)
        if isinstance(parent, (FunctionNode, ast.ClassDef, ast.Lambda)):
            return
        child = parent


def _siblings(child: ast.AST, parent: ast.AST) -> Iterator[ast.stmt]:
    """The later statements of the block of a parent that holds a child, and what always runs behind the block."""
    for field in ("body", "orelse", "finalbody"):
        block = getattr(parent, field, None)
        if isinstance(block, list) and child in block:
            yield from islice(block, block.index(child) + 1, None)
            if field == "body" and isinstance(parent, (*_LOOPS, ast.Try, ast.TryStar)):
                yield from parent.orelse
            return
