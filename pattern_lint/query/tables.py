"""Tables of classes by their names, from which factories choose."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..lang.python.module import CallSite, Decoration, Module, name_of
from ..lang.python.scopes import Scope
from .constants import constant_of
from .lookups import is_class_name
from .registrars import looked_into, registrars, told

_FACTORY = "Factory"
_TELLING = ("register", "add", "_register")
"""How what takes a class begins."""


def is_table(value: ast.Dict, least: int = 2) -> bool:
    """Whether a dict has classes by their names, and at least so many."""
    keys = [key for key in value.keys if key is not None]
    return len(keys) >= least and all(
        _is_name(key) and isinstance(each, ast.Name | ast.Attribute) and is_class_name(name_of(each))
        for key, each in zip(keys, value.values, strict=False)
    )


def _is_name(key: ast.expr) -> bool:
    """Whether a key is a text, a constant that stands for one, or a member of an enum."""
    is_member = isinstance(key, ast.Attribute) and is_class_name(name_of(key.value))
    return is_member or name_of(key).isupper() or isinstance(constant_of(key), str)


def chosen_from(module: Module) -> Iterator[tuple[ast.Dict, Scope]]:
    """The tables out of which a module calls what it finds, and those of factory classes."""
    for value, scope, names in _kept(module):
        in_factory = scope.owner is not None and _FACTORY in scope.owner.name
        is_looked_into = in_factory or not names.isdisjoint(module.once(looked_into))
        if is_looked_into and is_table(value, least=1 if in_factory else 2):
            yield value, scope


def _kept(module: Module) -> Iterator[tuple[ast.Dict, Scope, set[str]]]:
    """The dicts that are written out and kept, each with the last names under which they are."""
    for node, scope in module.of(ast.Assign, ast.AnnAssign):
        value = getattr(node, "value", None)
        if isinstance(value, ast.Dict):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            yield value, scope, {name_of(target) for target in targets if isinstance(target, ast.expr)}


def tables_of_classes(module: Module) -> frozenset[str]:
    """The names of the tables of a module that hold classes by their names, as what is written into them tells.

    An enum has no unknown name: who has a member of it has been told.
    """
    tables = ((value, names) for value, _, names in _kept(module) if is_table(value, least=1))
    by_name = (names for value, names in tables if not any(isinstance(key, ast.Attribute) for key in value.keys))
    found = {name for names in by_name for name in names}
    filling = {each.function: each for each in registrars(module)}
    tellers = ((filling.get(each.function), each) for each in (told(module) if filling else ()))
    told_here = {filled.table for filled, teller in tellers if filled is not None and teller.tells(filled)}
    return frozenset((found | told_here) - {""})


def told_to_factories(module: Module) -> Iterator[tuple[str, str]]:
    """The classes that factories are told of by a call or a decorator, each with the name of the factory."""
    for name in module.named_calls:
        for call in module.named_calls[name] if name.startswith(_TELLING) else ():
            factory = _factory_of(call)
            if not factory:
                continue
            parent = module.index.parents.get(call.node)
            if isinstance(parent, ast.ClassDef) and call.node in parent.decorator_list:
                yield f"{module.names.qualified(call.scope)}.{parent.name}", factory
            elif isinstance(call.node, ast.Call) and len(call.node.args) > 1:
                key, value = call.node.args[:2]
                is_class = isinstance(value, ast.Name | ast.Attribute) and is_class_name(name_of(value))
                symbol = module.symbol(value, call.scope) if is_class and isinstance(constant_of(key), str) else None
                yield from [(symbol, factory)] if symbol is not None else []


def _factory_of(call: CallSite | Decoration) -> str:
    """The name of the factory that a method is called on; empty where it is of anything else."""
    written = call.node.func if isinstance(call.node, ast.Call) else call.node
    on = written.value if isinstance(written, ast.Attribute) else None
    if isinstance(on, ast.Name) and on.id in ("self", "cls"):
        found = call.scope.owner.name if call.scope.owner is not None else ""
    else:
        found = name_of(on) if on is not None else ""
    return found if _FACTORY.lower() in found.lower() else ""
