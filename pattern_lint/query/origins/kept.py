"""What collections hold that cards name: tables and registries, at the top of a module or in a class."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from ...lang.python.constants import elements as written_out
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..naming.names import last_name
from .additions import Addition, additions
from .elements import GIVEN, QUOTES, SOME_VALUE, Element, element_of, unknown_element, variable_of
from .source_options import Source
from .under_key import under_key, values_in

_HANDED_ON = "__all__"
"""The collection whose texts are names of its module."""


class Kept:
    """The collections that a source names."""

    def __init__(self, source: Source, *, is_second: bool, of_variables: bool = False) -> None:
        """What is in a dict is a key or stands under one: of the second set of a card both count."""
        self._element = variable_of if of_variables else element_of
        self._names, self._key, self._paths = source.elements_of, source.key, source.paths
        self._takes_keys = not source.values
        self._takes_values = source.values or is_second

    def elements(self, module: Module) -> Iterator[Element]:
        """What a file says that they hold."""
        for scope, variable in self._places(module):
            bound = scope.bindings.get(variable, ())
            for binding in (each for each in bound if not isinstance(each.node, ast.AugAssign)):
                if binding.value is not None:
                    held = self._held_by(binding.value, scope, module)
                    yield from held if variable != _HANDED_ON else (_named_by(each, module) for each in held)
                elif binding.kind in ("assign", "annotated", "other"):
                    yield unknown_element(module, binding.node, scope)
        for each in additions(module):
            if self._is_collection(each.to, each.scope, module):
                added = self._added(each, module)
                is_handed_on = isinstance(each.to, ast.Name) and each.to.id == _HANDED_ON
                yield from (_named_by(part, module) for part in added) if is_handed_on else added

    def _places(self, module: Module) -> Iterator[tuple[Scope, str]]:
        """Where a module may bind one of the collections, by itself or in a class."""
        for name in self._names:
            home, _, variable = name.rpartition(".")
            if _is_named(module, home):
                yield module.scope, variable
            outer, _, cls = home.rpartition(".")
            for scope in module.index.scopes if cls in module.scope.bindings and _is_named(module, outer) else ():
                if scope.kind == "class" and scope.name == cls:
                    yield scope, variable

    def _held_by(self, collection: ast.expr, scope: Scope, module: Module) -> Iterator[Element]:
        """What a collection holds; with a key, what stands under it in the dicts there."""
        if self._key:
            found = under_key(self._key, collection, module)
            yield from (self._element(module, each, scope, scope) for each in found)
            return
        keys = written_out(module, collection, scope)
        told = [self._element(module, each, scope, scope) for each in keys or ()]
        if keys is None:
            yield unknown_element(module, collection, scope)
        yield from told if self._takes_keys else ()
        if self._takes_values:
            yield from self._values(values_in(collection, module, scope), told, scope, module)

    def _added(self, addition: Addition, module: Module) -> Iterator[Element]:
        if addition.is_collection and not self._key:
            yield from self._held_by(addition.added, addition.scope, module)
            return
        parts = None if self._key else addition.parts(module)
        if parts is None:
            yield unknown_element(module, addition.added, addition.scope)
            return
        told = [self._element(module, each, addition.scope, addition.scope) for each in parts]
        is_key = addition.value is not None
        yield from told if self._takes_keys or not is_key else ()
        if addition.value is not None and self._takes_values:
            yield from self._values([addition.value], told, addition.scope, module)

    def _values(
        self, values: Iterable[ast.expr], keys: Sequence[Element], scope: Scope, module: Module
    ) -> Iterator[Element]:
        """What stands under some keys; beside keys that name something, what is not known is something else, and beside
        keys that are paths nothing else is one."""
        if self._takes_keys and self._paths and any(map(_is_path, keys)):
            return
        names_something = any(key.name and not key.name.startswith(QUOTES) for key in keys)
        for value in values:
            found = self._element(module, value, scope, scope)
            if found.name or not self._takes_keys:
                yield found
            elif not names_something:
                yield found._replace(name=SOME_VALUE)

    def _is_collection(self, kept: ast.expr, scope: Scope, module: Module) -> bool:
        """Whether something is one of the collections, here or where it was imported."""
        if isinstance(kept, ast.Name):
            home = scope.home(kept.id)
            bound = home.bindings[kept.id] if home is not None else []
            if any(binding.kind == "import" and self._is_meant(binding.target or "", module) for binding in bound):
                return True
            names = (name.rpartition(".") for name in self._names)
            return home is module.scope and any(_is_named(module, m) and kept.id == last for m, _, last in names)
        base = module.symbol(kept.value, scope) if isinstance(kept, ast.Attribute) else None
        owner = (base or "").removesuffix(GIVEN)
        return isinstance(kept, ast.Attribute) and self._is_meant(f"{owner}.{kept.attr}", module)

    def _is_meant(self, symbol: str, module: Module) -> bool:
        """Whether a symbol is one of the collections, be it by its own name alone."""
        names = self._names
        return symbol in names or (symbol[: symbol.find(".")] in module.roots and last_name(symbol) in names)


def _is_path(element: Element) -> bool:
    """Whether an element is a text that may be the dotted path of something."""
    return element.name.startswith(QUOTES) and "." in element.name


def _named_by(element: Element, module: Module) -> Element:
    """What a module hands on by a text of its `__all__`."""
    is_text = element.name.startswith(QUOTES)
    return element._replace(name=f"{module.name}.{element.name[1:-1]}") if is_text else element


def _is_named(module: Module, name: str) -> bool:
    """Whether a module is called so, from the project's root or from a folder of sources; no name means any."""
    return (
        not name or module.name == name or (module.name.endswith(f".{name}") and name.partition(".")[0] in module.roots)
    )
