"""Follows symbols through the project: re-exports, relative imports, attributes, methods and what calls return."""

from __future__ import annotations

from collections.abc import Callable

from ..lang.python.answers import Answers
from ..lang.python.chained import is_row
from ..lang.python.symbols import HANDING_OUT, canonical, element, handed_out
from .definitions import Definitions
from .exports import Exports
from .facts import PROPERTY
from .lineage import Lineage
from .variables import Promises

_LONGEST = 1000
"""How many letters a symbol may have: one that is longer has come out of a chain that nobody can follow."""
_SUPER = "().__super__"
_ENTER = ".__enter__"
_ELEMENTS = ("*", "[]")
_SILENT_BASES = frozenset(
    {
        "builtins.object",
        "abc.ABC",
        "typing.Protocol",
        "typing.Generic",
        "enum.Enum",
    }
)
"""External bases that add no attribute that a check could ask for."""


class Resolver:
    """Answers what a symbol is in the end: a class, a function, an instance, a module, or something external.

    The answer is a symbol again, spelled from where the thing is defined; None means that it is not known.
    """

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._modules = definitions.modules
        self._answers: Answers[str, str] = Answers()
        self._lineage = Lineage(definitions, self._answers, self.resolve)
        self._promises = Promises(definitions, self._lineage, self.resolve)
        self._exports = Exports(definitions, self.resolve)

    def resolve(self, symbol: str) -> str | None:
        """What a symbol is in the end."""
        known = self._answers.known
        return known[symbol] if symbol in known else self._answers.of(symbol, self._find)

    def linear(self, cls: str) -> tuple[str, ...]:
        """The class and its bases at any depth, the nearest first; unseen ones by name, "" for one not known."""
        return self._lineage.of(cls)

    def _find(self, symbol: str) -> str | None:
        found = self._follow(symbol)
        return found if found is None or len(found) <= _LONGEST else None

    def _follow(self, symbol: str) -> str | None:
        if symbol.endswith("()"):
            base = symbol[:-2]
            if base.endswith("}"):
                return symbol
            if base.endswith(_ENTER):
                manager = self.resolve(base[: -len(_ENTER)])
                return self._enter(manager) if manager is not None else None
            function = self.resolve(base)
            if function is None:
                return None
            if is_row(function):
                return _row(base, self.resolve, self._definitions)
            receiver = self.resolve(split_last(base)[0])
            fluent = receiver is not None and receiver.endswith("()") and self._gives_itself(function)
            return receiver if fluent else self._call(function, receiver or "")
        base, step = split_last(symbol)
        if base.endswith("<locals>"):
            defined = symbol in self._definitions.classes or self._definitions.function(symbol) is not None
            return symbol if defined else None
        if not base:
            return self._modules.find(symbol) or canonical(symbol)
        owner = self.resolve(base)
        if owner is not None and step in _ELEMENTS and is_row(f"{owner}.{step}"):
            return _row(base, self.resolve, self._definitions)
        found = self._attribute(owner, step) if owner is not None else None
        return self._exports.hidden(base, step) if found is None and owner not in (None, base) else found

    def _gives_itself(self, function: str) -> bool:
        """Whether a method returns the very object that it is called on, as builders and `__enter__` do."""
        fact = self._definitions.function(function)
        return fact is not None and bool(fact.owner) and f"{function.rpartition('.')[0]}()" == fact.returns

    def _call(self, function: str, receiver: str = "") -> str | None:
        """What a call of it gives; a method of a generic class may give what that of the receiver says."""
        held = handed_out(function) if "}" in function else None
        if held is not None:
            return self.resolve(held)
        if function in self._definitions.classes:
            return f"{function}()"
        fact = self._definitions.function(function)
        if fact is not None:
            promised = self._promises.told(fact.returns, function, receiver.removesuffix("()"))
            return self.resolve(promised) if promised else None
        if function.endswith("()") and function[:-2] in self._definitions.classes:
            called = self._member(function[:-2], "__call__", instance=True)
            return self._call(called) if called is not None and self._definitions.function(called) else None
        return None if self._modules.is_ours(function) else canonical(f"{function}()")

    def _enter(self, manager: str) -> str | None:
        """What `with manager as x` gives."""
        if "{" in manager:
            return self.resolve(_held(manager))
        if manager.endswith("()") and manager[:-2] in self._definitions.classes:
            for name in ("__enter__", "__aenter__"):
                method = self._member(manager[:-2], name, instance=True)
                if method is not None:
                    itself = self._definitions.function(method) is None or self._gives_itself(method)
                    return manager if itself else self._call(method)
            return None
        return None if self._modules.is_ours(manager) else manager

    def _attribute(self, owner: str, name: str) -> str | None:
        classes = self._definitions.classes
        if owner.endswith(_SUPER):
            return self._member(owner.removesuffix(_SUPER), name, instance=True, above=True)
        cls = owner.removesuffix("()")
        if cls in classes:
            return f"{owner}.{name}" if name == "__super__" else self._member(cls, name, instance=cls is not owner)
        fact = self._modules.get(owner)
        if fact is not None:
            return self._exports.of(fact, name)
        if "{" in owner:
            return self._of_container(owner, name)
        if self._modules.is_ours(owner):
            return self._modules.find(f"{owner}.{name}")
        return canonical(f"{owner}.{name}")

    def _of_container(self, owner: str, name: str) -> str | None:
        if name in _ELEMENTS:
            found = element(owner, f".{name}")
            return self.resolve(found) if found != f"{owner}.{name}" else None
        if name == "values":
            return f"{owner}.values"
        if name in HANDING_OUT:
            return f"{owner}.{name}"
        return canonical(f"{owner[: owner.index('{')]}().{name}")

    def _member(self, cls: str, name: str, *, instance: bool, above: bool = False) -> str | None:
        """An attribute or method of a class or its bases; above an unknown base, nothing is known.

        Of what a class keeps without saying what it is, a base of the project may say it.
        """
        is_kept = False
        for ancestor in self.linear(cls)[1 if above else 0 :]:
            fact = self._definitions.classes.get(ancestor)
            if fact is None:
                if ancestor in _SILENT_BASES:
                    continue
                is_known = bool(ancestor) and not is_kept and not self._modules.is_ours(ancestor)
                return canonical(f"{ancestor}{'()' if instance else ''}.{name}") if is_known else None
            symbol = f"{ancestor}.{name}"
            if name in fact.methods:
                if is_kept:
                    return None
                method = self._definitions.function(symbol)
                if instance and method is not None and method.flags & PROPERTY:
                    promised = self._promises.told(method.returns, symbol, cls)
                    return self.resolve(promised) if promised else None
                return symbol
            held = fact.attributes.get(name)
            if held:
                return self.resolve(held)
            is_kept = is_kept or held is not None
            if symbol in self._definitions.classes:
                return symbol
        return None


def _row(method: str, resolve: Callable[[str], str | None], definitions: Definitions) -> str:
    """A row of the class whose manager or queryset something is of, be it of none of the project's."""
    owner = method
    while owner and (owner.endswith("()") or resolve(owner) not in definitions.classes):
        owner = split_last(owner.removesuffix("()"))[0]
    return f"{resolve(owner)}()" if owner else "django.db.models.Model()"


def _held(container: str) -> str:
    return container[container.index("{") + 1 : container.rindex("}")]


def split_last(symbol: str) -> tuple[str, str]:
    """A symbol without its last step, and that step; braces hold together."""
    if "}" not in symbol:
        base, _, step = symbol.rpartition(".")
        return base, step
    depth = 0
    for position in range(len(symbol) - 1, -1, -1):
        letter = symbol[position]
        if letter == "}":
            depth += 1
        elif letter == "{":
            depth -= 1
        elif letter == "." and not depth:
            return symbol[:position], symbol[position + 1 :]
    return "", symbol
