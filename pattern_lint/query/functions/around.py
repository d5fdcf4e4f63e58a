"""What is called around a function by what decorates it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...flow.inherited import function_called
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ..answers import Answer, on_condition
from ..naming.forms import spelled
from ..naming.names import Names
from .running import calls_somewhere


def calls_around(wanted: Names, scope: Scope, module: Module) -> Iterator[Answer]:
    """Whether decorators of the project call one of some names, each by itself."""
    node, outer = scope.node, scope.parent
    assert isinstance(node, FunctionNode) and outer is not None
    for each in node.decorator_list:
        symbol = module.symbol(each.func if isinstance(each, ast.Call) else each, outer) or ""
        beside = function_called(symbol, module)
        if beside is not None:
            yield calls_somewhere(wanted, beside, module)
        elif symbol[: symbol.find(".")] in module.roots:
            yield on_condition(("decorates-by", symbol, tuple(map(spelled, wanted))))
