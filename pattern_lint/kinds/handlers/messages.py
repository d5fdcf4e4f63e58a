"""Clauses in loops over messages: are they around the work for one, and does the next one follow on them?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...flow.graph import graph_of
from ...lang.python.logs import LOG_METHODS, is_on_logger
from ...lang.python.module import name_of
from ...lang.python.surroundings import calls_within
from ...lang.python.walking import nodes_in
from ...query.places.message_loops import message_loops
from .clause import Clause
from .passing import dealing_in

_OF_OFFSETS = frozenset({"commit", "commit_async", "store_offsets", "seek", "TopicPartition", "OffsetAndMetadata"})
"""What is given a message in order to say how far one has read."""
_MARKING = re.compile(r"_*mark_(as_)?(processed|handled|seen|done|completed)|_*(un)?ack(nowledge)?")
"""How what says that a message is done with is called."""
_QUEUE = re.compile(r"(?i).*queue")

_PLAIN = (ast.Constant, ast.List, ast.Dict, ast.Set, ast.Tuple)
"""What says that there is nothing."""


def is_around_work(clause: Clause) -> bool:
    """Whether the guarded code gives a message of the loop around it to a call; where there is none, it may be any."""
    if _falls_back(clause) or only_says_how_far(clause):
        return False
    loops = list(_loops_around(clause))
    if not loops:
        return True
    held = {node.id for node in nodes_in(loops[-1]) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    given = (
        part
        for call, _ in calls_within(clause.guarded)
        if name_of(call.func) not in _OF_OFFSETS and not _hands_over(call) and not _is_logging(call)
        for each in (*call.args, *(word.value for word in call.keywords))
        for part in nodes_in(each)
    )
    return any(isinstance(part, ast.Name) and part.id in held for part in given)


def only_says_how_far(clause: Clause) -> bool:
    """Whether the guarded code does nothing but say how far one has read, or that a message is done with."""
    outer = [call for call, is_part in calls_within(clause.guarded) if not is_part and not _is_logging(call)]
    return bool(outer) and all(map(_is_after_work, outer))


def _is_after_work(call: ast.Call) -> bool:
    """Whether a call does nothing for a message, and only says that it is done with."""
    name = name_of(call.func)
    return name in _OF_OFFSETS or _MARKING.fullmatch(name) is not None


def _is_logging(call: ast.Call) -> bool:
    return name_of(call.func) in LOG_METHODS and is_on_logger(call.func, "")


def _hands_over(call: ast.Call) -> bool:
    """Whether a call leaves the work to whoever reads a queue, for which it waits until there is room."""
    receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
    return receiver is not None and name_of(call.func) == "put" and _QUEUE.fullmatch(name_of(receiver)) is not None


def _falls_back(clause: Clause) -> bool:
    """Whether a clause does nothing but put something else in the place of what the guarded code would have given, as
    the bytes of a header that is no text: the message goes on."""
    only = clause.handler.body[0] if clause.handler is not None and len(clause.handler.body) == 1 else None
    if not isinstance(only, ast.Assign) or isinstance(only.value, _PLAIN):
        return False
    target = only.targets[0]
    place = target.value if isinstance(target, ast.Subscript) else target
    read = {node.id for node in nodes_in(only.value) if isinstance(node, ast.Name)}
    if not isinstance(place, ast.Name) or (clause.handler is not None and clause.handler.name in read):
        return False
    return any(isinstance(node, ast.Name) and node.id == place.id for each in clause.guarded for node in nodes_in(each))


def is_next_taken(clause: Clause, globs: tuple[str, ...]) -> bool:
    """Whether the loop around a clause may ask for the next message after it, with nothing of some names on the way."""
    loop = next((each for each in _loops_around(clause) if isinstance(each, ast.While)), None)
    if loop is None or clause.handler is None:
        return False
    dealing = dealing_in(clause.module, clause.scope, globs)
    return loop in graph_of(clause.module, clause.scope).following(clause.handler, dealing)


def _loops_around(clause: Clause) -> Iterator[ast.AST]:
    """The loops over messages around a clause, the innermost first."""
    loops = clause.module.once(message_loops)
    for node in clause.module.ancestors(clause.node) if loops else ():
        if node is clause.scope.node:
            return
        if node in loops and any(held.holds is not False for held in loops[node]):
            yield node
