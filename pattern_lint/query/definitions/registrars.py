"""Functions by which classes are put into the tables that factories choose from, and who is told to them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in
from ..calls.lookups import chosen_among, is_class_name, parts_of

_TELLING = ("register", "add", "_register")
"""How what takes a class begins."""
OF_HEIRS = "__init_subclass__"
"""What is told of each heir of its class."""


class Registrar(NamedTuple):
    """A function that puts what it is given into a table of which the module calls what it finds."""

    function: str
    factory: str
    table: str
    """The last name of the table."""
    place: int
    """The place of what is put there among the parameters; -1 where the function gives back a decorator for it."""
    parameter: str
    elsewhere: str = ""
    """The symbol of the table, where it is one of the module's and other modules call what they find in it."""


class Teller(NamedTuple):
    """What tells a function of a class: by a decorator with arguments (-1), or as an argument by place or keyword."""

    function: str
    cls: str
    place: int
    keyword: str

    def tells(self, registrar: Registrar) -> bool:
        """Whether the class is what the function puts into its table."""
        return self.place == registrar.place or (bool(self.keyword) and self.keyword == registrar.parameter)


def looked_into(module: Module) -> frozenset[str]:
    """The names of the tables in which a module looks up what it calls."""
    tables = (parts_of(node)[0] for node, _ in chosen_among(module))
    return frozenset(name_of(table) for table in tables if table is not None)


def looked_into_elsewhere(module: Module) -> Iterator[str]:
    """The symbols of the tables of other modules in which a module looks up what it calls."""
    for node, scope in chosen_among(module):
        table = parts_of(node)[0]
        symbol = _of_ours(table, scope, module) if table is not None else ""
        if symbol and not symbol.startswith(f"{module.name}."):
            yield symbol


def registrars(module: Module) -> list[Registrar]:
    """The functions of a module that fill a table with what they, or what they give back as a decorator, are given."""
    return module.once(_registrars)


def told(module: Module) -> Iterator[Teller]:
    """The classes that functions of the project are told of by a decorator or a call."""
    for scope in module.index.scopes:
        node, outer = scope.node, scope.parent
        for decorator in node.decorator_list if isinstance(node, ast.ClassDef) and outer is not None else ():
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            by = _of_ours(called, outer or scope, module)
            if by:
                yield Teller(by, module.names.qualified(scope), -1 if called is not decorator else 0, "")
    for name in module.named_calls:
        for call in module.named_calls[name] if name.startswith(_TELLING) else ():
            if isinstance(call.node, ast.Call) and call.symbol:
                yield from (each._replace(function=call.symbol) for each in _given(call.node, call.scope, module))


def _given(call: ast.Call, scope: Scope, module: Module) -> Iterator[Teller]:
    """The classes that a call is given, each with its place."""
    places = [*((each, place, "") for place, each in enumerate(call.args))]
    for given, place, keyword in (*places, *((word.value, -2, word.arg or "") for word in call.keywords)):
        is_class = isinstance(given, (ast.Name, ast.Attribute)) and is_class_name(name_of(given))
        symbol = _of_ours(given, scope, module) if is_class else ""
        if symbol:
            yield Teller("", symbol, place, keyword)


def _of_ours(node: ast.expr, scope: Scope, module: Module) -> str:
    symbol = module.symbol(node, scope) or ""
    return symbol if symbol[: symbol.find(".")] in module.roots else ""


def _registrars(module: Module) -> list[Registrar]:
    own = looked_into(module)
    wanted = own | {name for name, bound in module.scope.bindings.items() if isinstance(bound[0].value, ast.Dict)}
    items = (
        (node, scope, node.targets[0])
        for node, scope in (module.of(ast.Assign) if wanted else ())
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript)
    )
    found = (each for node, scope, item in items for each in _filling(node, item, scope, wanted, module))
    return [each if each.table in own else each._replace(elsewhere=f"{module.name}.{each.table}") for each in found]


def _filling(
    node: ast.Assign, item: ast.Subscript, scope: Scope, wanted: frozenset[str], module: Module
) -> Iterator[Registrar]:
    table, value = name_of(item.value), node.value
    if table not in wanted or not isinstance(value, ast.Name) or len(node.targets) > 1:
        return
    functions = list(_around(scope))
    taking = next((each for each in functions if value.id in _parameters(each)), None)
    if taking is None:
        return
    outermost = functions[-1]
    if outermost.name == OF_HEIRS and _is_asked_first(outermost.node, value.id):
        return
    named = outermost.owner.name if outermost.owner is not None else module.name.rpartition(".")[2]
    taken = _parameters(outermost)
    is_bound = outermost.is_method and not any(name_of(each) == "staticmethod" for each in _decorators(outermost))
    place = taken.index(value.id) - int(is_bound) if taking is outermost else -1
    yield Registrar(module.names.qualified(outermost), named, table, place, value.id)


def _is_asked_first(function: ast.AST, cls: str) -> bool:
    """Whether a function leaves where an attribute of the class says so: then each class says whether it is put
    there."""
    return any(
        isinstance(each, ast.If)
        and isinstance(each.body[-1], ast.Return)
        and any(isinstance(part, ast.Attribute) and name_of(part.value) == cls for part in nodes_in(each.test))
        for each in getattr(function, "body", ())
    )


def _decorators(scope: Scope) -> list[ast.expr]:
    return scope.node.decorator_list if isinstance(scope.node, FunctionNode) else []


def _around(scope: Scope) -> Iterator[Scope]:
    """The functions around a place, from within."""
    current: Scope | None = scope
    while current is not None and isinstance(current.node, FunctionNode):
        yield current
        current = current.parent


def _parameters(scope: Scope) -> list[str]:
    function = scope.node
    assert isinstance(function, FunctionNode)
    given = function.args
    return [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
