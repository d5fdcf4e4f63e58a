"""How a class keeps its only instance: where that is made, what is tested before, and under which lock."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..lang.python.module import Module, name_of
from ..lang.python.scopes import FunctionNode, Scope
from ..lang.python.walking import nodes_in
from .locks import is_lock

_TESTS = (ast.If, ast.While, ast.IfExp)
_BLOCKS = (ast.With, ast.AsyncWith)


class Making(NamedTuple):
    """The statement that keeps the instance, in a method of its class."""

    statement: ast.stmt
    attribute: str
    """Where the instance is kept."""
    is_shared_by_tasks_only: bool
    """Whether only tasks of one event loop come here, none of which waits between the test and the making."""
    is_by_key: bool
    """Whether there is one for each key, which is something else than the class."""


def making_of(scope: Scope, owner: Scope, module: Module) -> Making | None:
    """Where a method makes the instance that its class keeps, once a test has said that there is none."""
    node = scope.node
    assert isinstance(node, FunctionNode)
    for statement, kept in _keepings(node, owner):
        tests = [each for each in module.ancestors(statement) if isinstance(each, _TESTS)]
        is_tested = any(_asks_for(each.test, kept, node) for each in tests) or _tests_itself(statement, kept)
        if is_tested or _leaves_before(node, kept):
            return Making(statement, kept, _is_for_tasks(node, tests), _is_by_key(statement, _holders(node, owner)))
    return None


def _keepings(function: FunctionNode, owner: Scope, *, by_helper: bool = True) -> Iterator[tuple[ast.stmt, str]]:
    """The statements of a method that keep an instance, or call a method of the class that does so without a lock."""
    holders = _holders(function, owner)
    for statement in nodes_in(function):
        if isinstance(statement, (ast.Assign, ast.AnnAssign)):
            kept = _kept_by(statement, holders)
            if kept and _makes_one(statement, function, owner):
                yield statement, kept
                continue
        if by_helper and isinstance(statement, (ast.Assign, ast.Expr, ast.Return)):
            helper = _method_called(statement.value, holders, owner)
            if helper is not None and not any(isinstance(each, _BLOCKS) for each in nodes_in(helper)):
                yield from ((statement, kept) for _, kept in _keepings(helper, owner, by_helper=False))
            made = statement.value if isinstance(statement, ast.Expr) else None
            if isinstance(made, ast.Call) and _is_holder(made.func, holders):
                yield from ((statement, kept) for kept in _kept_by_constructor(owner))


def _kept_by_constructor(owner: Scope) -> Iterator[str]:
    """Where a constructor keeps the instance that it sets up."""
    for constructor in (each.node for each in owner.children if each.name == "__init__"):
        own = constructor.args.args[:1] if isinstance(constructor, FunctionNode) else []
        for each in nodes_in(constructor) if own else ():
            if isinstance(each, ast.Assign) and _is_holder(each.value, frozenset({own[0].arg})):
                kept = _kept_by(each, frozenset({owner.name}))
                yield from [kept] if kept else []


def _kept_by(statement: ast.Assign | ast.AnnAssign, holders: frozenset[str]) -> str:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return next(filter(None, (_attribute(target, holders) for target in targets)), "")


def _is_by_key(statement: ast.stmt, holders: frozenset[str]) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else ()
    return any(isinstance(each, ast.Subscript) and not _is_holder(each.slice, holders) for each in targets)


def _method_called(value: ast.expr | None, holders: frozenset[str], owner: Scope) -> FunctionNode | None:
    """The method of the class that an expression calls on one of some names."""
    call = value.value if isinstance(value, ast.Await) else value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    name = call.func.attr if _is_holder(call.func.value, holders) else ""
    nodes = (each.node for each in owner.children if each.name == name)
    return next((each for each in nodes if isinstance(each, FunctionNode)), None)


def _makes_one(statement: ast.Assign | ast.AnnAssign, function: FunctionNode, owner: Scope) -> bool:
    """Whether what is kept is made of the class, here or where the name was given to it that is kept."""
    value = statement.value
    if value is None:
        return False
    values: list[ast.AST] = [value]
    if isinstance(value, ast.Name):
        given = (each for each in nodes_in(function) if isinstance(each, ast.Assign))
        values += [each.value for each in given if any(name_of(target) == value.id for target in each.targets)]
    parts = [part for each in values for part in nodes_in(each)]
    makers = _holders(function, owner) | {"super"} | _makers_of(owner)
    return any(isinstance(part, ast.Name) and part.id in makers for part in parts) or any(
        isinstance(part, ast.Attribute) and part.attr == "__new__" for part in parts
    )


def _makers_of(owner: Scope) -> frozenset[str]:
    """The functions of the class's module that return a new one of it, be it by way of a variable."""
    functions = (each for each in owner.module.children if isinstance(each.node, FunctionNode))
    return frozenset(each.name for each in functions if _returns_new(each.node, owner.name))


