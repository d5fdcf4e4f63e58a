"""Clauses after which a loop tries the same again, and how long it waits before that."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from ...config.globs import fnmatchcase
from ...flow.inherited import function_called
from ...lang.python.assigning import is_assignment, targets_of
from ...lang.python.constants import constant
from ...lang.python.logs import LOG_METHODS
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in
from .clause import Clause
from .mending import MENDING, learns_from_error

Pause: TypeAlias = Literal["none", "mended", "constant", "unknown", "growing"]
LOOPS = (ast.For, ast.AsyncFor, ast.While)
_COUNTING = frozenset({"range", "count", "repeat", "trange"})
PAUSES = ("sleep", "*_sleep", "sleep_*")
_WAITS = ("*backoff*", "*back_off*", "*wait*", "*delay*", "*pause*", "*retr*", "*throttle*", "*sleep*")


def retried_loop(clause: Clause) -> ast.For | ast.AsyncFor | ast.While | None:
    """The loop that tries the same again after a clause, where it is the first such clause of its try.

    A loop tries again where it ends once the guarded code has run well, and counts its tries at most: what goes through
    other things, or tries something else each time, does not.
    """
    parents = clause.module.index.parents
    statement = parents.get(clause.node)
    tried, handler = _tried(clause, statement)
    if tried is None or not isinstance(statement, ast.stmt):
        return None
    loop, behind = _loop_around(statement, parents)
    if loop is None:
        return None
    if (
        isinstance(loop, ast.AsyncFor)
        or _waits_for_time(loop)
        or _waits_for_state(loop, tried)
        or _waits_for_another(tried)
        or _asks_each_time(loop)
        or not (isinstance(loop, ast.While) or counts_tries(loop))
    ):
        return None
    ends = any(map(_leaves, (tried.body, tried.orelse, behind))) or _says_done(loop, tried)
    if not ends or not goes_again(handler, behind):
        return None
    others = tried.handlers[: tried.handlers.index(handler)]
    if any(goes_again(each, behind) for each in others):
        return None
    return None if _tries_another(loop, tried) else loop


def _tried(clause: Clause, statement: ast.AST | None) -> tuple[ast.Try | None, ast.ExceptHandler]:
    """What a clause guards, with the clause; `with suppress(OSError)` is a try with a clause that does nothing."""
    if clause.handler is not None:
        return statement if isinstance(statement, ast.Try) else None, clause.handler
    silent = ast.ExceptHandler(type=None, name=None, body=[ast.Pass()])
    if not isinstance(statement, (ast.With, ast.AsyncWith)):
        return None, silent
    return ast.Try(body=statement.body, handlers=[silent], orelse=[], finalbody=[]), silent


def _loop_around(
    statement: ast.stmt, parents: Mapping[ast.AST, ast.AST]
) -> tuple[ast.For | ast.AsyncFor | ast.While | None, list[ast.stmt]]:
    """The loop in which a statement stands, in no more than a `with` or two, and what follows the statement there."""
    behind: list[ast.stmt] = []
    around = parents.get(statement)
    while isinstance(around, (*LOOPS, ast.With, ast.AsyncWith)) and statement in around.body:
        behind += around.body[around.body.index(statement) + 1 :]
        if isinstance(around, LOOPS):
            return around, behind
        statement, around = around, parents.get(around)
    return None, behind


def pause_in(loop: ast.For | ast.AsyncFor | ast.While, module: Module, scope: Scope) -> Pause:
    """How long a loop waits between its tries."""
    changing = set_in(loop)
    found: set[Pause] = {"mended"} if learns_from_error(loop) else {"none"}
    for call in (node for each in loop.body for node in nodes_in(each) if isinstance(node, ast.Call)):
        name = name_of(call.func).lower()
        if any(fnmatchcase(name, glob) for glob in PAUSES):
            is_told = bool(call.args or call.keywords)
            found.add("growing" if _varies(call, changing) else "constant" if is_told else "unknown")
        elif any(fnmatchcase(name, glob) for glob in _WAITS) and not _only_speaks(name):
            found.add("constant" if _is_constant_pause(call, module, scope) else "unknown")
        elif any(fnmatchcase(name, glob) for glob in MENDING):
            found.add("mended")
    return next(each for each in _FIRST if each in found)


def _only_speaks(name: str) -> bool:
    """Whether a call of a name asks or tells something about tries, instead of making a pause."""
    return name in LOG_METHODS or name.lstrip("_").partition("_")[0] in _SPEAKING


def _is_constant_pause(call: ast.Call, module: Module, scope: Scope) -> bool:
    """Whether a function of the file is called that does nothing but sleep, and as long each time."""
    function = function_called(module.symbol(call.func, scope) or "", module)
    node = function.node if function is not None and not (call.args or call.keywords) else None
    calls = [each for each in nodes_in(node) if isinstance(each, ast.Call)] if node is not None else []
    sleeps = [each for each in calls if any(fnmatchcase(name_of(each.func).lower(), glob) for glob in PAUSES)]
    others = {name_of(each.func) for each in calls if each not in sleeps} - LOG_METHODS
    if function is None or others or len(sleeps) != 1:
        return False
    return all(isinstance(constant(module, given, function), ast.Constant) for given in sleeps[0].args)


def says_so(loop: ast.For | ast.AsyncFor | ast.While) -> bool:
    """Whether what a loop counts is called an attempt, so that no doubt is left of what it is for."""
    head = loop.test if isinstance(loop, ast.While) else loop.target
    counted = loop.iter if isinstance(loop, ast.For) else head
    names = [name_read(node).lower() for part in (head, counted) for node in nodes_in(part)]
    return any(fnmatchcase(name, glob) for name in names if name for glob in _TRYING)


def is_stubborn(clause: Clause) -> bool:
    """Whether the loop around a clause is surely one that tries again, and what is caught may pass by itself."""
    loop = retried_loop(clause)
    caught = [symbol.rpartition(".")[2] for symbol in (*clause.ours, *clause.foreign)]
    is_lasting = any(fnmatchcase(name, glob) for name in caught for glob in _LASTING)
    return (
        loop is not None and bool(caught) and not is_lasting and (says_so(loop) or _rests_after(clause, loop, caught))
    )


def _rests_after(clause: Clause, loop: ast.For | ast.AsyncFor | ast.While, caught: list[str]) -> bool:
    """Whether a loop that only counts sleeps after a clause for what is called an error."""
    if isinstance(loop, ast.While) or clause.handler is None or not all(name.endswith(_FAILURES) for name in caught):
        return False
    calls = (node for node in nodes_in(clause.handler) if isinstance(node, ast.Call))
    return any(fnmatchcase(name_of(call.func).lower(), glob) for call in calls for glob in PAUSES)


_TRYING = ("*attempt*", "retr*", "*_retr*", "tries", "try_*", "*_tries", "trial*")
_LASTING = (
    *(
        f"{name}Error"
        for name in "Value Type Key Index Lookup Attribute Assertion Import NotImplemented Unicode*".split()
    ),
    *("*Exists*", "*Integrity*", "*Duplicate*", "*Conflict*", "*Validation*", "*Pars*", "*Decode*", "*Cancelled*"),
    *("*NotFound*", "*Stale*", "*Version*", "*Permission*", "*Empty", "*Full"),
)
"""Errors that a pause changes nothing about."""
_FAILURES = ("Error", "Exception", "Failure", "Fault")
_SPEAKING = frozenset("should is can may has needs must log record report count note mark on inc".split())
_TAKING = ("pop", "remove", "discard", "drop")
_ASKING = frozenset({"import_module", "input", "ainput", "prompt", "prompt_async", "confirm", "getpass"})
_WAITING = frozenset({"communicate", "wait", "join", "recv", "acquire", "poll", "accept", "result", "select"})
_WAITING_FIRST = frozenset({"wait", "join", "result"})
"""Those whose first argument is how long."""
_FIRST: tuple[Pause, ...] = ("growing", "unknown", "constant", "mended", "none")


def counts_tries(loop: ast.For | ast.AsyncFor) -> bool:
    if isinstance(loop.iter, (ast.Tuple, ast.List)):
        return all(isinstance(each, ast.Constant) and type(each.value) in (int, float) for each in loop.iter.elts)
    if isinstance(loop.iter, ast.Call):
        called = name_of(loop.iter.func)
        return called in _COUNTING or called.endswith("_range")
    named = name_of(loop.iter).lower()
    return any(fnmatchcase(named, glob) for glob in _WAITS)


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether some statements end the loop that they stand in, or the function, once all have run well."""
    last = body[-1] if body else None
    if isinstance(last, (ast.With, ast.AsyncWith)):
        return _leaves(last.body)
    if isinstance(last, ast.If):
        return _leaves(last.body) and _leaves(last.orelse)
    return isinstance(last, (ast.Return, ast.Break))


