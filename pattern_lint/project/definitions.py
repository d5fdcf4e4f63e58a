"""Every class and function that the project defines, by symbol."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from .facts import ClassFact, Facts, FunctionFact
from .modules import Modules

_LOCALS = ".<locals>."


class Definitions:
    """Looks up definitions by the symbol of the place that defines them."""

    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self.classes: dict[str, ClassFact] = {}
        self._functions: dict[str, FunctionFact | None] = {}
        self._home: dict[str, Facts] = {}
        for fact in (*modules.by_name.values(), *modules.hidden):
            for qualname, stored in fact["classes"].items():
                symbol = f"{fact['name']}.{qualname}"
                if symbol not in self.classes:
                    self.classes[symbol] = ClassFact._make(stored)
                    self._home[symbol] = fact

    @cached_property
    def heirs(self) -> dict[str, set[str]]:
        """Simple name of a class -> simple names of classes that name it as a base, and other names of it that stand
        among bases: a superset of the truth."""
        found: dict[str, set[str]] = {}
        for fact in self.classes.values():
            for base in fact.bases:
                found.setdefault(base.rpartition(".")[2], set()).add(fact.name.rpartition(".")[2])
        known_as: dict[str, list[str]] = {}
        for module in self.modules.by_name.values():
            for other, name in module["aliases"]:
                known_as.setdefault(other, []).append(name)
        pending = [*found]
        while pending:
            other = pending.pop()
            for name in known_as.get(other, ()):
                pending += [name] if name not in found else []
                found.setdefault(name, set()).add(other)
        return found

    @cached_property
    def with_method(self) -> dict[str, list[str]]:
        """Name of a method -> the classes that define it."""
        found: dict[str, list[str]] = {}
        for cls, fact in self.classes.items():
            for name in fact.methods:
                found.setdefault(name, []).append(cls)
        return found

    def decorated(self) -> Iterator[tuple[str, FunctionFact]]:
        """The functions that have a decorator whose name shows next to them, each with its symbol."""
        for fact in self.modules.by_name.values():
            for qualname, stored in fact["functions"].items():
                function = FunctionFact._make(stored)
                if function.decorators and function.decorators[-1]:
                    yield f"{fact['name']}.{qualname}", function

    def function(self, symbol: str) -> FunctionFact | None:
        """The function of a symbol; methods are called by their defining class."""
        if symbol not in self._functions:
            self._functions[symbol] = self._find(symbol)
        return self._functions[symbol]

    def within(self, function: str) -> list[str]:
        """The functions that are nested in a function, at any depth."""
        around = self._nested.get(function.partition(_LOCALS)[0], ())
        return [each for each in around if each.startswith(f"{function}{_LOCALS}")]

    @cached_property
    def _nested(self) -> dict[str, list[str]]:
        """The outermost functions that others are nested in, with all of these."""
        found: dict[str, list[str]] = {}
        for fact in self.modules.by_name.values():
            for qualname in fact["functions"]:
                outermost, within, _ = qualname.partition(_LOCALS)
                if within:
                    found.setdefault(f"{fact['name']}.{outermost}", []).append(f"{fact['name']}.{qualname}")
        return found

    def home(self, symbol: str) -> Facts | None:
        """The facts of the module that defines a class or function."""
        if symbol not in self._home:
            fact = self._module_of(symbol)
            if fact is None:
                return None
            self._home[symbol] = fact
        return self._home[symbol]

    def is_unseen(self, cls: str) -> bool:
        """Whether a base, as it is named, is one of the project of which nobody sees what it is; "" is not known."""
        return not cls or (cls not in self.classes and self.modules.is_ours(cls))

    def _find(self, symbol: str) -> FunctionFact | None:
        fact = self.home(symbol)
        stored = fact["functions"].get(symbol[len(fact["name"]) + 1 :]) if fact is not None else None
        return FunctionFact._make(stored) if stored is not None else None

    def _module_of(self, symbol: str) -> Facts | None:
        name = symbol.partition(_LOCALS)[0]
        if "(" in name:
            return None
        while "." in name:
            name = name.rpartition(".")[0]
            fact = self.modules.get(name)
            if fact is not None:
                return fact
        return None
