"""Loops over the messages that a consumer takes from a stream: `async for message in consumer`, asking each time, and
through what it gave at once."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ...flow.helpers import definition
from ...knowledge.words import listed, table
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in
from ..answers import NO, Answer, some
from ..calls.calls import CallTable, asked_of
from ..naming.names import Asked, NameSet, name_set

_LOOPS = (ast.For, ast.AsyncFor)
_NEXT = "__anext__"
_FEW = 4
"""So many answers at most are told of what several loops call."""


@table
def _taking() -> NameSet:
    return name_set(listed("stream-takes"))


@table
def _taken() -> CallTable[bool]:
    return CallTable([(True, _taking())])


def in_message_loop(blocks: Iterable[ast.AST], scope: Scope, module: Module) -> Answer:
    """Whether one of the blocks around something is such a loop, or it stands in a function that only these call."""
    loops = module.once(message_loops)
    if not loops:
        return NO
    called = module.once(_called_in_loops).get(definition(scope), ())
    return some([*(held for block in blocks if block in loops for held in loops[block]), *called])


def _called_in_loops(module: Module) -> dict[Scope, list[Answer]]:
    """The private functions that are given something in loops over messages, and called nowhere else but in such
    functions."""
    loops = module.once(message_loops)
    own = {module.names.qualified(each).replace("()", ""): each for each in module.index.functions}
    held, others, calling = dict[Scope, list[Answer]](), dict[Scope, set[Scope]](), dict[Scope, set[Scope]]()
    for call in module.calls:
        helper = own.get((call.symbol or "").replace("()", "")) if call.name.startswith("_") else None
        if helper is None:
            continue
        around = [each for block in module.ancestors(call.node) for each in loops.get(block, ())]
        caller = definition(call.scope)
        if around and (call.node.args or call.node.keywords):
            held.setdefault(helper, []).extend(around)
        elif caller is not helper:
            others.setdefault(helper, set()).add(caller)
            calling.setdefault(caller, set()).add(helper)
    found: dict[Scope, list[Answer]] = {}
    ready = [each for each in held if each not in others]
    while ready:
        known = ready.pop()
        found[known] = [*dict.fromkeys(held[known])][:_FEW]
        for helper in calling.get(known, ()):
            held.setdefault(helper, []).extend(found[known])
            others[helper].discard(known)
            ready += [helper] if not others[helper] else []
    return found


def message_loops(module: Module) -> dict[ast.AST, list[Answer]]:
    """The loops of a file that are such, or may be."""
    found = _taken_in_loops(module)
    batches = _batches(module)
    for loop, scope in module.of(*_LOOPS):
        assert isinstance(loop, _LOOPS)
        held = [answer for answer in _answers(loop.iter, module, scope) if answer.holds is not False]
        named = nodes_in(loop.iter) if batches else ()
        held += (
            batches[scope, each.id] for each in named if isinstance(each, ast.Name) and (scope, each.id) in batches
        )
        if held:
            found[loop] = held
    return found


def _answers(taken: ast.expr, module: Module, scope: Scope) -> Iterator[Answer]:
    asked = Asked(f"{module.symbol(taken, scope)}.{_NEXT}", _NEXT, name_of(taken))
    yield _taking().match(asked, module.roots)
    if isinstance(taken, ast.Call):
        call = CallSite(taken, scope, module.symbol(taken.func, scope), name_of(taken.func))
        yield _taking().match(asked_of(call), module.roots)


def _batches(module: Module) -> dict[tuple[Scope, str], Answer]:
    """The variables that keep what a consumer gave at once, for a loop to go through."""
    found: dict[tuple[Scope, str], Answer] = {}
    for match in _taken().matches(module):
        around = module.ancestors(match.call.node)
        kept = next((each for each in around if not isinstance(each, (ast.Await, ast.Call))), None)
        for target in kept.targets if isinstance(kept, ast.Assign) else ():
            if isinstance(target, ast.Name):
                found[match.call.scope, target.id] = match.found
    return found


def _taken_in_loops(module: Module) -> dict[ast.AST, list[Answer]]:
    """The loops in which a consumer is asked for the next message."""
    found: dict[ast.AST, list[Answer]] = {}
    for match in _taken().matches(module):
        around = (each for each in module.ancestors(match.call.node) if isinstance(each, ast.While))
        for loop in around:
            found.setdefault(loop, []).append(match.found)
    return found
