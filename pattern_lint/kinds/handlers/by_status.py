"""Loops that try the same again where the status of an answer says so."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...config.globs import matcher
from ...lang.python.given_back import set_right_before
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in
from .retrying import LOOPS, PAUSES, counts_tries, name_read, says_so

_STATUS_CODES = frozenset({"status_code", "ok", "is_success", "is_error"})
_STATUS = _STATUS_CODES | {"status"}


def loops_by_status(module: Module) -> Iterator[tuple[ast.For | ast.AsyncFor | ast.While, Scope]]:
    """The loops that try again where the status of an answer says so, and catch nothing."""
    for loop, scope in module.of(*LOOPS) if _names_pause(module) else ():
        assert isinstance(loop, LOOPS)
        if any(isinstance(each, ast.Try) for each in loop.body):
            continue
        ending = [each for each in loop.body if isinstance(each, (ast.If, ast.Match)) and _ends(each)]
        asking = [each for each in ending if any(name_read(node) in _STATUS for node in nodes_in(_asked(each)))]
        counts = isinstance(loop, ast.For) and counts_tries(loop)
        if asking and (says_so(loop) or (counts and any(_gives_answer(each, module) for each in asking))):
            yield loop, scope


def _asked(branch: ast.If | ast.Match) -> ast.expr:
    return branch.test if isinstance(branch, ast.If) else branch.subject


def _gives_answer(branch: ast.If | ast.Match, module: Module) -> bool:
    """Whether a part of the answer is given back whose status is asked for: who only waits for one needs none of it."""
    asked = {
        node.value.id
        for node in nodes_in(_asked(branch))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in _STATUS_CODES
    }
    body = branch.body if isinstance(branch, ast.If) else [each for case in branch.cases for each in case.body]
    returns = ((each, each.value) for each in body if isinstance(each, ast.Return))
    given = (set_right_before(each, value, module) for each, value in returns if value is not None)
    return any(isinstance(part, ast.Name) and part.id in asked for value in given for part in nodes_in(value))


def _names_pause(module: Module) -> bool:
    return any(map(matcher(PAUSES), module.named_calls))


def _ends(branch: ast.If | ast.Match) -> bool:
    """Whether the loop is left in one of several branches."""
    return any(isinstance(node, (ast.Return, ast.Break, ast.Continue)) for node in nodes_in(branch))
