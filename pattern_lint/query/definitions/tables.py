"""Tables of classes by their names, from which factories choose."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from ...lang.python.constants import constant
from ...lang.python.module import CallSite, Decoration, Module, name_of
from ...lang.python.scopes import Scope
from ..calls.lookups import is_class_name
from ..expressions.constants import constant_of
from .registrars import looked_into, registrars, told

_FACTORY = "Factory"
_MAKING = frozenset({"dict", "MappingProxyType", "OrderedDict"})
"""What makes a dict of the one that it is given."""
_PUTTING = ("update", "setdefault")
"""Methods of a dict that put something into it."""
_TELLING = ("register", "add", "_register")
"""How what takes a class begins."""


_Pair: TypeAlias = tuple[ast.expr, ast.expr]
"""A key of a table, and what it stands for."""


def is_table(value: ast.Dict, least: int = 2) -> bool:
    """Whether a dict has classes by their names, and at least so many."""
    return _has_classes([(key, each) for key, each in zip(value.keys, value.values, strict=True) if key], least)


def _has_classes(pairs: Sequence[_Pair], least: int) -> bool:
    return len(pairs) >= least and all(
        _is_name(key) and isinstance(each, (ast.Name, ast.Attribute)) and is_class_name(name_of(each))
        for key, each in pairs
    )


def _is_name(key: ast.expr) -> bool:
    """Whether a key is a text that is a name, and no sign such as `&`, a constant for one, or a member of an enum."""
    is_member = isinstance(key, ast.Attribute) and is_class_name(name_of(key.value))
    text = constant_of(key)
    return is_member or name_of(key).isupper() or (isinstance(text, str) and any(map(str.isalnum, text)))


class _Table(NamedTuple):
    """A dict that is kept, or one item that is put into one."""

    pairs: list[_Pair]
    scope: Scope
    names: set[str]
    """The last names under which it is kept."""
    least: int = 2
    """How many classes make a table of it."""


def chosen_from(module: Module) -> Iterator[tuple[ast.expr, Scope]]:
    """The classes in tables out of which a module calls what it finds, and in those of factory classes."""
    for table in (*_kept(module), *_put(module)):
        in_factory = table.scope.owner is not None and _FACTORY in table.scope.owner.name
        is_looked_into = in_factory or not table.names.isdisjoint(module.once(looked_into))
        if is_looked_into and _has_classes(table.pairs, 1 if in_factory else table.least):
            yield from ((each, table.scope) for _, each in table.pairs)


def kept_for_others(module: Module) -> Iterator[tuple[str, ast.expr, Scope]]:
    """The classes in tables of a module out of which it calls nothing itself, each with the symbol of the table."""
    for table in _kept(module):
        here = table.scope is module.scope and table.names.isdisjoint(module.once(looked_into))
        if here and _has_classes(table.pairs, table.least):
            yield from ((f"{module.name}.{name}", each, table.scope) for name in table.names for _, each in table.pairs)


def _kept(module: Module) -> Iterator[_Table]:
    """The dicts that are written out and kept."""
    for node, scope in module.of(ast.Assign, ast.AnnAssign):
        pairs = list(_pairs(getattr(node, "value", None), module, scope))
        if pairs:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            yield _Table(pairs, scope, {name_of(target) for target in targets if isinstance(target, ast.expr)})


def _put(module: Module) -> Iterator[_Table]:
    """What is put into dicts of which a module calls what it finds, one by one."""
    wanted = module.once(looked_into)
    for method in _PUTTING if wanted else ():
        for call in module.named_calls.get(method, ()):
            function = call.node.func if isinstance(call.node, ast.Call) else None
            name = name_of(function.value) if isinstance(function, ast.Attribute) else ""
            if isinstance(call.node, ast.Call) and name in wanted:
                yield _Table(list(_put_by(call.node, module, call.scope)), call.scope, {name}, least=1)
    for node, scope in module.of(ast.Assign, ast.AugAssign) if wanted else ():
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        kept = target.value if isinstance(target, ast.Subscript) else target
        name = name_of(kept) if isinstance(kept, ast.expr) else ""
        if name in wanted and isinstance(node, ast.Assign) and isinstance(target, ast.Subscript):
            yield _Table([(target.slice, node.value)], scope, {name}, least=1)
        elif name in wanted and isinstance(node, ast.AugAssign) and target is kept:
            yield _Table(list(_pairs(node.value, module, scope)), scope, {name}, least=1)


def _put_by(call: ast.Call, module: Module, scope: Scope) -> Iterator[_Pair]:
    """What `update` takes in like a dict that is made, and `setdefault` as one item."""
    if name_of(call.func) == "update":
        yield from _given(call, module, scope)
    elif len(call.args) == 2:
        yield call.args[0], call.args[1]


def _pairs(value: ast.expr | None, module: Module, scope: Scope) -> Iterator[_Pair]:
    """The items of a dict that is written out, by a literal or in a call of what makes one.

    Those of a dict that it takes in whole count, but not what that takes in.
    """
    if isinstance(value, ast.Dict):
        whole = (constant(module, each, scope) for key, each in zip(value.keys, value.values, strict=True) if not key)
        for each in (value, *(held for held in whole if isinstance(held, ast.Dict))):
            yield from ((key, item) for key, item in zip(each.keys, each.values, strict=True) if key is not None)
    elif isinstance(value, ast.Call) and name_of(value.func) in _MAKING:
        yield from _given(value, module, scope)


def _given(call: ast.Call, module: Module, scope: Scope) -> Iterator[_Pair]:
    """The items that a call is given for a dict: in another one, in rows, by their names."""
    first = call.args[0] if call.args else None
    yield from _pairs(first, module, scope) if isinstance(first, (ast.Dict, ast.Call)) else ()
    for row in first.elts if isinstance(first, (ast.List, ast.Tuple)) else ():
        if isinstance(row, ast.Tuple) and len(row.elts) == 2:
            yield row.elts[0], row.elts[1]
    yield from ((ast.Constant(word.arg), word.value) for word in call.keywords if word.arg is not None)


def tables_of_classes(module: Module) -> frozenset[str]:
    """The names of the tables of a module that hold classes by their names, as what is written into them tells.

    An enum has no unknown name: who has a member of it has been told.
    """
    tables = [table for table in (*_kept(module), *_put(module)) if _has_classes(table.pairs, 1)]
    by_name = (each.names for each in tables if not any(isinstance(key, ast.Attribute) for key, _ in each.pairs))
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
                is_class = isinstance(value, (ast.Name, ast.Attribute)) and is_class_name(name_of(value))
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
