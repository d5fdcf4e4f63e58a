"""Clauses after which a loop tries the same again, and how long it waits before that."""

from __future__ import annotations

import ast
from typing import Literal, TypeAlias

from ...config.globs import fnmatchcase
from ...lang.python.logs import LOG_METHODS
from ...lang.python.module import name_of
from ...lang.python.walking import nodes_in
from .clause import Clause

Pause: TypeAlias = Literal["none", "constant", "unknown", "growing"]
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_COUNTING = frozenset({"range", "count", "repeat", "trange"})
_PAUSES = ("sleep", "*_sleep", "sleep_*")
_WAITS = ("*backoff*", "*back_off*", "*wait*", "*delay*", "*pause*", "*retr*", "*throttle*", "*sleep*")


def retried_loop(clause: Clause) -> ast.For | ast.AsyncFor | ast.While | None:
    """The loop that tries the same again after a clause, where it is the first such clause of its try.

    A loop tries again where it ends once the guarded code has run well, and counts its tries at most: what goes through
    other things, or tries something else each time, does not.
    """
    if clause.handler is None:
        return None
    tried = clause.module.index.parents.get(clause.handler)
    loop = clause.module.index.parents.get(tried) if tried is not None else None
    if not isinstance(tried, ast.Try) or not isinstance(loop, _LOOPS) or tried not in loop.body:
        return None
    if isinstance(loop, ast.AsyncFor) or _waits_for_time(loop) or not (isinstance(loop, ast.While) or _counts(loop)):
        return None
    behind = loop.body[loop.body.index(tried) + 1 :]
    if not (_leaves(tried.body) or _leaves(tried.orelse) or _leaves(behind)) or not _goes_again(clause, behind):
        return None
    others = tried.handlers[: tried.handlers.index(clause.handler)]
    if any(not _leaves_always(each.body) for each in others):
        return None
    return None if _tries_another(loop, tried) else loop


def pause_in(loop: ast.For | ast.AsyncFor | ast.While) -> Pause:
    """How long a loop waits between its tries."""
    changing = _set_in(loop)
    found: set[Pause] = {"none"}
    for call in (node for each in loop.body for node in nodes_in(each) if isinstance(node, ast.Call)):
        name = name_of(call.func).lower()
        if any(fnmatchcase(name, glob) for glob in _PAUSES):
            found.add("growing" if _varies(call, changing) else "constant")
        elif any(fnmatchcase(name, glob) for glob in _WAITS) and name not in LOG_METHODS:
            found.add("unknown")
    return next(each for each in _FIRST if each in found)


_FIRST: tuple[Pause, ...] = ("growing", "unknown", "constant", "none")


def _counts(loop: ast.For | ast.AsyncFor) -> bool:
    return isinstance(loop.iter, ast.Call) and name_of(loop.iter.func) in _COUNTING


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether some statements end the loop that they stand in, or the function, once all have run well."""
    last = body[-1] if body else None
    if isinstance(last, ast.With | ast.AsyncWith):
        return _leaves(last.body)
    return isinstance(last, ast.Return | ast.Break)


def _waits_for_time(loop: ast.AST) -> bool:
    """Whether a loop goes on until some time, as those do that wait for something to come."""
    test = loop.test if isinstance(loop, ast.While) else None
    names = (
        [name_of(each).lower() for each in nodes_in(test) if isinstance(each, ast.Name | ast.Attribute)] if test else []
    )
    return any(word in name for name in names for word in ("time", "deadline", "monotonic", "elapsed"))


def _leaves_always(body: list[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], ast.Raise | ast.Return | ast.Break)


def _goes_again(clause: Clause, behind: list[ast.stmt]) -> bool:
    """Whether the loop may go on after a clause, and not only by what ends it behind the try."""
    assert clause.handler is not None
    body = clause.handler.body
    if _leaves_always(body):
        return False
    return isinstance(body[-1], ast.Continue) or not (behind and _leaves_always(behind))


def _set_in(loop: ast.AST) -> set[str]:
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
    return any(isinstance(node, ast.Call) or _named(node) in changing for node in nodes)


def _named(node: ast.AST) -> str:
    """The name of a variable or attribute; empty for anything else."""
    return name_of(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def _tries_another(loop: ast.For | ast.AsyncFor | ast.While, tried: ast.Try) -> bool:
    """Whether the guarded code is given something that changes from one pass to the next."""
    changing = _set_in(loop) - _set_in(ast.Module(tried.body, []))
    calls = [node for each in tried.body for node in nodes_in(each) if isinstance(node, ast.Call)]
    for call in (each for each in calls if name_of(each.func) not in LOG_METHODS):
        given = [*call.args, *(keyword.value for keyword in call.keywords), call.func]
        parts = (part for each in given for part in nodes_in(each))
        if any(isinstance(part, ast.Name) and part.id in changing for part in parts):
            return True
    return False
