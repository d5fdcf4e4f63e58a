"""What something was fitted with, or is given to, so that a call on it, or of it, is fine."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import msgspec

from ...flow.fate import assigned_names
from ...flow.fillings import held_by
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Scope
from ...query.answers import NO, YES
from ...query.calls.calls import Called
from ...query.expressions.parts import function_called
from ...query.naming.names import Asked, Names, NameSet, name_set
from ..site_kind import Site
from .uses import Kept, kept_as


class Fitted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """What fits something with what makes it fine: a method that is given it, or an attribute that is set."""

    methods: tuple[str, ...] = ()
    """Methods that fit it with what they are given. Example: `methods = ["mount"]`"""
    not_with: Names = ()
    """What is of no use there. Example: `not-with = ["acme.Plain"]`"""
    attributes: tuple[str, ...] = ()
    """Attributes that fit it where they are set. Example: `attributes = ["request"]`"""


def is_fitted(site: Site, wanted: Fitted) -> bool:
    """Whether what a method is called on was fitted so in the file, or by the function that made it."""
    module, call = site.module, site.node
    on = call.func.value if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else None
    fitted = module.once(_fitted(wanted)) if on is not None else {}
    if on is None or not fitted:
        return False
    made = (function_called(each, module, home) for each, home in held_by(on, module, site.scope))
    return kept_as(on, site.scope) in fitted or any(each is not None and each in fitted.values() for each in made)


def is_given_to(site: Site, names: Names) -> bool:
    """Whether what a call gives, or what is made of that by its own methods, is what one of some others is given, be it
    by way of a variable of the function."""
    wanted, module = name_set(names), site.module
    value, user = _made_of(site.node, module)
    user = module.index.parents.get(user) if isinstance(user, ast.keyword) else user
    if isinstance(user, ast.Call):
        return value is not user.func and _is_one(user, wanted, site)
    variables = assigned_names(user) if site.scope.kind == "function" else None
    handed = module.once(_handing(names)).get(site.scope, frozenset()) if variables else frozenset()
    return not handed.isdisjoint(variables or ())


@lru_cache(maxsize=64)
def _handing(names: Names) -> Callable[[Module], Mapping[Scope, frozenset[str]]]:
    """The variables that calls of some names are given, by the functions in which these stand."""
    wanted = name_set(names)

    def look(module: Module) -> Mapping[Scope, frozenset[str]]:
        found: dict[Scope, set[str]] = {}
        for last in wanted.last_names if wanted.last_names is not None else module.named_calls:
            for call in module.named_calls.get(last, ()):
                if isinstance(call, CallSite):
                    asked = Asked(call.symbol, name_of(call.node.func))
                    given = (*call.node.args, *(word.value for word in call.node.keywords))
                    if wanted.match(asked, module.roots) == YES:
                        found.setdefault(call.scope, set()).update(map(_beginning, given))
        return {scope: frozenset(variables) for scope, variables in found.items()}

    return look


def _made_of(node: ast.AST, module: Module) -> tuple[ast.AST, ast.AST | None]:
    """A value with what is made of it by its own methods, one after the other, and what that is handed to."""
    parents = module.index.parents
    outer = parents.get(node)
    while isinstance(outer, (ast.Await, ast.Attribute)) or (isinstance(outer, ast.Call) and outer.func is node):
        node, outer = outer, parents.get(outer)
    return node, outer


def _beginning(node: ast.expr) -> str:
    """The variable with which a chain of attributes and calls begins."""
    while isinstance(node, (ast.Await, ast.Attribute, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _is_one(call: ast.Call, wanted: NameSet, site: Site) -> bool:
    asked = Asked(site.module.symbol(call.func, site.scope), name_of(call.func))
    return wanted.match(asked, site.module.roots) == YES


@lru_cache(maxsize=64)
def _fitted(wanted: Fitted) -> Callable[[Module], dict[Kept, Scope | None]]:
    """What a file fits so, each with the function that does it."""

    def look(module: Module) -> dict[Kept, Scope | None]:
        calls = (each for name in wanted.methods for each in module.named_calls.get(name, ()))
        on = [(fitted, each.scope) for each in calls for fitted in _fitted_by(each, wanted, module)]
        setting = module.of(ast.Assign) if not module.mentioned.isdisjoint(wanted.attributes) else ()
        on += [(target.value, scope) for node, scope in setting for target in _set_by(node, wanted)]
        kept = ((kept_as(node, scope), scope.function) for node, scope in on)
        return {each: function for each, function in kept if each is not None}

    return look


def _fitted_by(call: Called, wanted: Fitted, module: Module) -> Iterator[ast.expr]:
    """What a method is called on that is given something else than what is of no use."""
    node, useless = call.node, name_set(wanted.not_with)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        values = (choice for each in node.args for choice in held_by(each, module, call.scope))
        named = [(each.func if isinstance(each, ast.Call) else each, home) for each, home in values]
        asked = [Asked(module.symbol(each, home), name_of(each)) for each, home in named if name_of(each)]
        if any(useless.match(each, module.roots) == NO for each in asked):
            yield node.func.value


def _set_by(node: ast.AST, wanted: Fitted) -> Iterator[ast.Attribute]:
    targets = node.targets if isinstance(node, ast.Assign) else []
    yield from (each for each in targets if isinstance(each, ast.Attribute) and each.attr in wanted.attributes)
