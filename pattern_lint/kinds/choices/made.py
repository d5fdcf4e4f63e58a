"""What the branches of a choice make: the classes that they keep, return, hand on or ask one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import nodes_in
from ...query.calls.lookups import is_class_name

_ACRONYM = re.compile(r"[A-Z][A-Z0-9]*")
"""A class whose name is short for more, such as RSI."""
_KEEPING = (ast.Return, ast.Assign, ast.AnnAssign, ast.Expr)
_ERRORS = ("Error", "Exception", "Warning")
_FEW_STEPS = 3
"""Among more statements than that what is given to something is one step of a longer piece of work."""
_MAKING = ("from", "create", "make", "build", "new", "of", "parse", "load", "open", "connect", "model_", "get_instance")
"""How methods of a class begin that make an object of it, unlike those that look for one."""
_ADDING = ("append", "add", "register", "attach", "insert", "put", "push", "set")
"""How methods begin that keep what they are given."""


def told_apart(made: Sequence[Sequence[str]]) -> list[str]:
    """The class that each of several branches makes, beside what all of them make around it or for it."""
    common = set(made[0]).intersection(*made[1:]) if len(made) > 1 else set[str]()
    first = (next((each for each in classes if each not in common), classes[0]) for classes in made)
    return list(dict.fromkeys(first))


def filled_in(body: Iterable[ast.stmt]) -> set[str]:
    """The variables that the statements of a branch give a value."""
    targets = (each.targets if isinstance(each, ast.Assign) else [getattr(each, "target", None)] for each in body)
    return {target.id for each in targets for target in each if isinstance(target, ast.Name)}


def called_in(names: set[str], scope: Scope) -> set[str]:
    """Those of some variables that are called, as what keeps a class is."""
    nodes = nodes_in(scope.node) if names else ()
    called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return names & called


def made_in(body: Sequence[ast.stmt], same: set[str], called: set[str], module: Module, scope: Scope) -> Iterator[str]:
    """The classes of which the first statement of a branch that makes what it is for keeps, returns, gives to something
    or asks one: no means to an end, such as what only this branch keeps and works with (several fill `same` variables)
    or what one of many steps is given. What another object is made of comes after that. A class that a variable keeps
    is made when it is `called`."""
    parts: list[str] = []
    for place, statement in enumerate(body):
        value = statement.value if isinstance(statement, _KEEPING) else None
        rest = body[place + 1 :]
        is_call = rest and value.__class__ is ast.Call
        if is_call and isinstance(statement, ast.Expr) and len(body) > _FEW_STEPS:
            continue
        ways = list(_ways(value))
        made = [cls for each in ways for cls in _classes_in(each, module, scope)]
        if not called.isdisjoint(filled_in([statement])):
            made += filter(None, (_class_at(each, module, scope) for each in ways))
        names = filled_in([statement]) - same if is_call else set[str]()
        if names and not _is_given_away(names, rest[-1]) and _works_with(names, rest):
            parts += made if _is_made_into(names, rest[-1]) else ()
        elif made:
            yield from (*made, *parts)
            return


def _is_given_away(names: set[str], last: ast.stmt) -> bool:
    """Whether a branch ends with giving back, keeping or adding to something what some variables keep."""
    value = last.value if isinstance(last, _KEEPING) else None
    if isinstance(value, ast.Yield):
        value = value.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr.startswith(_ADDING):
        value = value.args[-1] if value.args else None
    return isinstance(value, ast.Name) and value.id in names


def _is_made_into(names: set[str], last: ast.stmt) -> bool:
    """Whether a branch ends with giving back what is made around what some variables keep."""
    given = last.value.args if isinstance(last, ast.Return) and isinstance(last.value, ast.Call) else ()
    return any(isinstance(each, ast.Name) and each.id in names for each in given)


def _works_with(names: set[str], rest: Sequence[ast.stmt]) -> bool:
    nodes = (node for statement in rest for node in nodes_in(statement))
    return any(isinstance(node, ast.Name) and node.id in names and isinstance(node.ctx, ast.Load) for node in nodes)


def _ways(value: ast.expr | None) -> Iterator[ast.expr]:
    """What an expression gives, by each way that it has."""
    if isinstance(value, (ast.Await, ast.Yield)):
        yield from _ways(value.value)
    elif isinstance(value, ast.IfExp):
        yield from (*_ways(value.body), *_ways(value.orelse))
    elif value is not None:
        yield value


def _classes_in(value: ast.expr, module: Module, scope: Scope) -> Iterator[str]:
    for call in [value, *value.args, *_asked(value)] if isinstance(value, ast.Call) else ():
        made = _class_of(call, module, scope) if isinstance(call, ast.Call) else ""
        if made and not made.endswith(_ERRORS):
            yield made


def _class_at(value: ast.expr, module: Module, scope: Scope) -> str:
    """The class that an expression names; empty where it names none."""
    named = module.symbol(value, scope) if isinstance(value, (ast.Name, ast.Attribute)) else None
    return named if named is not None and is_class_name(named) and not named.endswith(_ERRORS) else ""


def _asked(call: ast.Call) -> Iterator[ast.expr]:
    """What a method is called on, and what that comes from."""
    function: ast.expr = call.func
    while isinstance(function, ast.Attribute):
        yield function.value
        function = function.value.func if isinstance(function.value, ast.Call) else function.value


def _class_of(call: ast.Call, module: Module, scope: Scope) -> str:
    """The class that a call makes an object of, itself or by a method of it; empty where it makes none."""
    named = module.symbol(call.func, scope) or unparsed(call.func)
    owner, _, last = named.rpartition(".")
    made = owner if is_class_name(owner) and last.startswith(_MAKING) else named
    return made if is_class_name(made) or (_ACRONYM.fullmatch(last) and _is_of_module(call.func, named)) else ""


def _is_of_module(called: ast.expr, named: str) -> bool:
    """Whether what is called is no method of an instance, which may be in capitals like a verb of HTTP."""
    return isinstance(called, ast.Name) or not ("()" in named or named.startswith(("self.", "cls.")))
