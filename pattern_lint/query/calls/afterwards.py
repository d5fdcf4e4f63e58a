"""What becomes of the value of a call by what is called on it, and which texts the call is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from ...lang.python.constants import constant, iterated
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in
from ...lang.python.ways import choices
from ..answers import YES, Answer, answer, on_condition, some
from ..expressions.constants import constant_of
from ..expressions.spoken import name_elsewhere


def called_next(module: Module, node: ast.AST) -> frozenset[str]:
    """The method that is called at once on a value, as it is and with each of its keywords; or what is given it."""
    around = module.index.parents.get(node)
    call = module.index.parents.get(around) if isinstance(around, ast.Attribute) else around
    return _done_with(node, call) if isinstance(call, ast.Call) else frozenset()


def done_with(home: Scope, module: Module) -> Mapping[str, frozenset[str]]:
    """The same of each variable of a function, of all that is called on it or on what it is handed to; found once."""
    known = module.once(_known)
    if home not in known:
        found: dict[str, frozenset[str]] = {}
        for call in nodes_in(home.node):
            for part in _parts(call) if isinstance(call, ast.Call) else ():
                if isinstance(part, ast.Name) and isinstance(call, ast.Call):
                    then = called_next(module, call) if part in call.args else frozenset[str]()
                    found[part.id] = found.get(part.id, frozenset()) | _done_with(part, call) | then
        known[home] = found
    return known[home]


def _known(module: Module) -> dict[Scope, Mapping[str, frozenset[str]]]:
    return {}


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


def may_say(module: Module, call: CallSite, text: str) -> Answer:
    """Whether a text that a call is given holds another one, or some of what it is given does not show; of one that
    another module keeps, the join knows."""
    given = call.node.args[1:] if text and isinstance(call.node, ast.Call) else []
    texts = (each for value in given for each in _texts(value, module, call.scope))
    return some(_holds(each, text, module) for each in texts)


def _holds(said: str | tuple[ast.expr, Scope], text: str, module: Module) -> Answer:
    if isinstance(said, str):
        return answer(text in said)
    symbol = name_elsewhere(said[0], module, said[1])
    return on_condition(("mentions", symbol, ((f"*{text}*",), ()))) if symbol else YES


def _texts(node: ast.expr, module: Module, scope: Scope) -> Iterator[str | tuple[ast.expr, Scope]]:
    """The texts that an expression may have, or is put together of; what does not show is given as it is."""
    waiting, seen = [(node, scope)], {node}
    for part, around in waiting:  # grows on the way
        for value, home in choices(part, module, around):
            behind = constant(module, value, home)
            made_of = _made_of(behind, module, home)
            if made_of is None:
                said = constant_of(behind)
                yield said if isinstance(said, str) else (value, home)
                continue
            waiting += [(each, home) for each in made_of if each not in seen]
            seen.update(made_of)


def _made_of(node: ast.expr, module: Module, scope: Scope) -> list[ast.expr] | None:
    """What a text is put together of, or taken from: both sides of a sum, what a loop over a written list gives."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [node.left, node.right]
    if not isinstance(node, ast.Name) or scope.home(node.id) is not scope:
        return None
    parts: list[ast.expr] = []
    for binding in scope.bindings[node.id]:
        if isinstance(binding.node, ast.AugAssign):
            parts.append(binding.node.value)
        elif binding.kind in ("assign", "annotated") and binding.value is not None:
            parts.append(binding.value)
        else:
            given = iterated(module, binding, node.id, scope)
            if given is None:
                return None
            parts += given
    return parts
