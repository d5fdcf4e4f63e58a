"""Loops over the messages that a consumer takes from a stream: `async for message in consumer`, or asking each time."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ...knowledge.words import listed, table
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Scope
from ..answers import NO, Answer, some
from ..calls.calls import CallTable, asked_of
from ..naming.names import Asked, NameSet

_LOOPS = (ast.For, ast.AsyncFor)
_NEXT = "__anext__"


@table
def _taking() -> NameSet:
    return NameSet(listed("stream-takes"))


@table
def _taken() -> CallTable[bool]:
    return CallTable([(True, _taking())])


def in_message_loop(blocks: Iterable[ast.AST], module: Module, scope: Scope) -> Answer:
    """Whether one of the blocks around something is such a loop."""
    loops = [block for block in blocks if isinstance(block, (*_LOOPS, ast.While))]
    return some(held for loop in loops for held in _answers(loop, module, scope)) if loops else NO


def _answers(loop: ast.For | ast.AsyncFor | ast.While, module: Module, scope: Scope) -> Iterator[Answer]:
    if isinstance(loop, ast.While):
        taken = module.once(_taken_in_loops)
        yield from taken.get(loop, ())
        return
    asked = Asked(f"{module.symbol(loop.iter, scope)}.{_NEXT}", _NEXT, name_of(loop.iter))
    yield _taking().match(asked, module.roots)
    if isinstance(loop.iter, ast.Call):
        call = CallSite(loop.iter, scope, module.symbol(loop.iter.func, scope), name_of(loop.iter.func))
        yield _taking().match(asked_of(call), module.roots)


def _taken_in_loops(module: Module) -> dict[ast.AST, list[Answer]]:
    """The loops in which a consumer is asked for the next message."""
    found: dict[ast.AST, list[Answer]] = {}
    for match in _taken().matches(module):
        around = (each for each in module.ancestors(match.call.node) if isinstance(each, ast.While))
        for loop in around:
            found.setdefault(loop, []).append(match.found)
    return found
