"""What objects do with themselves and with what they are given when they are made."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from ...config.globs import fnmatchcase
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in
from ..answers import NO, YES, Answer, answer, on_condition, opposite, some
from ..calls.calls import CallTable
from ..naming.names import Names, last_name, name_set
from .members import constructor_fields
from .put_to_use import given_to_base, uses_one
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
        meant = YES if any(taken.is_called(glob) for glob in globs) else _typed(taken, globs, constructor, module)
        if meant.holds is not False:
            to_base = _is_given_to_base(taken.name, constructor)
            is_used = _is_used(taken.name, constructor, scope) or (to_base and uses_one(scope, globs, module))
            kept = [opposite(on_condition(("member", module.names.qualified(scope), globs)))] if to_base else []
            held = YES if is_used else some([_unless(family), *kept, *_used_around(globs, scope, module)])
            yield taken.name, some([held, opposite(meant)]) if meant.when else held
    fields = _fields_taken(scope, module) if constructor is None else ()
    for name in fields:
        if any(fnmatchcase(name, glob) for glob in globs):
            is_read = any(isinstance(each, ast.Attribute) and each.attr == name for each in _loads(scope.node))
            yield name, YES if is_read else _unless(family)
    if constructor is None and not fields and isinstance(scope.node, ast.ClassDef) and scope.node.bases:
        yield globs[0].strip("*_"), _uses_of_inherited(globs, scope, module, family)


def _uses_of_inherited(globs: tuple[str, ...], scope: Scope, module: Module, family: Answer) -> Answer:
    """Whether a class does anything with what the constructor of a base takes and keeps under such a name."""
    if uses_one(scope, globs, module):
        return YES
    cls = module.names.qualified(scope)
    lacks = (opposite(on_condition((asked, cls, globs))) for asked in ("takes", "member"))
    return some([_unless(family), *lacks])


def _typed(taken: Parameter, globs: tuple[str, ...], constructor: Scope | None, module: Module) -> Answer:
    """Whether the class that a parameter is annotated with is called as it might be: `EventBus` as `event_bus`.

    What another module calls otherwise may be a name for such a class.
    """
    if taken.node.annotation is None or constructor is None:
        return NO
    symbol = (module.names.annotation(taken.node.annotation, constructor) or "").removesuffix("()")
    classes = tuple(glob.replace("_", " ").title().replace(" ", "") for glob in globs)
    if any(fnmatchcase(last_name(symbol), glob) for glob in classes):
        return YES
    is_ours = symbol[: symbol.find(".")] in module.roots
    return on_condition(("stands-for", symbol, classes)) if is_ours else NO


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


def _is_given_to_base(name: str, constructor: Scope | None) -> bool:
    """Whether a constructor hands a parameter to that of a base."""
    given = given_to_base(constructor) if constructor is not None else ()
    return any(isinstance(each, ast.Name) and each.id == name for each in given)


def _is_used(name: str, constructor: Scope | None, scope: Scope) -> bool:
    assert constructor is not None and isinstance(constructor.node, FunctionNode)
    kept, names, aside = set[str](), {name}, set(_asked_for(scope.node))
    for target, stored in _stored(constructor.node):
        for value in (each for each in _first_of(stored) if isinstance(each, ast.Name) and each.id in names):
            kept |= {target.attr} if isinstance(target, ast.Attribute) else set()
            names |= {target.id} if isinstance(target, ast.Name) else set()
            aside.add(value)
    aside.update(given_to_base(constructor))
    read = (each for each in _loads(constructor.node) if isinstance(each, ast.Name) and each not in aside)
    if any(each.id in names for each in read):
        return True
    attributes = (each for each in _loads(scope.node) if isinstance(each, ast.Attribute) and each not in aside)
    return any(each.attr in kept for each in attributes)


def _used_around(globs: tuple[str, ...], scope: Scope, module: Module) -> Iterator[Answer]:
    """Whether decorators of the project do something with it around the methods of a class."""
    calls = tuple(f"{glob}.*" for glob in globs)
    for method in scope.children:
        for each in method.node.decorator_list if isinstance(method.node, FunctionNode) else ():
            symbol = module.symbol(each.func if isinstance(each, ast.Call) else each, scope) or ""
            if symbol[: symbol.find(".")] in module.roots:
                yield on_condition(("decorates-by", symbol, calls))


def _asked_for(node: ast.AST) -> Iterator[ast.expr]:
    """What is only asked whether it is there."""
    for each in nodes_in(node):
        if isinstance(each, ast.Compare) and isinstance(each.ops[0], (ast.Is, ast.IsNot)):
            yield each.left
        elif isinstance(each, (ast.If, ast.IfExp, ast.Assert)):
            yield each.test.operand if isinstance(each.test, ast.UnaryOp) else each.test


def _first_of(value: ast.expr | None) -> Sequence[ast.expr | None]:
    """What a value is in the first place: another takes its place where it is missing."""
    if isinstance(value, ast.BoolOp):
        return value.values[:1]
    return (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)


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
