"""What code does with containers: registrations, lookups, and tests whether something is registered.

A container is a receiver whose name or type ends in container or injector. Files that mention neither word are
passed over without a look at their calls.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from typing import NamedTuple

from ..knowledge.words import listed, names_of, table
from ..lang.python.module import CallSite, Module
from ..lang.python.scopes import Scope
from .project import Project

_PARTS = (b"ontainer", b"njector")
_OTHER_REGISTERING = frozenset("add bind define factory override provide provider set singleton wire".split())
_TESTING = ("has", "is_", "contains", "can_", "exists", "__contains__")


class Use(NamedTuple):
    """A method that is called on a container."""

    node: ast.Call
    scope: Scope
    method: str
    receiver: ast.expr
    unsure: str
    """What the receiver is, where only the project can tell whether that is a container; else empty."""
    typed: bool
    """Whether the receiver's type says that it is a container, and not its name alone."""


class _Methods(NamedTuple):
    """Methods of containers by their names."""

    ends: tuple[str, ...]
    """With a dot before them: there the join is asked what their receiver is, where the module cannot tell."""
    own_lookups: frozenset[str]
    """By these components ask the container that they were registered in; their names say what they are."""
    own_registering: frozenset[str]
    """By these nothing but a container takes something, whatever it is called."""


@table
def _methods() -> _Methods:
    return _Methods(
        tuple(f".{name}" for name in listed("container-methods")),
        frozenset(listed("own-lookups")),
        frozenset(listed("own-registering")),
    )


def container_uses(module: Module) -> list[Use]:
    """Every method call on a container, and those on what may turn out to be one."""
    return module.once(_container_uses)


def _container_uses(module: Module) -> list[Use]:
    found: list[Use] = []
    mentioned, methods = mentions_container(module), _methods()
    plain = {symbol for symbol in module.called_symbols if symbol is not None and symbol.endswith(methods.ends)}
    is_told = not methods.own_registering.isdisjoint(module.named_calls)
    for call in module.calls if mentioned or plain or is_told else ():
        function, symbol = call.node.func, call.symbol
        if not isinstance(function, ast.Attribute):
            continue
        if symbol is None and function.attr in methods.own_registering and isinstance(function.value, ast.Name):
            found.append(Use(call.node, call.scope, function.attr, function.value, "", typed=False))
            continue
        if not (mentioned or symbol in plain):
            continue
        if mentioned and is_container(module, function.value, call.scope):
            typed = is_typed_container(module, function.value, call.scope)
            found.append(Use(call.node, call.scope, function.attr, function.value, "", typed))
        elif symbol is not None and symbol in plain and symbol[: symbol.find(".")] in module.roots:
            receiver = "" if function.attr in methods.own_lookups else module.symbol(function.value, call.scope)
            if receiver is not None:
                found.append(Use(call.node, call.scope, function.attr, function.value, receiver, True))
    return found


def is_container_symbol(project: Project, symbol: str) -> bool:
    """Whether a symbol is an instance of a class that is named as containers are, or derives from one."""
    found = project.resolver.resolve(symbol)
    if found is None or not found.endswith("()"):
        return False
    return any(names_container(base.rpartition(".")[2]) for base in project.resolver.linear(found.removesuffix("()")))


def mentions_container(module: Module) -> bool:
    """Whether a file speaks of containers at all."""
    return module.once(_mentions_container)


def _mentions_container(module: Module) -> bool:
    return any(part in module.source for part in _PARTS)


def names_container(name: str) -> bool:
    """Whether a name, of a variable or a type, is that of a container."""
    return name.lower().endswith(listed("container-endings"))


def is_registering(method: str) -> bool:
    return method.startswith("register")


@table
def registering_methods() -> tuple[str, ...]:
    """The methods by which what may be a container takes something."""
    return tuple(filter(is_registering, listed("container-methods")))


def may_register(method: str) -> bool:
    """Whether a method has one of the names under which containers take something."""
    return is_registering(method) or method.partition("_")[0] in _OTHER_REGISTERING


def is_testing(method: str) -> bool:
    return method.startswith(_TESTING)


def is_container(module: Module, node: ast.expr, scope: Scope) -> bool:
    """Whether an expression is a container, by its type or, where that is not known, by its name."""
    symbol = module.symbol(node, scope)
    if symbol is not None:
        root = symbol.partition(".")[0]
        if (root in names_of("other-containers") or root in sys.stdlib_module_names) and root not in module.roots:
            return False
    return (
        is_typed_container(module, node, scope)
        or names_container(_last_name(node))
        or _is_factory_parameter(module, node, scope)
    )