def _returns_new(function: ast.AST, cls: str) -> bool:
    parts = nodes_in(function)
    made = {id(part) for part in parts if isinstance(part, ast.Call) and _is_holder(part.func, frozenset({cls}))}
    given = [part for part in parts if isinstance(part, ast.Assign) and id(part.value) in made] if made else []
    names = {name_of(target) for each in given for target in each.targets} - {""}
    returned = [part.value for part in parts if isinstance(part, ast.Return)] if made else []
    return any(id(value) in made or (isinstance(value, ast.Name) and value.id in names) for value in returned)


def _tests_itself(statement: ast.stmt, attribute: str) -> bool:
    """Whether what is kept is what there was, where there was something."""
    value = statement.value if isinstance(statement, (ast.Assign, ast.AnnAssign)) else None
    tested = value.values[0] if isinstance(value, ast.BoolOp) else value.test if isinstance(value, ast.IfExp) else None
    return tested is not None and _asks_for(tested, attribute)


def _holders(node: FunctionNode, owner: Scope) -> frozenset[str]:
    """What the class is called in one of its methods; the first parameter of a plain one is an instance."""
    is_of_class = node.name == "__new__" or any(name_of(each) == "classmethod" for each in node.decorator_list)
    return frozenset({owner.name, *(arg.arg for arg in node.args.args[:1] if is_of_class)})


def _attribute(target: ast.expr, holders: frozenset[str]) -> str:
    """The attribute of the class that is set, be it a dict that has the only instance for each class or key."""
    if isinstance(target, ast.Subscript):
        return _attribute(target.value, holders)
    value = target.value if isinstance(target, ast.Attribute) else None
    return target.attr if isinstance(target, ast.Attribute) and _is_holder(value, holders) else ""


