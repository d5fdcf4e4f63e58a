"""What becomes of the value of a call: is it awaited, or drawn from until it has no more to give."""

from __future__ import annotations

import ast
from functools import cached_property

from ..lang.python.loops import run_over
from ..lang.python.module import CallSite, Module
from ..lang.python.scopes import Scope
from .facts import AWAITED, ITERATED, RUN_ALONE

_CONSUMERS = frozenset(
    f"builtins.{name}"
    for name in (
        "list tuple set frozenset dict sorted sum min max any all next map filter enumerate zip reversed".split()
    )
)
_CONSUMING_METHODS = frozenset({"join", "extend", "update", "writelines", "executemany"})
FLAG_OF_PARENT: dict[type, int] = {
    ast.Await: AWAITED,
    **dict.fromkeys((ast.For, ast.comprehension, ast.YieldFrom, ast.Starred, ast.With, ast.Call, ast.Assign), ITERATED),
}
"""What may become of a call by what it is a part of; nothing else does anything with its value."""


class Usage:
    """Answers for the calls of one module."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._parents = module.index.parents

    def flag(self, call: CallSite) -> int:
        """The flag of a `CallFact`."""
        node = call.node
        for keyword in node.keywords:
            name = keyword.arg
            if name is not None and "async" in name and _is_true(keyword.value):
                return AWAITED
        parent = self._parents.get(node)
        cls = parent.__class__
        if cls not in FLAG_OF_PARENT:
            return 0
        if isinstance(parent, ast.Call):
            return self._flag_within(parent, call)
        flag = FLAG_OF_PARENT[cls]
        return 0 if flag == ITERATED and not self._consumes(parent, call) else flag

    def _consumes(self, parent: ast.AST | None, call: CallSite) -> bool:
        """Whether what stands around a call draws everything from what it gives."""
        if isinstance(parent, (ast.For, ast.comprehension)):
            return parent.iter is call.node
        if isinstance(parent, ast.Assign):
            target = parent.targets[0]
            return isinstance(target, ast.Name) and (call.scope, target.id) in self._looped
        return True

    def _flag_within(self, outer: ast.Call, call: CallSite) -> int:
        """The flag of a call that another call is given."""
        function = outer.func
        if isinstance(function, ast.Attribute) and function.attr in _CONSUMING_METHODS:
            return ITERATED
        symbol = self._module.symbol(function, call.scope)
        if symbol == "asyncio.run":
            return RUN_ALONE
        return ITERATED if symbol in _CONSUMERS else 0

    @cached_property
    def _looped(self) -> frozenset[tuple[Scope, str]]:
        """The names that loops run over, with the scope of the loop."""
        return frozenset(
            (scope, over.id)
            for node, scope in self._module.of(ast.For)
            if isinstance(node, ast.For) and isinstance(over := run_over(node)[1], ast.Name)
        )


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True
