"""What a collection is made of: what is written out, added, chosen, kept by an object, handed over or yielded."""

from __future__ import annotations

import ast
from typing import NamedTuple

from ...flow.fillings import own_class, standing_for
from ...lang.python.constants import elements
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..definitions.signatures import parameters_of
from ..functions.callers import given_for, taken
from .additions import added_to, additions

_COPYING = frozenset(f"builtins.{name}" for name in ("list", "tuple", "sorted"))
_CHOOSING = (ast.ListComp, ast.SetComp, ast.GeneratorExp)


class Part(NamedTuple):
    """Something that a collection is made of."""

    node: ast.expr
    scope: Scope
    is_collection: bool = True
    """Whether its elements are meant."""
    is_added: bool = False
    """Whether it is added to another one: then it is not followed where something is added to it in turn."""


def yielded(module: Module) -> dict[Scope, list[Part]]:
    """What the generators of a module yield."""
    found: dict[Scope, list[Part]] = {}
    for node, scope in module.of(ast.Yield, ast.YieldFrom):
        assert isinstance(node, (ast.Yield, ast.YieldFrom))
        if node.value is not None:
            found.setdefault(scope, []).append(Part(node.value, scope, isinstance(node, ast.YieldFrom)))
    return found


def is_open(part: Part, module: Module) -> bool:
    """Whether others may put more into a collection than its module shows."""
    node, function = part.node, part.scope.function
    if isinstance(node, ast.Name) and taken(node, module, part.scope) is not None:
        return function is None or not function.name.startswith("_") or function.name.startswith("__")
    owner = own_class(node, part.scope) if isinstance(node, ast.Attribute) else None
    return owner is not None and isinstance(owner.node, ast.ClassDef) and bool(owner.node.bases)


def is_filled(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether something is added to a collection after it was made."""
    home = scope.home(node.id) if isinstance(node, ast.Name) else None
    return home is not None and isinstance(node, ast.Name) and (home, node.id) in module.once(added_to)


def made_of(part: Part, module: Module) -> list[Part] | None:
    """What a collection is made of; None where that does not show."""
    node, scope = part.node, part.scope
    if isinstance(node, ast.Call) and len(node.args) == 1 and module.symbol(node.func, scope) in _COPYING:
        return [part._replace(node=node.args[0])]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [part._replace(node=node.left), part._replace(node=node.right)]
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return [
            part._replace(node=each.value) if isinstance(each, ast.Starred) else Part(each, scope, is_collection=False)
            for each in node.elts
        ]
    if isinstance(node, _CHOOSING):
        return _chosen(node, part)
    if isinstance(node, ast.Attribute):
        return _kept(node, part, module)
    if isinstance(node, ast.Name):
        return _handed(node, part, module)
    shown = elements(module, node, scope) if isinstance(node, (ast.Call, ast.Dict)) else None
    return [Part(each, scope, is_collection=False) for each in shown] if shown is not None else None


def parts_filled(part: Part, module: Module) -> list[Part] | None:
    """What a collection holds to which something is added, if it is made of elements and each addition shows."""
    assert isinstance(part.node, ast.Name)
    home = part.scope.home(part.node.id)
    if home is None or part.is_added:
        return None
    added = module.once(added_to)[home, part.node.id]
    made = [each.value for each in home.bindings[part.node.id] if not isinstance(each.node, ast.AugAssign)]
    if any(_is_place(each.added, module) for each in added):
        return None
    if len(made) != 1 or not isinstance(made[0], (ast.List, ast.Set, ast.Tuple)):
        return None
    first = Part(made[0], home, is_added=True)
    return [first, *(Part(each.added, each.scope, each.is_collection, is_added=True) for each in added)]


def _is_place(added: ast.expr, module: Module) -> bool:
    """Whether something says where in a collection something else is put."""
    return isinstance(module.index.parents.get(added), ast.Subscript)


def _chosen(node: ast.ListComp | ast.SetComp | ast.GeneratorExp, part: Part) -> list[Part] | None:
    """What a comprehension chooses from that gives its elements as they are."""
    first, *more = node.generators
    is_same = isinstance(node.elt, ast.Name) and isinstance(first.target, ast.Name) and node.elt.id == first.target.id
    return [part._replace(node=first.iter)] if is_same and not more else None


def _kept(node: ast.Attribute, part: Part, module: Module) -> list[Part] | None:
    """What the methods of a class put into a collection that its objects keep."""
    owner = own_class(node, part.scope)
    return module.once(_attributes).get((owner, node.attr)) if owner is not None else None


def _attributes(module: Module) -> dict[tuple[Scope, str], list[Part]]:
    """What classes set their own attributes to, and add to these."""
    found: dict[tuple[Scope, str], list[Part]] = {}
    for statement, scope in module.of(ast.Assign, ast.AnnAssign):
        assert isinstance(statement, (ast.Assign, ast.AnnAssign))
        for target in statement.targets if isinstance(statement, ast.Assign) else (statement.target,):
            owner = own_class(target, scope) if isinstance(target, ast.Attribute) else None
            if owner is not None and isinstance(target, ast.Attribute) and statement.value is not None:
                found.setdefault((owner, target.attr), []).append(Part(statement.value, scope))
    for each in additions(module):
        to = standing_for(each.to, each.scope)
        owner = own_class(to, each.scope) if isinstance(to, ast.Attribute) else None
        if owner is not None and isinstance(to, ast.Attribute):
            part = Part(each.added, each.scope, each.is_collection, is_added=True)
            found.setdefault((owner, to.attr), []).append(part)
    return found


def _handed(node: ast.Name, part: Part, module: Module) -> list[Part] | None:
    """What the calls of a function in its module give for a parameter, and what that is where nobody gives it."""
    parameter = taken(node, module, part.scope)
    if parameter is None:
        return None
    given = [Part(value, home) for value, home in given_for(parameter, module)]
    defaults = (each.default for each in parameters_of(parameter.function, module) if each.name == parameter.name)
    outer = parameter.function.parent or module.scope
    return [*given, *(Part(each, outer) for each in defaults if each is not None)] or None