def _says_done(loop: ast.For | ast.While, tried: ast.Try) -> bool:
    """Whether the guarded code ends the loop by setting what it asks for.

    What it only goes on with, as a counter or a buffer of which it takes a part, ends no loop at once.
    """
    if not isinstance(loop, ast.While):
        return False
    guarded = ast.Module([*tried.body, *tried.orelse], [])
    asked = {name_read(node) for node in nodes_in(loop.test)} - {"", *_gone_on_with(guarded)}
    return not asked.isdisjoint(set_in(guarded))


def _gone_on_with(guarded: ast.AST) -> Iterator[str]:
    """The names that get a new value made of the one that they have."""
    for node in nodes_in(guarded):
        if isinstance(node, ast.AugAssign):
            yield name_read(node.target)
        elif isinstance(node, ast.Assign):
            yield from set_in(node) & {name_read(part) for part in nodes_in(node.value)}


def _waits_for_time(loop: ast.AST) -> bool:
    """Whether a loop goes on until some time, as those do that wait for something to come."""
    test = loop.test if isinstance(loop, ast.While) else None
    names = (
        [name_of(each).lower() for each in nodes_in(test) if isinstance(each, (ast.Name, ast.Attribute))]
        if test
        else []
    )
    return any(word in name for name in names for word in ("time", "deadline", "monotonic", "elapsed"))


