"""Branches that test the status of an answer: how errors come that nobody raises."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...config.globs import matcher
from ...flow.graph import graph_of
from ...knowledge.words import listed
from ...lang.python.constants import constant, elements
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import nodes_in
from ...query.expressions.constants import constant_of
from ...query.naming.names import Asked, name_set
from .passing import dealing_in, is_called

Status = int | str
_KEYS = ("*key*", "*token*", "*credential*", "*account*")
_ASKED = frozenset({"status", "status_code", "http_status", "code"})


class Refusal(NamedTuple):
    """What is done where an answer has a status."""

    module: Module
    scope: Scope
    node: ast.AST
    """Where the status is tested."""
    body: Sequence[ast.stmt]
    written: str


def refusals_of(module: Module, statuses: Sequence[Status]) -> Iterator[Refusal]:
    """The branches of a module for some statuses; a file that asks nothing by HTTP has none."""
    if module.called_names.isdisjoint(listed("http-verbs")) and "urlopen" not in module.called_names:
        return
    for node, scope in module.of(ast.If, ast.Match):
        if isinstance(node, ast.If):
            if _tests(node.test, statuses, module, scope) and not _only_says(node.body):
                yield Refusal(module, scope, node, node.body, f"if {unparsed(node.test)}")
        elif isinstance(node, ast.Match) and name_of(node.subject) in _ASKED:
            for case in node.cases:
                values = [each.value for each in nodes_in(case.pattern) if isinstance(each, ast.MatchValue)]
                if any(_is_one(each, statuses, module, scope) for each in values) and not _only_says(case.body):
                    yield Refusal(module, scope, case.pattern, case.body, f"case {unparsed(case.pattern)}")


def _tests(test: ast.expr, statuses: Sequence[Status], module: Module, scope: Scope) -> bool:
    if isinstance(test, ast.BoolOp):
        return any(_tests(each, statuses, module, scope) for each in test.values)
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return False
    sides = [test.left, test.comparators[0]]
    if not any(name_of(each) in _ASKED for each in sides):
        return False
    if isinstance(test.ops[0], ast.In):
        return any(_is_one(each, statuses, module, scope) for each in elements(module, sides[1], scope) or ())
    return isinstance(test.ops[0], (ast.Eq, ast.Is)) and any(_is_one(each, statuses, module, scope) for each in sides)


def _only_says(body: Sequence[ast.stmt]) -> bool:
    """Whether a branch does nothing but choose the words or the number for something that is done behind it."""
    return all(isinstance(each, ast.Assign) and isinstance(each.value, (ast.Constant, ast.JoinedStr)) for each in body)


def _is_one(node: ast.expr, statuses: Sequence[Status], module: Module, scope: Scope) -> bool:
    node = constant(module, node, scope)
    if isinstance(node, ast.Attribute) and node.attr == "value":
        node = node.value
    symbol = module.symbol(node, scope) if isinstance(node, (ast.Attribute, ast.Name)) else None
    names = name_set(tuple(each for each in statuses if isinstance(each, str)))
    is_named = symbol is not None and bool(names.match(Asked(symbol), frozenset()).holds)
    return is_named or constant_of(node) in statuses


def goes_on_after(refusal: Refusal, globs: tuple[str, ...]) -> bool:
    """Whether the function may return, or go on, after a branch without that something of one of some names is called,
    set or given."""
    module, scope, body = refusal.module, refusal.scope, refusal.body
    if is_called(body, globs) or _takes_next(refusal):
        return False
    return graph_of(module, scope).may_escape(body[0], dealing_in(module, scope, globs), errors=False)


def _takes_next(refusal: Refusal) -> bool:
    """Whether a branch goes on with the next of the keys that a loop goes through."""
    if not isinstance(refusal.body[-1], ast.Continue):
        return False
    loops = (each for each in refusal.module.ancestors(refusal.node) if isinstance(each, (ast.For, ast.While)))
    loop = next(loops, None)
    is_key = matcher(_KEYS)
    return isinstance(loop, ast.For) and any(
        is_key(name_of(each).lower()) for each in nodes_in(loop.target) if isinstance(each, ast.Name)
    )
