"""Whether a function asserts something, as tests do."""

from __future__ import annotations

import ast
import re

from ...lang.python.module import CallSite, Module
from ...lang.python.scopes import Scope
from ...query.answers import NO, UNKNOWN, YES, Answer
from ...query.functions.running import calls_of, helpers_called, run_by

_OF_TESTS = re.compile(r"(^|\.)(tests?|test_\w+|\w+_test|testing|conftest)\.")
"""Modules whose functions may assert something for others."""


def asserts(scope: Scope, module: Module) -> Answer:
    """Whether a function has an assertion, or one of its module that it calls; what it is given may assert as well."""
    asserting, run = module.once(_asserting), list(run_by(scope, module))
    if not asserting.isdisjoint(run):
        return YES
    own = {call.node for each in run for call, _ in helpers_called(each, module)}
    others = (call for each in run for call in calls_of(each, module) if call.node not in own)
    return UNKNOWN if any(_may_assert(call, module) for call in others) else NO


def _asserting(module: Module) -> frozenset[Scope]:
    """The functions in which an assertion stands, be it in one within them."""
    found: set[Scope] = set()
    for _, scope in module.of(ast.Assert):
        around: Scope | None = scope
        while around is not None and around not in found:
            found.add(around)
            around = around.parent
    return frozenset(found)


def _may_assert(call: CallSite, module: Module) -> bool:
    """Whether a function of another file of tests is called, or one that a fixture gives."""
    if call.symbol is None:
        name = call.node.func.id if isinstance(call.node.func, ast.Name) else ""
        return any(binding.kind == "param" for binding in call.scope.bindings.get(name, ()))
    return call.symbol[: call.symbol.find(".")] in module.roots and _OF_TESTS.search(call.symbol) is not None