def _waits_for_state(loop: ast.AST, tried: ast.Try) -> bool:
    """Whether a loop goes on until what it asks each time is something of its own, as a status that is to be OK."""
    test = loop.test if isinstance(loop, ast.While) else None
    compared = [each for each in nodes_in(test) if isinstance(each, ast.Compare)] if test is not None else []
    names = {
        name_read(each.left) for each in compared if isinstance(each.ops[0], (ast.Eq, ast.NotEq, ast.In, ast.NotIn))
    }
    given = [node for each in tried.body for node in nodes_in(each) if is_assignment(node)]
    return any(
        name_read(target) in names - {""} and not isinstance(node.value, ast.Constant)
        for node in given
        for target in targets_of(node)
    )


def _waits_for_another(tried: ast.Try) -> bool:
    """Whether what is tried asks a person or for code, or waits for a while itself for something to come."""
    for call in (node for each in tried.body for node in nodes_in(each) if isinstance(node, ast.Call)):
        name = name_of(call.func)
        if name in _ASKING or (name in _WAITING and any(word.arg == "timeout" for word in call.keywords)):
            return True
        if (name in _WAITING_FIRST and call.args and _is_while(call.args[0])) or _takes_from_queue(call):
            return True
    return False


def _takes_from_queue(call: ast.Call) -> bool:
    """Whether a call waits for a while for what comes next in a queue; a `get` of another thing may be a request."""
    queue = call.func.value if isinstance(call.func, ast.Attribute) and call.func.attr == "get" else None
    is_one = queue is not None and name_read(queue).lower().endswith(("queue", "_q", "inbox", "mailbox"))
    return is_one and any(word.arg == "timeout" for word in call.keywords)


def _is_while(given: ast.expr) -> bool:
    """Whether an argument says how long to wait: a number, or what is called a timeout."""
    if isinstance(given, ast.Constant):
        return isinstance(given.value, (int, float)) and not isinstance(given.value, bool)
    return "timeout" in name_read(given).lower()


