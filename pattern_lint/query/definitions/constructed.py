"""What objects do with themselves and with what they are given when they are made."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import lru_cache

from ...config.globs import fnmatchcase
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in
from ..answers import NO, YES, Answer, answer, on_condition, some
from ..calls.calls import CallTable
from ..naming.names import Names, last_name, name_set
from .members import constructor_fields
from .signatures import Parameter, parameters_of

_ATTRS = ("define", "mutable", "frozen")
_MAKING = frozenset(("dataclasses.dataclass", "attr.s", *(f"{at}.{by}" for at in ("attr", "attrs") for by in _ATTRS)))


def gives_itself(names: Names, scope: Scope, module: Module) -> Answer:
    """Whether a method of a class hands the object to a call of one of some names."""
    return module.once(_giving_themselves(names)).get(scope, NO)


@lru_cache(maxsize=64)
def _giving_themselves(names: Names) -> Callable[[Module], dict[Scope, Answer]]:
    table = CallTable([(True, name_set(names))])

    def classes(module: Module) -> dict[Scope, Answer]:
        found: dict[Scope, list[Answer]] = {}
        for _, call, held in table.matches(module):
            owner, node = call.scope.owner, call.node
            given = [*node.args, *(word.value for word in node.keywords)] if isinstance(node, ast.Call) else []
            if owner is not None and any(isinstance(each, ast.Name) and each.id == "self" for each in given):
                found.setdefault(owner, []).append(held)
        return {owner: some(answers) for owner, answers in found.items()}

    return classes


def uses_of_taken(globs: tuple[str, ...], scope: Scope, module: Module) -> Iterator[tuple[str, Answer]]:
    """What the constructor of a class takes under some names, and whether the class does anything with it.

    What a parameter is called says its annotation as well: `events: EventBus` is an event bus.
    """
    constructor = next((each for each in scope.children if each.name == "__init__" and each.kind == "function"), None)
    family = on_condition(("alone", module.names.qualified(scope), globs))
    for taken in parameters_of(constructor, module) if constructor is not None else ():
        if any(taken.is_called(glob) for glob in globs) or _is_typed(taken, globs, constructor, module):
            yield taken.name, YES if _is_used(taken.name, constructor, scope) else _unless(family)
    for name in _fields_taken(scope, module) if constructor is None else ():
        if any(fnmatchcase(name, glob) for glob in globs):
            is_read = any(isinstance(each, ast.Attribute) and each.attr == name for each in _loads(scope.node))
            yield name, YES if is_read else _unless(family)


def _is_typed(taken: Parameter, globs: tuple[str, ...], constructor: Scope | None, module: Module) -> bool:
    """Whether the class that a parameter is annotated with is called as it might be: `EventBus` as `event_bus`."""
    if taken.node.annotation is None or constructor is None:
        return False
    symbol = module.names.annotation(taken.node.annotation, constructor)
    owner = last_name(symbol.removesuffix("()")).lower() if symbol is not None else ""
    return any(fnmatchcase(owner, glob.replace("_", "")) for glob in globs)


def _fields_taken(scope: Scope, module: Module) -> tuple[str, ...]:
    """What the constructor takes that a decorator makes of the fields of a class."""
    node, outer = scope.node, scope.parent
    if not isinstance(node, ast.ClassDef) or outer is None:
        return ()
    named = (each.func if isinstance(each, ast.Call) else each for each in node.decorator_list)
    is_made = any(module.symbol(each, outer) in _MAKING for each in named)
    return constructor_fields(scope, module) or () if is_made else ()


def _unless(alone: Answer) -> Answer:
    """No where a class has neither bases nor heirs that may do it; else it is not known."""
    return answer(None) if alone.holds is None else Answer(True, (("not", "", alone.when),))


def _is_used(name: str, constructor: Scope | None, scope: Scope) -> bool:
    assert constructor is not None and isinstance(constructor.node, FunctionNode)
    kept, names, storing = set[str](), {name}, set[ast.AST]()
    for target, value in _stored(constructor.node):
        if isinstance(value, ast.Name) and value.id in names:
            kept |= {target.attr} if isinstance(target, ast.Attribute) else set()
            names |= {target.id} if isinstance(target, ast.Name) else set()
            storing.add(value)
    read = (each for each in _loads(constructor.node) if isinstance(each, ast.Name) and each not in storing)
    if any(each.id in names for each in read):
        return True
    return any(isinstance(each, ast.Attribute) and each.attr in kept for each in _loads(scope.node))


def _stored(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """What a function assigns, each target with its value, several at once one by one."""
    for each in nodes_in(node):
        if isinstance(each, ast.Assign):
            for target in each.targets:
                if isinstance(target, ast.Tuple) and isinstance(each.value, ast.Tuple):
                    yield from zip(target.elts, each.value.elts, strict=False)
                else:
                    yield target, each.value
        elif isinstance(each, ast.AnnAssign):
            yield each.target, each.value


def _loads(node: ast.AST) -> Iterator[ast.Name | ast.Attribute]:
    for each in nodes_in(node):
        if isinstance(each, (ast.Name, ast.Attribute)) and isinstance(each.ctx, ast.Load):
            yield each
