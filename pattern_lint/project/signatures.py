"""What the functions of a project take and are, as those who call them need to know it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from ..config.globs import fnmatchcase
from .calls import Calls
from .circumstances import FALSE, NONE
from .definitions import Definitions
from .facts import ASKS_AWAITABLE, ASYNC, GENERATOR, STATIC, FunctionFact
from .natures import Natures
from .resolver import Resolver

_SAME = frozenset({"builtins.staticmethod", "builtins.classmethod", "abc.abstractmethod", "typing.override"})
"""Decorators with which a function runs as it would without."""
_OF_ANYTHING = frozenset({"client", "manager", "service", "self"})
_AWAITABLES = frozenset(
    f"{module}.{name}()" for module in ("typing", "collections.abc") for name in ("Awaitable", "Coroutine")
) | {"asyncio.Future()", "asyncio.Task()"}


class Signatures:
    """Looks at the function that a call runs, or at all of its name where nothing shows what it is called on."""

    def __init__(self, definitions: Definitions, resolver: Resolver, calls: Calls, natures: Natures) -> None:
        self._definitions = definitions
        self._resolver = resolver
        self._calls = calls
        self._natures = natures

    def positional(self, symbol: str, names: Sequence[str], count: int, is_open: bool) -> bool | None:
        """Whether one of some parameters is among the first ones; None where the function has none of them.

        Of a function that is not known, `is_open` says whether that can be; what is of another distribution is one
        that the card knows.
        """
        taken = self._taken(symbol)
        if taken is None:
            is_known = len(names) == 1 and self._is_foreign(symbol)
            return None if is_open and not is_known else False
        places = [taken.index(name) for name in names if name in taken]
        return min(places) < count if places else None

    def _is_foreign(self, symbol: str) -> bool:
        """Whether what a call runs is of another distribution: a function, or a constructor that a class inherits."""
        resolved = self._resolver.resolve(symbol)
        if resolved in self._definitions.classes:
            resolved = self._resolver.resolve(f"{resolved}().__init__")
        return resolved is not None and not self._definitions.modules.is_ours(resolved)

    def _taken(self, symbol: str) -> Sequence[str] | None:
        """The parameters of what a call runs, or fields of the dataclass that it makes; None where none shows."""
        function = self._definitions.function(self._calls.runs(symbol) or "")
        if function is not None:
            is_bound = bool(function.owner) and not function.flags & STATIC
            return function.parameters[1:] if is_bound else function.parameters
        classes = self._definitions.classes
        lineage = self._resolver.linear(self._resolver.resolve(symbol) or "")
        made = [each for each in reversed(lineage) if each in classes and self._natures.is_dataclass(each)]
        fields = (name for each in made for name in classes[each].assigned if not name.isupper())
        return list(dict.fromkeys(fields)) or None

    def may_take(self, symbol: str, names: Sequence[str]) -> bool:
        """Whether the function that a call runs has one of some parameters, as far as it is known."""
        function = self._definitions.function(self._calls.runs(symbol) or "")
        return function is None or not frozenset(names).isdisjoint(function.parameters)

    def takes_at(self, symbol: str, written: str, place: int, globs: Sequence[str]) -> bool:
        """Whether the parameter at a place has one of some names; of what is not known, that of any of its name."""
        runs = self._calls.runs(symbol) if symbol else None
        owners = self._with_method.get(written, ()) if runs is None else ()
        functions = (
            self._definitions.function(each) for each in (runs, *(f"{cls}.{written}" for cls in owners)) if each
        )
        for function in functions:
            if function is not None:
                bound = int(bool(function.owner) and not function.flags & STATIC)
                if any(_matches(name, globs) for name in function.parameters[bound + place : bound + place + 1]):
                    return True
        return False

    def is_coroutine(self, symbol: str, written: str = "") -> bool | None:
        """Whether a function is asynchronous; where it is not known which, whether all methods of its name are."""
        found = self._resolver.resolve(symbol) if symbol else None
        function = self._definitions.function(found) if found is not None else None
        if function is not None:
            return self._gives_coroutine(function) if _SAME.issuperset(function.decorators) else None
        return self._by_name.get(written) if found is None and written else None

    def _gives_coroutine(self, function: FunctionFact) -> bool:
        """Whether a function is asynchronous, or gives back what an asynchronous one gives."""
        if _is_coroutine(function) or function.returns in _AWAITABLES:
            return True
        other = self._definitions.function(self._resolver.resolve(function.returns.removesuffix("()")) or "")
        return other is not None and function.returns.endswith("()") and _is_coroutine(other)

    def is_beside_coroutine(self, symbol: str, names: Iterable[str]) -> bool | None:
        """Whether the class of what a method is called on has one of some methods, asynchronous, and no method that
        takes what cannot be awaited as well."""
        owner = self._resolver.resolve(symbol.rpartition(".")[0]) if symbol else None
        lineage = self._resolver.linear(owner.removesuffix("()")) if owner is not None else ()
        if any(_takes_both(each, self._definitions) for each in lineage):
            return False
        asked = [self.is_coroutine(f"{owner}.{name}") if owner else self._by_name.get(name) for name in names]
        known = [each for each in asked if each is not None]
        return any(known) if known else None

    def has_default(self, symbol: str, written: str, globs: Sequence[str], called_on: str) -> bool:
        """Whether a method that is not given something has it by a default, or its class by a constructor or attribute.

        Where it is not known what the method is called on, any class with such a method may be meant whose name has a
        word of what that is called.
        """
        owner = (self._resolver.resolve(symbol.rpartition(".")[0]) or "") if symbol else ""
        cls = owner.removesuffix("()")
        named = [each for each in self._with_method.get(written, ()) if _may_be_called(each, called_on)]
        classes = [cls] if cls in self._definitions.classes else named
        return any(self._holds_default(each, written, globs) for each in classes)

    def _holds_default(self, cls: str, written: str, globs: Sequence[str]) -> bool:
        for ancestor in self._resolver.linear(cls):
            fact = self._definitions.classes.get(ancestor)
            if fact is not None and any(_matches(name, globs) for name in (*fact.attributes, *fact.assigned)):
                return True
            for method in (written, "__init__"):
                function = self._definitions.function(f"{ancestor}.{method}") if fact is not None else None
                if function is not None and _gives(function, globs):
                    return True
        return False

    @cached_property
    def _with_method(self) -> dict[str, list[str]]:
        """Name of a method -> the classes that define it."""
        found: dict[str, list[str]] = {}
        for cls, fact in self._definitions.classes.items():
            for name in fact.methods:
                found.setdefault(name, []).append(cls)
        return found

    @cached_property
    def _by_name(self) -> dict[str, bool | None]:
        """Name of a method -> whether all of that name are asynchronous; None where they differ."""
        found: dict[str, set[bool]] = {}
        for name, classes in self._with_method.items():
            methods = (self._definitions.function(f"{cls}.{name}") for cls in classes)
            found[name] = {_is_coroutine(method) for method in methods if method is not None}
        return {name: flags.pop() if len(flags) == 1 else None for name, flags in found.items()}


def _takes_both(cls: str, definitions: Definitions) -> bool:
    """Whether a class asks somewhere whether something can be awaited."""
    fact = definitions.classes.get(cls)
    methods = (definitions.function(f"{cls}.{name}") for name in (fact.methods if fact is not None else ()))
    return any(method is not None and method.flags & ASKS_AWAITABLE for method in methods)


def _may_be_called(cls: str, name: str) -> bool:
    """Whether the name of a class has a word of a variable, what says nothing of its sort aside."""
    words = [word for word in name.lower().split("_") if word and word not in _OF_ANYTHING]
    simple = cls.rpartition(".")[2].lower()
    return not words or any(word in simple for word in words)


def _is_coroutine(function: FunctionFact) -> bool:
    return bool(function.flags & ASYNC) and not function.flags & GENERATOR


def _matches(name: str, globs: Iterable[str]) -> bool:
    return any(fnmatchcase(name, glob) for glob in globs)


def _gives(function: FunctionFact, globs: Sequence[str]) -> bool:
    """Whether a parameter of one of some names is something where nobody gives it."""
    given = zip(function.parameters, (*function.defaults, *("" for _ in function.parameters)), strict=False)
    return any(_matches(name, globs) and value not in (NONE, FALSE) for name, value in given)
