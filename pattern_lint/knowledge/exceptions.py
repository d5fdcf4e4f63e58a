"""What derives from what among the exceptions that the tool knows, and which of them tell of the world outside."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from .words import listed, table

Group: TypeAlias = Literal["os", "network", "database", "timeout"]

ANY_ERROR = frozenset({"builtins.BaseException", "builtins.Exception"})
"""What an annotation names that says no more than that it is some error."""
_HEAD = re.compile(r"(?P<class>(?P<module>[\w.]+)\.\w+)\((?P<base>[\w.]+)\)")


def errors_of(group: Group) -> tuple[str, ...]:
    """The errors that tell of a part of the world outside; what derives from them belongs to it, too."""
    return listed(f"{group}-errors")


class _Known:
    """Every known exception: its one spelling, and its direct bases."""

    def __init__(self) -> None:
        self.spelling: dict[str, str] = {}
        self.bases: dict[str, tuple[str, ...]] = {}
        self.ancestries: dict[str, frozenset[str]] = {}
        """What was asked for already."""
        for name, value in vars(builtins).items():
            if isinstance(value, type) and issubclass(value, BaseException) and value.__name__ == name:
                symbol = f"builtins.{name}"
                self.spelling[symbol] = symbol
                self.bases[symbol] = tuple(
                    f"builtins.{base.__name__}" for base in value.__bases__ if base is not object
                )
        others = {home: modules.split() for home, modules in _pairs("exception-modules")}
        for module, symbol, base in derivations("exceptions"):
            self.bases[symbol] = (*self.bases.get(symbol, ()), base)
            for each in (module, *others.get(module, ())):
                self.spelling.setdefault(f"{each}{symbol[len(module) :]}", symbol)
        self.spelling |= _pairs("exception-aliases")
        self.last_names = frozenset(symbol.rpartition(".")[2] for symbol in self.spelling)


def derivations(name: str) -> Iterator[tuple[str, str, str]]:
    """Module, symbol and base of each class of a list that derives from another."""
    for entry in listed(name):
        head = _HEAD.fullmatch(entry)
        if head is not None:
            base = head["base"]
            yield head["module"], head["class"], base if "." in base else f"{head['module']}.{base}"


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    """A list of `this: that`."""
    for entry in listed(name):
        this, _, that = entry.partition(": ")
        yield this, that


@table
def _known() -> _Known:
    return _Known()


def spelled(symbol: str) -> str | None:
    """The one spelling of a known exception class; None for any other symbol."""
    return _known().spelling.get(symbol)


def ancestry(symbol: str) -> frozenset[str]:
    """A known exception class, as spelled here, and all that it derives from; empty for any other symbol."""
    known = _known()
    found = known.ancestries.get(symbol)
    if found is None:
        bases = known.bases.get(symbol)
        above = () if bases is None else (frozenset((symbol,)), *map(ancestry, bases))
        found = known.ancestries[symbol] = frozenset[str]().union(*above)
    return found


def is_exception(name: str) -> bool:
    """Whether the simple name of a class is one that exceptions have, as far as names tell."""
    return bool(exceptions_among((name,)))


def exceptions_among(names: Iterable[str]) -> set[str]:
    """Those of some simple names of classes that exceptions have, as far as names tell."""
    known = _known().last_names
    return {name for name in names if name in known or name.endswith(("Error", "Exception", "Warning"))}
