"""What the functions of a project take and are, as those who call them need to know it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..config.globs import fnmatchcase
from .calls import Calls
from .circumstances import FALSE, NONE
from .definitions import Definitions
from .facts import STATIC, ClassFact, FunctionFact
from .natures import Natures
from .resolver import Resolver

_OF_ANYTHING = frozenset({"client", "manager", "service", "self"})


class Signatures:
    """Looks at the function that a call runs, or at all of its name where nothing shows what it is called on."""

    def __init__(
        self,
        definitions: Definitions,
        resolver: Resolver,
        calls: Calls,
        natures: Natures,
        handed_on: Mapping[str, Sequence[str]],
    ) -> None:
        self._definitions = definitions
        self._resolver = resolver
        self._calls = calls
        self._natures = natures
        self._handed_on = handed_on

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
        if not places and self._hands_on(symbol, names):
            return None if is_open and any(_is_open_row(each) for each in taken) else False
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
        if function is not None and _takes_anything(function):
            return None
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
        if function is None or _takes_anything(function):
            return function is not None or not self._makes_from_nothing(symbol)
        return not frozenset(names).isdisjoint(function.parameters) or self._hands_on(symbol, names)

    def _hands_on(self, symbol: str, names: Sequence[str]) -> bool:
        """Whether the function that a call runs hands on whatever it is given by keyword, none of some beside."""
        beside = self._handed_on.get(self._calls.runs(symbol) or "")
        return beside is not None and not any(name in beside for name in names)

    def _makes_from_nothing(self, symbol: str) -> bool:
        """Whether what is called is a class of the project that has neither a constructor nor fields."""
        cls, known = self._resolver.resolve(symbol) or "", self._definitions.classes
        above = [each for each in self._resolver.linear(cls) if each != "builtins.object"] if cls in known else []
        facts = [known[each] for each in above if each in known]
        return bool(facts) and len(facts) == len(above) and all(map(_is_plain, facts))

    def takes_at(self, symbol: str, written: str, place: int, globs: Sequence[str]) -> bool:
        """Whether the parameter at a place has one of some names; of what is not known, that of any of its name."""
        runs = self._calls.runs(symbol) if symbol else None
        owners = self._definitions.with_method.get(written, ()) if runs is None else ()
        functions = (
            self._definitions.function(each) for each in (runs, *(f"{cls}.{written}" for cls in owners)) if each
        )
        for function in functions:
            if function is not None:
                bound = int(bool(function.owner) and not function.flags & STATIC)
                if any(_matches(name, globs) for name in function.parameters[bound + place : bound + place + 1]):
                    return True
        return False

    def is_at(self, symbol: str, names: Sequence[str], place: int) -> bool:
        """Whether the parameter, or the field of a dataclass, at a place is surely one of some."""
        taken = self._taken(symbol) or ()
        return place < len(taken) and taken[place] in names

    def has_default(self, symbol: str, written: str, globs: Sequence[str], called_on: str) -> bool:
        """Whether what is not given something has it by a default, or its class by a constructor or attribute.

        Where it is not known what the method is called on, any class with such a method may be meant whose name has a
        word of what that is called.
        """
        made = (self._resolver.resolve(symbol) or "") if symbol else ""
        if made in self._definitions.classes:
            return self._holds_default(made, written, globs, is_made=True)
        function = self._definitions.function(made)
        if function is not None and not function.owner:
            return _gives(function, globs)
        owner = (self._resolver.resolve(symbol.rpartition(".")[0]) or "") if symbol else ""
        cls = owner.removesuffix("()")
        named = [each for each in self._definitions.with_method.get(written, ()) if may_be_called(each, called_on)]
        classes = [cls] if cls in self._definitions.classes else named
        return any(self._holds_default(each, written, globs) for each in classes)

    def _holds_default(self, cls: str, written: str, globs: Sequence[str], *, is_made: bool = False) -> bool:
        """What is made has only what its class says: its constructor sets attributes to what it is given."""
        for ancestor in self._resolver.linear(cls):
            fact = self._definitions.classes.get(ancestor)
            attributes = (*fact.assigned, *(() if is_made else fact.attributes)) if fact is not None else ()
            if any(_matches(name, globs) for name in attributes):
                return True
            for method in (written, "__init__"):
                function = self._definitions.function(f"{ancestor}.{method}") if fact is not None else None
                if function is not None and _gives(function, globs):
                    return True
        return False


def _is_open_row(parameter: str) -> bool:
    return parameter.startswith("*") and not parameter.startswith("**")


def _is_plain(fact: ClassFact) -> bool:
    """Whether nothing in a class may say what it is made of."""
    return not fact.decorators and {"__init__", "__new__"}.isdisjoint(fact.methods)


def _takes_anything(function: FunctionFact) -> bool:
    """Whether a function, no method, hands on whatever it is given, which says nothing of what it takes."""
    taken = function.parameters
    return not function.owner and taken[-1:] != () and all(each.startswith("*") for each in taken) and "**" in taken[-1]


def may_be_called(cls: str, name: str) -> bool:
    """Whether the name of a class has a word of a variable, what says nothing of its sort aside."""
    words = [word for word in name.lower().split("_") if word and word not in _OF_ANYTHING]
    simple = cls.rpartition(".")[2].lower()
    return not words or any(word in simple for word in words)


def _matches(name: str, globs: Iterable[str]) -> bool:
    return any(fnmatchcase(name, glob) for glob in globs)


def _gives(function: FunctionFact, globs: Sequence[str]) -> bool:
    """Whether a parameter of one of some names is something where nobody gives it."""
    given = zip(function.parameters, (*function.defaults, *("" for _ in function.parameters)), strict=False)
    return any(_matches(name, globs) and value not in (NONE, FALSE) for name, value in given)
