"""What functions do at their end: tell that they are done or have failed, take back what they have registered."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from ...flow.ends import falls_back, taking
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode
from ...query.answers import answer
from ...query.running import calls_somewhere
from ..site_kind import Judgement, Site, demanded

if TYPE_CHECKING:
    from .options import Options


def of_ending(options: Options, site: Site) -> Iterator[Judgement]:
    """Whether a function tells how it ended, and cleans up however it ends."""
    if options.falls_back and isinstance(site.node, FunctionNode):
        said = f"{site.words['function']} has nothing to give back in the end"
        yield demanded(answer(falls_back(site.node.body)), said)
    if options.tells_end:
        yield from _of_telling(options, site)
    if options.calls_at_end:
        held = calls_somewhere(
            options.calls_at_end, site.scope, site.module, lambda call: _stands_at_end(call, site.module)
        )
        called = ", ".join(name.rpartition(".")[2] for name in options.calls_at_end)
        yield demanded(held, f"{site.words['function']} calls none of {called} in a `finally` or an except clause")


def _of_telling(options: Options, site: Site) -> Iterator[Judgement]:
    wanted, scope, module, name = options.tells_end, site.scope, site.module, site.words["function"]
    done = calls_somewhere(wanted, scope, module, lambda call: not _stands_in_clause(call, module))
    yield demanded(done, f"{name} tells nobody that it is done")
    said = f"{name} catches an error and tells nobody that it has failed"
    for clause in taking(module, scope):
        yield demanded(calls_somewhere(wanted, scope, module, partial(_stands_below, module, clause)), said)


def _stands_below(module: Module, clause: ast.AST, call: ast.AST) -> bool:
    return clause in module.ancestors(call)


def _stands_in_clause(call: ast.AST, module: Module) -> bool:
    return any(isinstance(each, ast.ExceptHandler) for each in module.ancestors(call))


def _stands_at_end(call: ast.AST, module: Module) -> bool:
    child = call
    for around in module.ancestors(call):
        if isinstance(around, ast.ExceptHandler) or (isinstance(around, ast.Try) and child in around.finalbody):
            return True
        child = around
    return False
