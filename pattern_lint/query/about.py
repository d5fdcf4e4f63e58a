"""Which files a card may be about, by its places: what a file shows as a whole, before its sites are looked at.

The answer errs on the side of yes: a file that is left out has no site that stands in the places of the card.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping

from ..knowledge.lacking import may_have
from ..lang.python.blocks import main_blocks, type_checking_blocks
from ..lang.python.module import Module, name_of
from ..lang.python.paths import is_composition_root
from .file_wide import FILE_LOOKS
from .names import last_name, name_set, one_of
from .places import Places, decoration


def is_about(inside: Places, outside: Places, module: Module) -> bool:
    """Whether a file may have places in which a card is about something."""
    known = module.once(_answers)
    key = (inside, outside)
    if key not in known:
        may_lie = not inside or any(_may_hold(place, module) for place in inside)
        known[key] = may_lie and not any(_holds_all(place, module) for place in outside)
    return known[key]


def _answers(module: Module) -> dict[tuple[Places, Places], bool]:
    return {}


def _may_hold(place: str, module: Module) -> bool:
    what, _, name = place.partition(":")
    if what in FILE_LOOKS:
        return FILE_LOOKS[what]((name,), module)
    if what == "role":
        return any(may_have(place, name) for name in module.once(_classes))
    if what == "decorated":
        return any(map(name_set((decoration(name)[0],)).may_name, module.once(_decorators)))
    if what in _NAMED:
        return any(map(one_of((name,)).match, module.once(_NAMED[what])))
    return what not in _SHOWN or bool(_SHOWN[what](module))


def _holds_all(place: str, module: Module) -> bool:
    what, _, name = place.partition(":")
    return what in FILE_LOOKS and FILE_LOOKS[what]((name,), module)


def _classes(module: Module) -> frozenset[str]:
    return frozenset(scope.name for scope in module.index.scopes if scope.kind == "class")


def _functions(module: Module) -> frozenset[str]:
    """The names of functions, and of variables whose lambdas count as such."""
    assigned = (parent for node in _lambdas(module) if isinstance(parent := module.index.parents.get(node), ast.Assign))
    targets = (target.id for node in assigned for target in node.targets if isinstance(target, ast.Name))
    return frozenset([*(scope.name for scope in module.index.functions), *targets])


def _decorators(module: Module) -> frozenset[str]:
    """The last names of decorators, as they are written and as they are defined."""
    found: set[str] = set()
    for scope in module.index.scopes:
        for each in getattr(scope.node, "decorator_list", ()):
            function = each.func if isinstance(each, ast.Call) else each
            found |= {name_of(function), last_name(module.symbol(function, scope.parent or scope) or "")}
    return frozenset(found)


def _lambdas(module: Module) -> Iterable[ast.AST]:
    return (scope.node for scope in module.index.lambdas)


def _taken(module: Module) -> frozenset[str]:
    bound = (each for scope in module.index.functions for each in scope.bindings.items())
    return frozenset(name for name, found in bound if found[0].kind == "param")


_NAMED: Mapping[str, Callable[[Module], frozenset[str]]] = {
    "class": _classes,
    "function": _functions,
    "taking": _taken,
}
"""What has a name that a place speaks of."""
_TRIES = (ast.Try, ast.TryStar)
_SHOWN: Mapping[str, Callable[[Module], object]] = {
    "with": lambda module: module.of(ast.With, ast.AsyncWith),
    "catching": lambda module: module.of(*_TRIES, ast.With, ast.AsyncWith),
    "handling": lambda module: module.of(*_TRIES),
    "handler": lambda module: module.of(*_TRIES),
    "finally": lambda module: module.of(*_TRIES),
    "try": lambda module: module.of(*_TRIES),
    "loop": lambda module: module.of(ast.For, ast.AsyncFor, ast.While),
    "async": lambda module: any(scope.is_async for scope in module.index.functions),
    "type-checking": type_checking_blocks,
    "main": main_blocks,
    "composition-root": lambda module: is_composition_root(module.path),
}
"""What a file must have that has places of a sort."""