def constructs_unasked(module: Module, node: ast.expr, scope: Scope) -> bool:
    """Whether a container makes classes by itself that nobody registered."""
    symbol = module.symbol(node, scope) or ""
    return symbol.partition(".")[0] in names_of("constructing-libraries")


def is_typed_container(module: Module, node: ast.expr, scope: Scope) -> bool:
    """Whether an expression's type is named as containers are."""
    symbol = module.symbol(node, scope) or ""
    return symbol.endswith("()") and names_container(symbol[:-2].rpartition(".")[2])


def is_sure_container(module: Module, node: ast.expr, scope: Scope) -> bool:
    """The same, or one of another module of the project that has the name of one."""
    symbol = module.symbol(node, scope) or ""
    is_ours = symbol[: symbol.find(".")] in module.roots and symbol.rpartition(".")[0] != module.name
    return is_typed_container(module, node, scope) or (is_ours and names_container(symbol))


def takes_registering(module: Module, value: ast.expr | None, scope: Scope) -> bool:
    """Whether a name is given the method by which a container takes something, as it is or with some of it bound: what
    is registered by that name does not show."""
    if isinstance(value, ast.Call) and value.args and called_name(value).startswith("partial"):
        value = value.args[0]
    if not isinstance(value, ast.Attribute) or not is_registering(value.attr):
        return False
    return is_container(module, value.value, scope)


def _last_name(node: ast.expr) -> str:
    """The name that an expression ends in: of a variable, an attribute, a called function, a constant key."""
    if isinstance(node, ast.Await):
        return _last_name(node.value)
    if isinstance(node, ast.Call):
        return _last_name(node.func)
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return ""


def _is_factory_parameter(module: Module, node: ast.expr, scope: Scope) -> bool:
    """`lambda c: OrderService(c.get(Bus))`, handed to a container, is given that container."""
    function = scope.node
    if not isinstance(node, ast.Name) or not isinstance(function, ast.Lambda):
        return False
    if node.id not in [arg.arg for arg in function.args.args]:
        return False
    around = handed_to(module, function)
    return (
        around is not None
        and isinstance(around.func, ast.Attribute)
        and may_register(around.func.attr)
        and scope.parent is not None
        and is_container(module, around.func.value, scope.parent)
    )


def handed_to(module: Module, node: ast.AST) -> ast.Call | None:
    """The call that takes a node as one of its arguments."""
    parent = module.index.parents.get(node)
    if isinstance(parent, ast.keyword):
        parent = module.index.parents.get(parent)
    return parent if isinstance(parent, ast.Call) and parent.func is not node else None


def registering_functions(module: Module) -> dict[Scope, str]:
    """The functions that register something in a container or make one; each with what is unsure about it."""
    found: dict[Scope, str] = {}
    for use in container_uses(module):
        function = use.scope.function
        if function is not None and may_register(use.method) and found.get(function) != "":
            found[function] = use.unsure
    if mentions_container(module):
        calls = (call for call in module.calls if makes_container(module, call) or _hands_on(module, call))
        scopes = {call.scope.function for call in calls} | {scope.function for scope in _assigning(module)}
        found |= {scope: "" for scope in scopes if scope is not None}
    return found


def called_name(call: ast.Call) -> str:
    """The last name of what is called."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _hands_on(module: Module, call: CallSite) -> bool:
    """`register_orders(container, OrderService())`: a helper registers."""
    return called_name(call.node).lstrip("_").startswith("register") and any(
        is_container(module, argument, call.scope) for argument in call.node.args
    )


def _assigning(module: Module) -> Iterator[Scope]:
    """`container["orders"] = ...` and `container.orders = ...`."""
    for node, scope in module.of(ast.Assign):
        assert isinstance(node, ast.Assign)
        for target in node.targets:
            if isinstance(target, (ast.Subscript, ast.Attribute)) and is_container(module, target.value, scope):
                yield scope


def makes_container(module: Module, call: CallSite) -> bool:
    """Whether a call constructs a container."""
    symbol = call.symbol
    return (
        symbol is not None
        and "()" not in symbol
        and symbol[symbol.rfind(".") + 1 :][:1].isupper()
        and names_container(symbol)
        and symbol.partition(".")[0] not in names_of("other-containers")
    )