def _asks_each_time(loop: ast.For | ast.While) -> bool:
    """Whether each pass of a loop asks a person, or begins with a pause, as those do that look after something."""
    calls = (node for each in loop.body for node in nodes_in(each) if isinstance(node, ast.Call))
    first = loop.body[0].value if isinstance(loop.body[0], ast.Expr) else None
    called = first.value if isinstance(first, ast.Await) else first
    is_pause = isinstance(called, ast.Call) and any(fnmatchcase(name_of(called.func), glob) for glob in PAUSES)
    return (is_pause and isinstance(loop, ast.While)) or any(name_of(each.func) in _ASKING for each in calls)


def _leaves_always(body: list[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], (ast.Raise, ast.Return, ast.Break))


def goes_again(clause: ast.ExceptHandler, behind: list[ast.stmt]) -> bool:
    """Whether the loop may go on after a clause, and not only by what ends it behind the try."""
    if any(isinstance(each, ast.Continue) for statement in clause.body for each in nodes_in(statement)):
        return True
    return not _leaves_always(clause.body) and not (behind and _leaves_always(behind))


def set_in(loop: ast.AST) -> set[str]:
    """The names that a loop gives a value."""
    stored = {node.id for node in nodes_in(loop) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    stored |= {
        node.attr for node in nodes_in(loop) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    return stored | {node.name for node in nodes_in(loop) if isinstance(node, ast.ExceptHandler) and node.name}


def _varies(call: ast.Call, changing: set[str]) -> bool:
    """Whether what a call is given hangs on something that the loop changes, or that another call gives."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    nodes = [node for each in given for node in nodes_in(each)]
    return any(isinstance(node, ast.Call) or name_read(node) in changing for node in nodes)


def name_read(node: ast.AST) -> str:
    """The name of a variable or attribute; empty for anything else."""
    return name_of(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""


def _counters(loop: ast.For | ast.AsyncFor | ast.While) -> set[str]:
    """The names by which a loop counts its tries: what is told of them tries nothing else."""
    heads = [name_read(node) for node in nodes_in(loop.test if isinstance(loop, ast.While) else loop.target)]
    return {name for name in heads if any(fnmatchcase(name.lower(), glob) for glob in _TRYING)}


def _tries_another(loop: ast.For | ast.AsyncFor | ast.While, tried: ast.Try) -> bool:
    """Whether the guarded code is given something that changes from one pass to the next, or what a clause takes from
    until nothing is left."""
    if isinstance(loop, ast.While) and _uses_up(loop.test, tried):
        return True
    clauses = ast.Module([each for clause in tried.handlers for each in clause.body], [])
    of_clauses = set_in(clauses) | _filled_in(clauses)
    changing = set_in(loop) - set_in(ast.Module(tried.body, [])) | of_clauses
    calls = [node for each in tried.body for node in nodes_in(each) if isinstance(node, ast.Call)]
    counters = _counters(loop)
    for call in (each for each in calls if name_of(each.func) not in LOG_METHODS):
        whole = [*call.args, *(keyword.value for keyword in call.keywords), call.func]
        given = [each for each in whole if name_read(each) not in counters]
        parts = (part for each in given for part in nodes_in(each))
        if any(isinstance(part, ast.Name) and part.id in changing for part in parts):
            return True
    return False


def _filled_in(clauses: ast.AST) -> set[str]:
    """The names of what some code sets an item of, as one of what is sent the next time."""
    items = (node for node in nodes_in(clauses) if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store))
    return {node.value.id for node in items if isinstance(node.value, ast.Name)}


def _uses_up(left: ast.expr, tried: ast.Try) -> bool:
    """Whether a clause takes something from a collection, as long as which has anything the loop goes on."""
    name = name_read(left)
    calls = (node for clause in tried.handlers for node in nodes_in(clause) if name and isinstance(node, ast.Call))
    return any(
        name_of(call.func).startswith(_TAKING)
        and any(name_read(each) == name for each in (*call.args, getattr(call.func, "value", call.func)))
        for call in calls
    )
