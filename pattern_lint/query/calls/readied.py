"""Calls that `functools.partial` makes ready, which somebody makes later with what it was given."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...lang.python.module import CallSite, Module, name_of
from ..answers import Answer
from ..naming.names import NameSet
from .calls import asked_of

READY = "partial"
_PARTIAL = f"functools.{READY}"


class Readied(NamedTuple):
    """A call that is made later, and the partial that makes it ready."""

    call: CallSite
    partial: ast.Call
    found: Answer


def readied(names: NameSet, module: Module) -> Iterator[Readied]:
    """The calls of one of some names that a module makes ready."""
    for each in module.named_calls.get(READY, ()):
        node = each.node
        if each.symbol != _PARTIAL or not isinstance(node, ast.Call) or not node.args:
            continue
        function = node.args[0]
        later = ast.copy_location(ast.Call(function, node.args[1:], node.keywords), node)
        call = CallSite(later, each.scope, module.symbol(function, each.scope), name_of(function))
        found = names.match(asked_of(call), module.roots)
        if found.holds:
            yield Readied(call, node, found)
