"""Calls that may make something of classes of the project."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from ...config.globs import looks_like
from ...knowledge.classes import known_below
from ...knowledge.lacking import Lacking, all_heirs, lacking
from ...lang.python.module import CallSite, Module
from ..answers import YES, Answer, every, on_condition, opposite, surely
from ..naming.forms import spelled
from ..naming.names import Names, last_name, name_set
from .calls import Match, asked_of

T = TypeVar("T")

MAKERS = ("from_", "create", "build", "make", "new", "with_", "for_")
"""How class methods are called that make an instance anew; others (`get_instance`) give one that is there."""


def may_make(classes: frozenset[str] | None, module: Module) -> Iterator[CallSite]:
    """The calls that may make something of classes of the project that have some names; None stands for any.

    A class is known by its own name and by the one that it has in the file, and each call is found once all the same.
    """
    named, roots = module.named_calls, module.roots
    seen = set[ast.AST]()
    for name in named.keys() & classes if classes is not None else named:
        for call in named[name]:
            symbol = call.symbol or ""
            is_ours = symbol[: symbol.find(".")] in roots and call.node not in seen
            if is_ours and isinstance(call, CallSite) and last_name(symbol).lstrip("_")[:1].isupper():
                seen.add(call.node)
                yield call


def may_make_by_method(classes: frozenset[str] | None, module: Module) -> Iterator[CallSite]:
    """The calls of methods of such classes that may make an instance, as `Client.from_settings(...)` does."""
    if classes is not None and classes.isdisjoint(module.mentioned):
        return
    for name in (each for each in module.named_calls if each.startswith(MAKERS)):
        for call in module.named_calls[name]:
            owner = (call.symbol or "").rpartition(".")[0]
            is_ours = owner[: owner.find(".")] in module.roots and "(" not in owner
            if is_ours and isinstance(call, CallSite) and (classes is None or last_name(owner) in classes):
                yield call


class HeirsMade(Generic[T]):
    """Who wants constructions of classes of the project that derive from some."""

    def __init__(self, wanted: Iterable[tuple[T, Names]]) -> None:
        self._wanted = list(wanted)
        self._known: tuple[Lacking, list[frozenset[str] | None]] | None = None

    def __bool__(self) -> bool:
        return bool(self._wanted)

    def matches(self, module: Module) -> Iterator[Match[T]]:
        """The constructions of a module that may be of heirs; what is named itself is none."""
        for (wanted_by, names), classes in zip(self._wanted, self._classes(), strict=True):
            derives = tuple(map(spelled, names))
            for call in may_make(classes, module):
                named = name_set(names).match(asked_of(call), module.roots)
                if named != YES:
                    is_heir = on_condition(("kind-of", call.symbol or "", derives))
                    yield Match(wanted_by, call, every([is_heir, opposite(named)]))
            if classes is None or classes:
                yield from (Match(wanted_by, *found) for found in _instances_called(names, module))

    def _classes(self) -> list[frozenset[str] | None]:
        """The simple names of all heirs, for each who wants some, found out once for each project."""
        if self._known is None or self._known[0] is not lacking():
            self._known = lacking(), [_heirs_of(names) for _, names in self._wanted]
        return self._known[1]


def _instances_called(names: Names, module: Module) -> Iterator[tuple[CallSite, Answer]]:
    """The calls of what may be an instance of an heir, where names end in what a class gives: `torch.nn.Module()`."""
    meant = tuple(spelled(name).removesuffix("()") for name in names if name.endswith("()"))
    for call in module.calls if meant else ():
        symbol = call.symbol or ""
        if "()" in symbol and symbol[: symbol.find(".")] in module.roots:
            yield call, surely(on_condition(("instance-of", symbol, meant)))


def with_heirs(names: Names, *, heirs: bool) -> Names:
    """Names, and those of classes of others of which lists know that they derive from one of them."""
    return (*names, *sorted(known_below(names))) if heirs else names


def classes_among(names: Names) -> frozenset[str]:
    """The simple names of the classes among some names; what is called of a class is none."""
    return frozenset(name for name in map(last_name, names) if name.lstrip("_")[:1].isupper() or "*" in name)


def _heirs_of(names: Names) -> frozenset[str] | None:
    """The simple names of the classes that may derive from one of some; None where that may be any."""
    bases = classes_among(names)
    heirs, is_base = all_heirs(bases), looks_like(tuple(bases))
    return heirs if heirs is None else frozenset(name for name in heirs if not is_base(name))
