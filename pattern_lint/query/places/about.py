"""Which files a card may be about, by its places: what a file shows as a whole, before its sites are looked at.

The answer errs on the side of yes: a file that is left out has no site that stands in the places of the card.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache, partial
from typing import TypeAlias

from ...knowledge.lacking import any_may_have
from ...lang.python.blocks import main_blocks, type_checking_blocks
from ...lang.python.module import Module
from ...lang.python.paths import is_composition_root
from ..definitions.decorated import decoration
from ..definitions.defined import decorator_names
from ..naming.meant import MeantNames
from ..naming.names import NameSet, name_set
from ..naming.shown import classes, mentioned
from .file_wide import FILE_LOOKS
from .message_loops import message_loops
from .places import STREAM_HANDLER, Places
from .stream_handlers import may_handle

_Look: TypeAlias = Callable[[Module], object]


class About:
    """What a file must show to have places in which a card is about something."""

    def __init__(self, inside: Places, outside: Places) -> None:
        self._inside = tuple(_looks(inside))
        self._outside = tuple(_looks([place for place in outside if place.partition(":")[0] in FILE_LOOKS]))
        """Of what a file must not lie in, what shows in the file as a whole."""

    def may_be(self, module: Module) -> bool:
        """Whether a file may have such places."""
        known = module.once(_answers)
        if self not in known:
            known[self] = self._may_be(module)
        return known[self]

    def _may_be(self, module: Module) -> bool:
        inside, outside = self._inside, self._outside
        may_lie = not inside or any(look(module) for look in inside)
        return may_lie and not (outside and any(look(module) for look in outside))


@lru_cache(maxsize=1024)
def about(inside: Places, outside: Places) -> About:
    """The same for all cards that speak of the same places."""
    return About(inside, outside)


def named_in(what: str, places: Places) -> tuple[str, ...]:
    """The names of those of some places that are of one sort."""
    return tuple(name for sort, _, name in (place.partition(":") for place in places) if sort == what)


def _answers(module: Module) -> dict[About, bool]:
    return {}


def _looks(places: Sequence[str]) -> Iterator[_Look]:
    """What tells whether a file may have one of some places, those of one sort together."""
    named: dict[str, list[str]] = {}
    for place in places:
        what, _, name = place.partition(":")
        named.setdefault(what, []).append(name)
    for what, names in named.items():
        if what in FILE_LOOKS:
            yield partial(FILE_LOOKS[what], tuple(names))
        elif what == "role":
            yield partial(_has_roles, [f"{what}:{name}" for name in names])
        elif what == "decorated":
            yield partial(_has_decorators, name_set(tuple(decoration(name)[0] for name in names)))
        elif what == "given-to":
            yield _functions
        elif what in _NAMED:
            yield partial(_has_named, MeantNames(names), _NAMED[what])
        else:
            yield _SHOWN.get(what, _always)


def _always(module: Module) -> bool:
    return True


def _has_roles(roles: Iterable[str], module: Module) -> bool:
    there = module.once(classes)
    return any(any_may_have(role, there) for role in roles)


def _has_named(meant: MeantNames, shown: Callable[[Module], Set[str]], module: Module) -> bool:
    return bool(meant.shown(shown, module))


def _has_decorators(wanted: NameSet, module: Module) -> bool:
    return bool(wanted.shown(_decorators, module))


def _functions(module: Module) -> frozenset[str]:
    """The names of functions, and of variables whose lambdas count as such."""
    assigned = (parent for node in _lambdas(module) if isinstance(parent := module.index.parents.get(node), ast.Assign))
    targets = (target.id for node in assigned for target in node.targets if isinstance(target, ast.Name))
    return frozenset([*(scope.name for scope in module.index.functions), *targets])


def _decorators(module: Module) -> frozenset[str]:
    """The last names of decorators, as they are written and as they are defined."""
    return frozenset().union(*module.once(decorator_names).values())


def _lambdas(module: Module) -> Iterable[ast.AST]:
    return (scope.node for scope in module.index.lambdas)


_NAMED: Mapping[str, Callable[[Module], Set[str]]] = {
    "class": classes,
    "function": _functions,
    "run-by": _functions,
    "taking": mentioned,
    "lent": mentioned,
}
"""What has a name that a place speaks of."""


def _has(*types: type[ast.AST]) -> _Look:
    return lambda module: not module.index.nodes.keys().isdisjoint(types)


_TRIES = (ast.Try, ast.TryStar)
_SHOWN: Mapping[str, _Look] = {
    "with": _has(ast.With, ast.AsyncWith),
    "catching": _has(*_TRIES, ast.With, ast.AsyncWith),
    **dict.fromkeys(("handling", "handler", "finally", "try"), _has(*_TRIES)),
    "loop": _has(ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
    STREAM_HANDLER: may_handle,
    "message-loop": lambda module: bool(module.once(message_loops)),
    "async": lambda module: any(scope.is_async for scope in module.index.functions),
    "type-checking": type_checking_blocks,
    "main": main_blocks,
    "composition-root": lambda module: is_composition_root(module.path),
}
"""What a file must have that has places of a sort."""
