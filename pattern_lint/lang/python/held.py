"""What the attributes of a module's own classes hold, and what that makes of symbols that name them."""

from __future__ import annotations

from collections.abc import Mapping

from .symbols import canonical_chain

_ENTER = ".__enter__()"
_LONGEST_WAY = 8


class Held:
    """Follows the attributes of one module's classes; knows of none until the facts tell."""

    __slots__ = ("_attributes", "_known", "_prefix", "_roots")

    def __init__(self, module: str, roots: frozenset[str]) -> None:
        self._prefix = f"{module}."
        self._roots = roots
        self._attributes: Mapping[str, Mapping[str, str]] = {}
        self._known: dict[str, str] = {}

    def learn(self, attributes: Mapping[str, Mapping[str, str]]) -> None:
        """Take over what attributes hold: class (as named in its module) -> attribute -> symbol."""
        self._attributes = attributes
        self._known.clear()

    def settled(self, symbol: str) -> str:
        """A symbol in which attributes of the module's own classes are replaced by what they hold."""
        if symbol not in self._known:
            self._known[symbol] = self._settle(symbol)
        return self._known[symbol]

    def _settle(self, symbol: str) -> str:
        prefix = self._prefix
        for _ in range(_LONGEST_WAY):
            if not symbol.startswith(prefix):
                break
            owner, called, rest = symbol[len(prefix) :].partition("().")
            known = self._attributes.get(owner) if called else None
            attribute, tail = _first_step(rest) if known else ("", "")
            held = known.get(attribute) if known else None
            if not held:
                break
            symbol = canonical_chain(held, tail)
        return symbol if _ENTER not in symbol or symbol.partition(".")[0] in self._roots else _entered(symbol)


def _first_step(rest: str) -> tuple[str, str]:
    """An attribute's name, and what a symbol does with it afterwards."""
    for position, letter in enumerate(rest):
        if letter in ".(":
            return rest[:position], rest[position:]
    return rest, ""


def _entered(symbol: str) -> str:
    """What `with` gives of things from outside the project: the manager itself."""
    manager, _, rest = symbol.partition(_ENTER)
    return canonical_chain(manager, rest)
