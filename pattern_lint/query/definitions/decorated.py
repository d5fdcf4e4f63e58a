"""Decorators of functions and classes, and what they are given."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...knowledge.lacking import own_names
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ..answers import Answer, on_condition, some
from ..naming.names import Asked, NameSet, last_name

_GIVEN = re.compile(r"(.+)\(([^()]+)\)")


def decoration(name: str) -> tuple[str, str]:
    """The name of a decorator, and what it must be given: `pytest.fixture('session')`."""
    match = _GIVEN.fullmatch(name)
    return (match[1], match[2]) if match is not None else (name, "")


def is_given(decorator: ast.expr, constant: str) -> bool:
    """Whether a decorator is given a constant or a name, by place or keyword."""
    call = decorator if isinstance(decorator, ast.Call) else None
    given = [*call.args, *(each.value for each in call.keywords)] if call is not None else []
    return any(constant == (repr(each.value) if isinstance(each, ast.Constant) else name_of(each)) for each in given)


def decorated_by(wanted: NameSet, node: FunctionNode | ast.ClassDef, module: Module) -> Answer:
    """Whether a function or class has one of some decorators, called or not."""
    return some(held for _, held in decorators_of(wanted, node, module))


def decorators_of(
    wanted: NameSet, node: FunctionNode | ast.ClassDef, module: Module
) -> Iterator[tuple[ast.expr, Answer]]:
    """The decorators of a function or class, each with whether it is one of some."""
    scope = module.index.scope_of[node].parent or module.scope
    for each in node.decorator_list:
        asked = asked_at(module, each.func if isinstance(each, ast.Call) else each, scope)
        if isinstance(each, ast.Name) and (asked.symbol or "").endswith("()"):  # called before, and kept in a variable
            asked = Asked((asked.symbol or "").removesuffix("()"), asked.written)
        yield each, _kept_elsewhere(wanted.match(asked, module.roots), asked.symbol)


def _kept_elsewhere(found: Answer, symbol: str | None) -> Answer:
    """The same of a decorator that another module may keep, made by a call of what a card names."""
    if not found.when or found.when[0][0] != "is" or last_name(symbol or "") not in own_names():
        return found
    return on_condition(("is-or-is-made-by", *found.when[0][1:]))


def asked_at(module: Module, node: ast.expr, scope: Scope) -> Asked:
    """What an expression names at a place."""
    written = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return Asked(module.symbol(node, scope), written)