def _is_holder(node: ast.expr | None, holders: frozenset[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in holders


def _asks_for(test: ast.AST, attribute: str, within: ast.AST | None = None) -> bool:
    """Whether a test speaks of an attribute, or of a name that is given to that in a function or block."""
    names = _names_of(within, attribute) if within is not None else ()
    return any(
        (isinstance(each, ast.Attribute) and each.attr == attribute)
        or (isinstance(each, ast.Constant) and each.value == attribute)
        or (isinstance(each, ast.Name) and each.id in names)
        for each in nodes_in(test)
    )


def _names_of(within: ast.AST, attribute: str) -> frozenset[str]:
    """The names under which a function or block looks at an attribute."""
    looks = [each for each in nodes_in(within) if isinstance(each, ast.Assign) and _asks_for(each.value, attribute)]
    return frozenset(target.id for each in looks for target in each.targets if isinstance(target, ast.Name))


def _leaves_before(node: FunctionNode, attribute: str) -> bool:
    """Whether the method begins with `if there is one: return it`, or tries to return it."""
    return any(_returns_one(each, attribute) for each in nodes_in(node))


def _returns_one(node: ast.AST, attribute: str) -> bool:
    if isinstance(node, ast.Try):
        returned = [each.value for each in node.body if isinstance(each, ast.Return) and each.value is not None]
        return bool(node.handlers) and any(_asks_for(each, attribute) for each in returned)
    return isinstance(node, ast.If) and isinstance(node.body[-1], ast.Return) and _asks_for(node.test, attribute)


def _is_for_tasks(node: FunctionNode, tests: list[ast.If | ast.While | ast.IfExp]) -> bool:
    if not isinstance(node, ast.AsyncFunctionDef):
        return False
    return not any(isinstance(each, (ast.Await, ast.AsyncWith)) for test in tests for each in nodes_in(test))


def guard_of(making: Making, module: Module, scope: Scope) -> str:
    """What lacks of a lock around the making, with a test within; empty where nothing does."""
    inside: list[ast.AST] = []
    for each in module.ancestors(making.statement):
        if each is scope.node:
            break
        if isinstance(each, (ast.With, ast.AsyncWith)) and any(
            is_lock(i.context_expr, module, scope) for i in each.items
        ):
            is_tested = any(isinstance(i, _TESTS) and _asks_for(i.test, making.attribute, each) for i in inside)
            is_tested = is_tested or _tests_itself(making.statement, making.attribute)
            return "" if is_tested or _leaves_in(each, making) else _UNTESTED
        inside.append(each)
    return "" if _acquires(scope.node, making, module, scope) else _UNLOCKED


_UNLOCKED = "tests whether there is an instance and makes one without a lock, so that two threads may make two"
_UNTESTED = "does not test again within the lock, so that whoever waited for it makes a second instance"


def _leaves_in(block: ast.With | ast.AsyncWith, making: Making) -> bool:
    return any(_returns_one(each, making.attribute) for each in block.body)


def _acquires(node: ast.AST, making: Making, module: Module, scope: Scope) -> bool:
    """Whether a lock is acquired by hand before the making, with a test in between."""
    nodes = nodes_in(node)
    asked = [each.lineno for each in nodes if isinstance(each, _TESTS) and _asks_for(each.test, making.attribute)]
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr == "acquire"
        and is_lock(each.func.value, module, scope)
        and any(each.lineno < line <= making.statement.lineno for line in asked)
        for each in nodes
    )


def keeps_what_it_is_given(constructor: Scope) -> bool:
    """Whether a constructor does nothing but set attributes to what it is given, or to what that tells."""
    node = constructor.node
    assert isinstance(node, FunctionNode)
    given = {arg.arg for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)[1:]}
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    for each in body:
        given |= _told_by(each, given)
    values = [each.value if isinstance(each, (ast.Assign, ast.AnnAssign)) else None for each in body]
    calls = [each for value in values if value is not None for each in nodes_in(value) if isinstance(each, ast.Call)]
    asks = all(isinstance(call.func, ast.Attribute) and _mentions(call.func.value, given) for call in calls)
    return asks and all(value is not None and _mentions(value, given) for value in values)


def unguarded(constructor: Scope, cls: str) -> str:
    """The first attribute that a constructor sets each time it runs; empty where it does so only once."""
    node = constructor.node
    assert isinstance(node, FunctionNode)
    if node.decorator_list or not node.args.args:
        return ""
    own = node.args.args[0].arg
    known = {own, cls, "cls"}
    return _first_set(node.body, own, known, constructor.parent)


