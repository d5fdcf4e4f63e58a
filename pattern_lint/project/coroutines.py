"""Which functions of a project give what has to be awaited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from .definitions import Definitions
from .facts import ASKS_AWAITABLE, ASYNC, GENERATOR, GIVES_AWAITABLE, MAY_GIVE_AWAITABLE, TAKES_PLAIN, FunctionFact
from .resolver import Resolver

_SAME = frozenset(
    {
        "builtins.staticmethod",
        "builtins.classmethod",
        "abc.abstractmethod",
        "typing.override",
        "functools.wraps",
    }
)
"""Decorators with which a function runs as it would without."""
_AWAITABLES = frozenset(
    f"{module}.{name}()" for module in ("typing", "collections.abc") for name in ("Awaitable", "Coroutine")
) | {"asyncio.Future()", "asyncio.Task()"}


class Coroutines:
    """Looks at the function that a symbol names, or at all of its name where nothing shows what it is called on."""

    def __init__(self, definitions: Definitions, resolver: Resolver) -> None:
        self._definitions = definitions
        self._resolver = resolver
        self._asking: dict[str, bool] = {}

    def is_coroutine(self, symbol: str, written: str = "", is_awaited: bool = False) -> bool | None:
        """Whether a function is asynchronous; where it is not known which, whether all methods of its name are; and
        where there is none, whether somebody awaits what it gives."""
        found = self._resolver.resolve(symbol) if symbol else None
        if found is not None and found.removesuffix("()") in self._definitions.classes and found.endswith("()"):
            found = self._resolver.resolve(f"{found}.__call__") or found  # what an object does when it is called
        function = self._definitions.function(found) if found is not None else None
        if function is not None:
            return self._gives_coroutine(function) if _SAME.issuperset(function.decorators) else None
        if found is None and written in self._by_name:
            return self._by_name[written]
        return is_awaited or None

    def _gives_coroutine(self, function: FunctionFact) -> bool | None:
        """Whether a function is asynchronous, or gives back what an asynchronous one gives."""
        if _is_coroutine(function) or function.flags & GIVES_AWAITABLE or function.returns in _AWAITABLES:
            return True
        called = self._resolver.resolve(function.returns.removesuffix("()")) or ""
        other = self._definitions.function(called) if function.returns.endswith("()") else None
        if other is not None:
            return _is_coroutine(other)
        is_open = function.flags & MAY_GIVE_AWAITABLE and called not in self._definitions.classes
        return None if is_open else False

    def is_beside_coroutine(self, symbol: str, names: Iterable[str], is_awaited: bool = False) -> bool | None:
        """Whether the class of what a method is called on has one of some methods, asynchronous, and no method that
        takes what cannot be awaited as well; one that says that it takes nothing else is not meant itself. Where
        nobody shows such a method, whether somebody awaits what one gives."""
        method = self._definitions.function((self._resolver.resolve(symbol) or "") if symbol else "")
        if method is not None and method.flags & TAKES_PLAIN:
            return False
        owner = self._resolver.resolve(symbol.rpartition(".")[0]) if symbol else None
        lineage = self._resolver.linear(owner.removesuffix("()")) if owner is not None else ()
        if any(map(self._takes_both, lineage)):
            return False
        asked = [self.is_coroutine(f"{owner}.{name}") if owner else self._by_name.get(name) for name in names]
        known = [each for each in asked if each is not None]
        return any(known) if known else is_awaited or None

    def _takes_both(self, cls: str) -> bool:
        """Whether a class asks somewhere whether something can be awaited, or makes what asks."""
        if cls not in self._asking:
            made = (self._resolver.resolve(call[0]) for method in self._methods(cls) for call in method.calls)
            classes = {each.removesuffix("()") for each in made if each in self._definitions.classes}
            methods = (method for each in (cls, *classes) for method in self._methods(each))
            self._asking[cls] = any(method.flags & ASKS_AWAITABLE for method in methods)
        return self._asking[cls]

    def _methods(self, cls: str) -> Iterator[FunctionFact]:
        fact = self._definitions.classes.get(cls)
        methods = (self._definitions.function(f"{cls}.{name}") for name in (fact.methods if fact is not None else ()))
        return (method for method in methods if method is not None)

    @cached_property
    def _by_name(self) -> dict[str, bool | None]:
        """Name of a method -> whether all of that name are asynchronous; None where they differ."""
        found: dict[str, set[bool]] = {}
        for name, classes in self._definitions.with_method.items():
            methods = (self._definitions.function(f"{cls}.{name}") for cls in classes)
            found[name] = {_is_coroutine(method) for method in methods if method is not None}
        return {name: flags.pop() if len(flags) == 1 else None for name, flags in found.items()}


def _is_coroutine(function: FunctionFact) -> bool:
    return bool(function.flags & ASYNC) and not function.flags & GENERATOR
