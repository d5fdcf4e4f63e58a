"""Which errors a raise raises, as cards ask for it."""

from __future__ import annotations

from ...knowledge.exceptions import ANY_ERROR, ancestry, spelled
from ...knowledge.words import table
from ...lang.python.module import Module
from ...lang.python.raising import Raised
from ..answers import NO, UNKNOWN, YES, Answer, on_condition, some
from ..naming.forms import spelled as spelled_name
from ..naming.names import Asked, Names, NameSet, name_set


def is_exactly(names: Names, raised: Raised, module: Module) -> Answer:
    """Whether the class is one of some, not one that derives from them; a function of the project may make it, of
    those in `@given-elsewhere`."""
    symbol = _class_of(raised)
    if symbol is not None:
        found = error_set(names).match(Asked(symbol), module.roots)
        return _under_another_name(names, symbol, module) if found == NO else found
    if raised.made is None or raised.made[: raised.made.find(".")] not in module.roots:
        return UNKNOWN
    known = tuple(map(_error_name, names))
    given = on_condition(("gives-one-of", raised.made.removesuffix("()"), tuple(f"{name}()" for name in known)))
    return some([given, _of_what_makes_it("error-is", raised, known, module)])


def _under_another_name(names: Names, symbol: str, module: Module) -> Answer:
    """Whether another module keeps one of some classes by a name of its own."""
    is_others = symbol[: symbol.find(".")] in module.roots and not symbol.startswith(f"{module.name}.")
    return on_condition(("is", symbol, tuple(map(_error_name, names)))) if is_others else NO


def is_kind_of(names: Names, raised: Raised, module: Module, *, or_made: bool = False) -> Answer:
    """Whether the class is one of some, or derives from one; of an error that a function makes, it is asked where
    `or_made` says so."""
    symbol = _class_of(raised) if or_made else raised.symbol
    if symbol is None and or_made:
        return _of_what_makes_it("kind-of", raised, tuple(map(_error_name, names)), module)
    if symbol is None:
        return UNKNOWN
    above = ancestry(symbol)
    if any(error_set(names).match(Asked(each), frozenset()).holds for each in (symbol, *above)):
        return YES
    if symbol[: symbol.find(".")] in module.roots:
        return on_condition(("kind-of", symbol, tuple(map(_error_name, names))))
    return NO if above else UNKNOWN


def is_of_project(raised: Raised, module: Module) -> Answer:
    """Whether the class is an exception that the project defines."""
    symbol = raised.symbol
    if symbol is None or symbol[: symbol.find(".")] not in module.roots:
        return NO
    return on_condition(("own-error", symbol, ()))


def is_own(raised: Raised, module: Module) -> Answer:
    """Whether the project defines the exception; of others only known ones can be said to be somebody else's."""
    symbol = _class_of(raised)
    if symbol is None:
        return _of_what_makes_it("own-error", raised, (), module)
    if symbol[: symbol.find(".")] in module.roots:
        return on_condition(("own-error", symbol, ()))
    return NO if ancestry(symbol) else UNKNOWN


def _class_of(raised: Raised) -> str | None:
    """The class of an error, be it one of others that an attribute of the object holds: `raise self.error_class()`."""
    made = raised.made or ""
    held = made.removesuffix("()")
    return (
        held if raised.symbol is None and held != made and ancestry(held) and held not in ANY_ERROR else raised.symbol
    )


def _of_what_makes_it(asked: str, raised: Raised, names: Names, module: Module) -> Answer:
    """What is asked of the class of an error that a function of the project gives, or an attribute makes."""
    made = raised.made
    if made is None or not made.endswith("()") or made[: made.find(".")] not in module.roots:
        return UNKNOWN
    return on_condition((asked, made, names))


def error_set(names: Names) -> NameSet:
    """The classes of errors that a card names."""
    known = _sets()
    if names not in known:
        known[names] = name_set(tuple(map(_error_name, names)))
    return known[names]


@table
def _sets() -> dict[Names, NameSet]:
    return {}


def _error_name(name: str) -> str:
    """The one spelling of an error that a card names; IOError is OSError."""
    return spelled(spelled_name(name)) or name
