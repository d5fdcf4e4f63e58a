"""Which classes of others derive from which, as far as lists say: exceptions, and some of much used libraries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from .exceptions import ancestry, derivations, spelled
from .words import table


@table
def _bases() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for _, symbol, base in derivations("class-bases"):
        found[symbol] = (*found.get(symbol, ()), base)
    return found


def known_above(symbol: str) -> frozenset[str]:
    """All that a class of others derives from, itself aside."""
    found, waiting, bases = set[str](), [symbol], _bases()
    while waiting:
        new = {*bases.get(each := waiting.pop(), ()), *ancestry(spelled(each) or each)} - found
        found |= new
        waiting += new
    return frozenset(found - {symbol})


def known_below(symbols: Iterable[str]) -> Set[str]:
    """The classes of others of which lists know that they derive from one of some."""
    bases, found = frozenset(symbols), set[str]()
    new = set(bases)
    while new:
        above = bases | found
        new = {symbol for symbol, each in _bases().items() if symbol not in above and not above.isdisjoint(each)}
        found |= new
    return found


@table
def simple_bases() -> Mapping[str, frozenset[str]]:
    """By the simple names of the classes that lists know, exceptions aside, those of their bases."""
    return {_simple(symbol): frozenset(map(_simple, bases)) for symbol, bases in _bases().items()}


def _simple(symbol: str) -> str:
    return symbol.rpartition(".")[2]