def _first_set(statements: Sequence[ast.stmt], own: str, known: set[str], owner: Scope | None = None) -> str:
    """The first attribute that statements set, or plain methods of the owner that they call, whatever there was
    before; `known` names tell of that."""
    for statement in statements:
        found = ""
        if isinstance(statement, ast.If) and _mentions(statement.test, known):
            if isinstance(statement.body[-1], ast.Return):
                return ""
            found = next(_sets(statement.orelse, own), "") if _asks_for_absence(statement.test) else ""
        elif isinstance(statement, _BLOCKS):
            if any(_is_way_out(each, known) for each in statement.body):
                return _first_set(statement.body, own, known, owner)
            found = _first_set(statement.body, own, known, owner)
        elif isinstance(statement, ast.Try) and any(_only_looks(each, known) for each in statement.body):
            found = next(_sets([*statement.body, *statement.orelse, *statement.finalbody], own), "")
        else:
            found = next(_sets([statement], own), "") or _set_by_method(statement, own, owner)
            known |= _told_by(statement, {own})
        if found:
            return found
    return ""


def _set_by_method(statement: ast.stmt, own: str, owner: Scope | None) -> str:
    value = statement.value if isinstance(statement, ast.Expr) else None
    method = _method_called(value, frozenset({own}), owner) if owner is not None else None
    if method is None or method.decorator_list or not method.args.args:
        return ""
    its_own = method.args.args[0].arg
    return _first_set(method.body, its_own, {its_own, "cls"})


def _is_way_out(statement: ast.stmt, known: set[str]) -> bool:
    is_test = isinstance(statement, ast.If) and _mentions(statement.test, known)
    return is_test and isinstance(statement, ast.If) and isinstance(statement.body[-1], ast.Return)


def _only_looks(statement: ast.stmt, known: set[str]) -> bool:
    """Whether a statement only asks for something, which fails where it is not there."""
    return (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Attribute) and _mentions(statement, known)
    )


def _told_by(statement: ast.stmt, names: set[str]) -> set[str]:
    """The names to which a statement gives something of what has some names."""
    if not isinstance(statement, ast.Assign) or not _mentions(statement.value, names):
        return set()
    return {target.id for target in statement.targets if isinstance(target, ast.Name)}


def _mentions(node: ast.AST, names: set[str]) -> bool:
    return any(isinstance(each, ast.Name) and each.id in names for each in nodes_in(node))


def _asks_for_absence(test: ast.expr) -> bool:
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def _sets(statements: Sequence[ast.stmt], own: str) -> Iterator[str]:
    """The attributes that some statements set to what has nothing to do with what they were."""
    for node in (each for statement in statements for each in nodes_in(statement)):
        if isinstance(node, ast.Call):
            yield from _set_by_call(node, own)
            continue
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, (ast.AnnAssign, ast.AugAssign)) else targets
        for target in (part for each in targets for part in getattr(each, "elts", [each])):
            name = _name_set(target, own)
            value = getattr(node, "value", None)
            if name and (value is None or not _asks_for(value, name)):
                yield name


def _name_set(target: ast.expr, own: str) -> str:
    if isinstance(target, ast.Attribute) and _is_holder(target.value, frozenset({own})):
        return target.attr
    return "__dict__" if isinstance(target, ast.Subscript) and _is_dict_of(target.value, own) else ""


def _set_by_call(call: ast.Call, own: str) -> Iterator[str]:
    """What `setattr`, `__setattr__` and an update of the object's dict set."""
    function, name = call.func, name_of(call.func)
    if name == "update" and isinstance(function, ast.Attribute) and _is_dict_of(function.value, own):
        yield "__dict__"
    is_on_base = name == "__setattr__" and isinstance(function, ast.Attribute) and isinstance(function.value, ast.Call)
    if name in ("setattr", "__setattr__") and (is_on_base or any(_is_name(each, own) for each in call.args[:1])):
        said = next((each.value for each in call.args if isinstance(each, ast.Constant)), "")
        if not (isinstance(said, str) and said and any(_asks_for(each, said) for each in call.args[2:])):
            yield said if isinstance(said, str) and said else "attributes"


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _is_dict_of(node: ast.expr, own: str) -> bool:
    if isinstance(node, ast.Call):
        return name_of(node.func) == "vars" and any(_is_name(each, own) for each in node.args)
    return isinstance(node, ast.Attribute) and node.attr == "__dict__" and _is_name(node.value, own)
