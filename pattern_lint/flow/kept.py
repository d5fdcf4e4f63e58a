"""How a class keeps its only instance: where that is made, what is tested before, and under which lock."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ..lang.python.module import Module, name_of
from ..lang.python.scopes import FunctionNode, Scope
from ..lang.python.walking import nodes_in

_LOCKS = frozenset(
    f"{module}.{name}()"
    for module in ("threading", "multiprocessing", "asyncio", "anyio")
    for name in ("Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition")
)
_TESTS = (ast.If, ast.While, ast.IfExp)


class Making(NamedTuple):
    """The statement that keeps the instance, in a method of its class."""

    statement: ast.stmt
    attribute: str
    """Where the instance is kept."""
    is_shared_by_tasks_only: bool
    """Whether only tasks of one event loop come here, none of which waits between the test and the making."""


def making_of(scope: Scope, owner: Scope, module: Module) -> Making | None:
    """Where a method makes the instance that its class keeps, once a test has said that there is none."""
    node = scope.node
    assert isinstance(node, FunctionNode)
    holders = _holders(node, owner)
    for statement in nodes_in(node):
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        targets = [statement.target] if isinstance(statement, ast.AnnAssign) else targets
        for target in targets:
            kept = _attribute(target, holders)
            tests = [each for each in module.ancestors(statement) if isinstance(each, _TESTS)] if kept else []
            if kept and (any(_asks_for(each.test, kept) for each in tests) or _leaves_before(node, kept)):
                assert isinstance(statement, ast.stmt)
                return Making(statement, kept, _is_for_tasks(node, tests))
    return None


def _holders(node: FunctionNode, owner: Scope) -> frozenset[str]:
    """What the class is called in one of its methods; the first parameter of a plain one is an instance."""
    is_of_class = node.name == "__new__" or any(name_of(each) == "classmethod" for each in node.decorator_list)
    return frozenset({owner.name, *(arg.arg for arg in node.args.args[:1] if is_of_class)})


def _attribute(target: ast.expr, holders: frozenset[str]) -> str:
    """The attribute of the class that is set, be it the class's own place in a dict of instances."""
    if isinstance(target, ast.Subscript):
        is_own = isinstance(target.slice, ast.Name) and target.slice.id in holders
        return _attribute(target.value, holders) if is_own else ""
    value = target.value if isinstance(target, ast.Attribute) else None
    return target.attr if isinstance(target, ast.Attribute) and _is_holder(value, holders) else ""


def _is_holder(node: ast.expr | None, holders: frozenset[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in holders


def _asks_for(test: ast.expr, attribute: str) -> bool:
    return any(
        (isinstance(each, ast.Attribute) and each.attr == attribute)
        or (isinstance(each, ast.Constant) and each.value == attribute)
        for each in nodes_in(test)
    )


def _leaves_before(node: FunctionNode, attribute: str) -> bool:
    """Whether the method begins with `if there is one: return it`."""
    return any(
        isinstance(each, ast.If) and isinstance(each.body[-1], ast.Return) and _asks_for(each.test, attribute)
        for each in nodes_in(node)
    )


def _is_for_tasks(node: FunctionNode, tests: list[ast.If | ast.While | ast.IfExp]) -> bool:
    if not isinstance(node, ast.AsyncFunctionDef):
        return False
    return not any(isinstance(each, ast.Await | ast.AsyncWith) for test in tests for each in nodes_in(test))


def guard_of(making: Making, module: Module, scope: Scope) -> str:
    """What lacks of a lock around the making, with a test within; empty where nothing does."""
    inside: list[ast.AST] = []
    for each in module.ancestors(making.statement):
        if each is scope.node:
            break
        if isinstance(each, ast.With | ast.AsyncWith) and any(
            _is_lock(i.context_expr, module, scope) for i in each.items
        ):
            is_tested = any(isinstance(i, _TESTS) and _asks_for(i.test, making.attribute) for i in inside)
            return "" if is_tested or _leaves_in(each, making) else _UNTESTED
        inside.append(each)
    return "" if _acquires(scope.node, making, module, scope) else _UNLOCKED


_UNLOCKED = "tests whether there is an instance and makes one without a lock, so that two threads may make two"
_UNTESTED = "does not test again within the lock, so that whoever waited for it makes a second instance"


def _leaves_in(block: ast.With | ast.AsyncWith, making: Making) -> bool:
    return any(
        isinstance(each, ast.If) and isinstance(each.body[-1], ast.Return) and _asks_for(each.test, making.attribute)
        for each in block.body
    )


def _is_lock(node: ast.expr, module: Module, scope: Scope) -> bool:
    if module.symbol(node, scope) in _LOCKS:
        return True
    held = node.func if isinstance(node, ast.Call) else node
    name = held.attr if isinstance(held, ast.Attribute) else getattr(held, "id", "")
    return any(word in name.lower() for word in ("lock", "mutex", "semaphore"))


def _acquires(node: ast.AST, making: Making, module: Module, scope: Scope) -> bool:
    """Whether a lock is acquired by hand before the making."""
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr == "acquire"
        and each.lineno < making.statement.lineno
        and _is_lock(each.func.value, module, scope)
        for each in nodes_in(node)
    )


def unguarded(constructor: Scope, cls: str) -> str:
    """The first attribute that a constructor sets each time it runs; empty where it does so only once."""
    node = constructor.node
    assert isinstance(node, FunctionNode)
    if node.decorator_list or not node.args.args:
        return ""
    own = node.args.args[0].arg
    for statement in node.body:
        if isinstance(statement, ast.If) and _asks_whether_done(statement.test, own, cls):
            if isinstance(statement.body[-1], ast.Return):
                return ""
            found = next(_sets(statement.orelse, own), "") if _asks_for_absence(statement.test) else ""
        else:
            found = next(_sets([statement], own), "")
        if found:
            return found
    return ""


def _asks_whether_done(test: ast.expr, own: str, cls: str) -> bool:
    names = (own, cls, "cls")
    return any(isinstance(each, ast.Name) and each.id in names for each in nodes_in(test))


def _asks_for_absence(test: ast.expr) -> bool:
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def _sets(statements: list[ast.stmt], own: str) -> Iterator[str]:
    for statement in statements:
        for node in nodes_in(statement):
            targets = node.targets if isinstance(node, ast.Assign) else []
            targets = [node.target] if isinstance(node, ast.AnnAssign | ast.AugAssign) else targets
            for target in targets:
                if isinstance(target, ast.Attribute) and _is_holder(target.value, frozenset({own})):
                    yield target.attr
