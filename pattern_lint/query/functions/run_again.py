"""Functions that are handed to what runs them again when they fail, as far as names tell that it does."""

from __future__ import annotations

import ast

from ...knowledge.words import listed, table
from ...lang.python.module import CallSite, Module
from ...lang.python.own_names import own_name
from ..calls.calls import CallTable, receiver_name
from ..naming.meant import MeantNames
from ..naming.names import name_set
from ..naming.shown import mentioned

RUNNING = (ast.Lambda, ast.Call)
"""What may be given instead of the function that it calls."""


@table
def _wanted() -> CallTable[bool]:
    return CallTable([(True, name_set(listed("run-again")))])


@table
def _words() -> MeantNames:
    return MeantNames(listed("run-again-words"), small=True)


def functions_run_again(module: Module) -> dict[str, tuple[tuple[str, str, str], ...]] | None:
    """The functions of the project that calls of the list are given, each with what these call, their names, and those
    of their objects; most calls of a project's own functions might be of the list, and only those count that say so."""
    found: dict[str, set[tuple[str, str, str]]] = {}
    if not _words().shown(mentioned, module):
        return None
    for _, call, held in _wanted().matches(module):
        if not held.holds or held.when or not isinstance(call, CallSite):
            continue
        made = call.symbol or "", call.name, receiver_name(call.node)
        for each in (*call.node.args, *(word.value for word in call.node.keywords)):
            given = run_instead(each, module) if isinstance(each, RUNNING) else each
            symbol = module.symbol(given, call.scope) or ""
            if symbol[: symbol.find(".")] in module.roots:
                found.setdefault(symbol, set()).add(made)
    return {symbol: tuple(sorted(made)) for symbol, made in found.items()} or None


def run_instead(given: ast.expr, module: Module) -> ast.expr:
    """The function that a lambda or `partial` calls, else what is given."""
    if isinstance(given, ast.Lambda):
        body = given.body.value if isinstance(given.body, ast.Await) else given.body
        return body.func if isinstance(body, ast.Call) else body
    is_partial = isinstance(given, ast.Call) and given.args and own_name(given.func, module) == "partial"
    return given.args[0] if isinstance(given, ast.Call) and is_partial else given
