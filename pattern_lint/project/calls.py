"""The call graph: which function of the project a call runs, and who calls a function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from ..knowledge.blocking import blocking
from ..knowledge.words import names_of
from .circumstances import FALSE, NONE, TRUE
from .definitions import Definitions
from .facts import ASYNC, AWAITED, CONTEXT_MANAGER, GENERATOR, ITERATED, OFFLOADS, CallFact, Facts, FunctionFact
from .resolver import Resolver

_CONSTRUCTORS = ("__init__", "__post_init__", "__new__")
_CALLS_FIELD = FunctionFact._fields.index("calls")


class Caller(NamedTuple):
    """A function that calls another, and where."""

    function: str
    path: str
    call: CallFact


_Calling: TypeAlias = tuple[Facts, str, Sequence[tuple[Any, ...]]]
"""A function that calls others: its module, its name there, and its calls."""


class Calls:
    """Answers who calls whom, as far as names and types tell; calls that are not known lead nowhere."""

    def __init__(self, files: dict[str, Facts], definitions: Definitions, resolver: Resolver) -> None:
        self._definitions = definitions
        self._resolver = resolver
        self._by_symbol: dict[str, list[_Calling]] = {}
        self._by_last_name: dict[str, list[str]] = {}
        self._aliases: dict[str, set[str]] = {}
        self._runs: dict[str, str | None] = {}
        self._run_as: dict[str, dict[str, list[str]]] = {}
        for fact in files.values():
            for local, last in fact["aliases"]:
                self._aliases.setdefault(last, set()).add(local)
            for name, stored in fact["functions"].items():
                if stored[_CALLS_FIELD]:
                    self._enter(fact, name, stored[_CALLS_FIELD])

    def _enter(self, fact: Facts, name: str, calls: Sequence[tuple[Any, ...]]) -> None:
        table, calling = self._by_symbol, (fact, name, calls)
        for symbol in dict.fromkeys([call[0] for call in calls]):
            if symbol in table:
                table[symbol].append(calling)
            else:
                table[symbol] = [calling]
                self._by_last_name.setdefault(symbol[symbol.rfind(".") + 1 :], []).append(symbol)

    def runs(self, symbol: str) -> str | None:
        """The project function that a call of a symbol runs: a constructor for a class; None where none is known."""
        if symbol not in self._runs:
            self._runs[symbol] = self._find(symbol)
        return self._runs[symbol]

    def _find(self, symbol: str) -> str | None:
        resolved = self._resolver.resolve(symbol)
        if resolved is None:
            return None
        if resolved in self._definitions.classes:
            for name in _CONSTRUCTORS:
                method = self._resolver.resolve(f"{resolved}().{name}")
                if method is not None and self._definitions.function(method) is not None:
                    return method
            return None
        if resolved.endswith("()") and resolved[:-2] in self._definitions.classes:
            resolved = self._resolver.resolve(f"{resolved}.__call__") or resolved
        return resolved if self._definitions.function(resolved) is not None else None

    def callees(self, function: str) -> Iterator[tuple[CallFact, str]]:
        """The calls of a function that run a function of the project."""
        fact = self._definitions.function(function)
        for stored in fact.calls if fact is not None else ():
            callee = self.runs(stored[0])
            if callee is not None:
                yield CallFact._make(stored), callee

    def callers(self, function: str) -> Iterator[Caller]:
        """The calls that run a function."""
        fact = self._definitions.function(function)
        if fact is None:
            return
        for name in sorted(self._called_as(fact)):
            for symbol in self._running(name).get(function, ()):
                yield from self.calling(symbol)

    def calling(self, symbol: str) -> Iterator[Caller]:
        """The calls that name something as the symbol says, be there nothing that it names."""
        for home, caller, calls in self._by_symbol.get(symbol, ()):
            known, path = f"{home['name']}.{caller}", home["path"]
            yield from (Caller(known, path, CallFact._make(call)) for call in calls if call[0] == symbol)

    def _running(self, name: str) -> Mapping[str, Sequence[str]]:
        """The functions that calls under a last name run, each with the symbols that are called: many methods share
        their names."""
        known = self._run_as.get(name)
        if known is None:
            known = self._run_as[name] = {}
            for symbol in self._by_last_name.get(name, ()):
                function = self.runs(symbol)
                if function is not None:  # as most calls of a large project run nothing of it
                    known.setdefault(function, []).append(symbol)
        return known

    def _called_as(self, fact: FunctionFact) -> set[str]:
        """The last names by which a function can be called: for a constructor, those of its class and its heirs."""
        if fact.name in _CONSTRUCTORS:
            names = {*self._heirs(fact), "__init__"}
        elif fact.name == "__call__":
            instances = {f"{heir}()" for heir in self._heirs(fact)}
            names = {"__call__", *instances, *(name for held in instances for name in self._instances.get(held, ()))}
        else:
            names = {fact.name}
        for name in tuple(names):
            names |= self._aliases.get(name, set())
        return names

    def _heirs(self, fact: FunctionFact) -> set[str]:
        """The simple names of a method's class and of those that derive from it."""
        found = {fact.owner.rpartition(".")[2]}
        pending = [*found]
        while pending:
            for heir in self._definitions.heirs.get(pending.pop(), ()):
                if heir not in found:
                    found.add(heir)
                    pending.append(heir)
        return found

    @cached_property
    def _instances(self) -> dict[str, set[str]]:
        """What attributes hold, by the last name of its symbol -> the names of the attributes."""
        found: dict[str, set[str]] = {}
        for fact in self._definitions.classes.values():
            for name, symbol in fact.attributes.items():
                found.setdefault(symbol.rpartition(".")[2], set()).add(name)
        return found


def executes(call: CallFact, callee: FunctionFact) -> bool:
    """Whether a call runs the body of what it calls then and there, on the caller's thread.

    What a plain function gives is awaited where the function works in two ways, and gives a coroutine in one of them.
    """
    if callee.flags & ASYNC or call.flags & AWAITED:
        return False
    if callee.flags & GENERATOR and not callee.flags & CONTEXT_MANAGER:
        return bool(call.flags & ITERATED)
    return True


def hands_off(callee: FunctionFact, definitions: Definitions, resolver: Resolver) -> bool:
    """Whether a decorator moves a function's body to a thread or an executor."""
    for decorator in callee.decorators:
        if not decorator:
            continue
        resolved = resolver.resolve(decorator)
        fact = definitions.function(resolved) if resolved is not None else None
        if fact is not None and fact.flags & OFFLOADS:
            return True
        if not blocking().thread_decorators.isdisjoint((decorator, resolved)):
            return True
        last = (resolved or decorator).rpartition(".")[2]
        if fact is None and any(word in last for word in ("thread", "executor", "async")):
            return True
    return False


def is_kept(function: str, call: CallFact, definitions: Definitions) -> bool:
    """Whether what a call gives is kept, so that it runs once: by a cache, or as the only instance of a class."""
    fact = definitions.function(function)
    if fact is not None and not names_of("keeping-answers").isdisjoint(fact.decorators):
        return all(value.rpartition("=")[2] in (FALSE, TRUE, NONE) for value in call.given)
    cls = definitions.classes.get(function.rpartition(".")[0])
    if fact is None or cls is None or fact.name not in _CONSTRUCTORS:
        return False
    return any("singleton" in name.lower() for name in (cls.metaclass, *cls.decorators, *cls.bases))
