"""What a function does with a parameter: hands it on, or keeps it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set

from ...config.globs import matcher
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import children_of, own_nodes
from ..answers import Answer, some
from ..expressions.parts import function_called
from ..naming.names import NameSet
from .running import calls_itself


def is_handed_on(
    name: str, names: NameSet, scope: Scope, module: Module, *, parts: bool = True, aside: tuple[str, ...] = ()
) -> Answer:
    """Whether a function gives a parameter, or what it makes of it, to a call of one of some names.

    What the parameter has and gives itself is a part of it, unless its name is one of those left `aside`.
    """
    is_aside = matcher(aside)
    made = {name}
    for bound, bindings in scope.bindings.items():
        values = [binding.value for binding in bindings if binding.value is not None]
        if any(_is_of({name}, value, parts=parts) for value in values):
            made.add(bound)
    made |= _kept(made, scope, parts=parts)
    return some(
        held
        for call, held in calls_itself(names, scope, module)
        for given in (*call.node.args, *(keyword.value for keyword in call.node.keywords))
        if _is_of(made, given, parts=parts) and not is_aside(name_of(given))
    )


def helped(name: str, scope: Scope, module: Module) -> Iterator[tuple[str, Scope]]:
    """The functions of the file that a function gives a parameter to as it is, each with what they call it."""
    for call in scope.calls:
        helper = function_called(call, module, scope)
        taken = getattr(helper.node, "args", None) if helper is not None else None
        if helper is not None and isinstance(taken, ast.arguments):
            by_place = zip([*taken.posonlyargs, *taken.args], call.args, strict=False)
            given = [*((each.arg, value) for each, value in by_place), *((k.arg, k.value) for k in call.keywords)]
            yield from ((to, helper) for to, value in given if to and isinstance(value, ast.Name) and value.id == name)


def _kept(names: Set[str], scope: Scope, *, parts: bool) -> set[str]:
    """The attributes of an object that a function sets to what one of some names stands for, or is made of it."""
    return {
        f"{target.value.id}.{target.attr}"
        for node in own_nodes(scope)
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and _is_of(names, node.value, parts=parts)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name)
    }


def is_stored(name: str, scope: Scope) -> bool:
    """Whether a function keeps a parameter under a key of something that outlives it."""
    return any(
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
        and any(_outlives(target, scope) for target in node.targets)
        for node in own_nodes(scope)
    )


def _outlives(target: ast.expr, scope: Scope) -> bool:
    """Whether what is set is an item of something that is no local variable."""
    if not isinstance(target, ast.Subscript):
        return False
    of = target.value
    while isinstance(of, ast.Subscript):
        of = of.value
    return isinstance(of, ast.Attribute) or (isinstance(of, ast.Name) and scope.home(of.id) is not scope)


def _is_of(names: Set[str], node: ast.expr, *, parts: bool) -> bool:
    """Whether a value is what one of some names stands for, or made of it."""
    waiting: list[ast.AST] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, ast.Name) and each.id in names:
            return True
        if (
            isinstance(each, ast.Attribute)
            and isinstance(each.value, ast.Name)
            and f"{each.value.id}.{each.attr}" in names
        ):
            return True
        if isinstance(each, ast.Call) and not parts:
            waiting += [*each.args, *(keyword.value for keyword in each.keywords)]
        elif parts or not isinstance(each, ast.Attribute):
            waiting += children_of(each)
    return False
