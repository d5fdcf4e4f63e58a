"""What becomes of the value of a call by what is called on it, and which texts the call is given."""

from __future__ import annotations

import ast

from ...lang.python.constants import constant
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.walking import nodes_in
from ..expressions.constants import constant_of


def called_next(module: Module, node: ast.AST) -> frozenset[str]:
    """The method that is called at once on a value, as it is and with each of its keywords; or what is given it."""
    around = module.index.parents.get(node)
    call = module.index.parents.get(around) if isinstance(around, ast.Attribute) else around
    return _done_with(node, call) if isinstance(call, ast.Call) else frozenset()


def called_later(module: Module, call: CallSite) -> frozenset[str]:
    """The same of the variables that keep the value of a call, anywhere in the function."""
    kept = module.index.parents.get(call.node)
    names = {each.id for each in kept.targets if isinstance(each, ast.Name)} if isinstance(kept, ast.Assign) else set()
    home = call.scope.function
    found: set[str] = set()
    for other in nodes_in(home.node) if names and home is not None else ():
        if isinstance(other, ast.Call):
            for part in _parts(other):
                found |= _done_with(part, other) if isinstance(part, ast.Name) and part.id in names else set()
    return frozenset(found)


def _parts(call: ast.Call) -> list[ast.expr]:
    """What a method is called on, and what is given it."""
    return [*([call.func.value] if isinstance(call.func, ast.Attribute) else []), *call.args]


def _done_with(node: ast.AST, call: ast.Call) -> frozenset[str]:
    if node in call.args:
        return frozenset((f"{name_of(call.func)}()",))
    method = call.func
    if not isinstance(method, ast.Attribute) or method.value is not node:
        return frozenset()
    return frozenset((method.attr, *(f"{method.attr}({keyword.arg})" for keyword in call.keywords)))


def may_say(module: Module, call: CallSite, text: str) -> bool:
    """Whether a text that a call is given holds another one, or some of what it is given does not show."""
    given = call.node.args[1:] if text and isinstance(call.node, ast.Call) else []
    held = [constant_of(constant(module, each, call.scope)) for each in given]
    return any(not isinstance(each, str) or text in each for each in held)
