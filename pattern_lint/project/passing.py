"""Whether what a call hands over lets the called function do what it does only for some arguments."""

from __future__ import annotations

from .circumstances import FILLED, MOST_NEEDS, REST, UNKNOWN, Needs, holds
from .definitions import Definitions
from .facts import CLASS_METHOD, STATIC, CallFact, FunctionFact

_CONSTRUCTORS = ("__init__", "__post_init__", "__new__")
_SOMETHING = "?"
"""What is handed over, and not known."""
_WITHOUT = ("n", "f")
"""How a need begins that nothing is handed over."""
_OF_TRUTH = ("t", "f")
_STANDS_IN = f"n{_SOMETHING}"
"""The need of what a function does for callers that hand nothing over, of one that hands something over."""


def passed_on(definitions: Definitions, caller: str, call: CallFact, callee: str, needs: Needs) -> Needs | None:
    """What the caller's own parameters have to be, so that those of the callee are what is needed; None for never."""
    passed = dict.fromkeys(call.needs)
    fact = definitions.function(callee) if needs else None
    if fact is not None:
        own = definitions.function(caller)
        parameters = own.parameters if own is not None else ()
        for need in needs:
            value = _given(fact, call, need[1:])
            if need == _STANDS_IN or (value == _SOMETHING and need[0] in _WITHOUT):
                passed[_STANDS_IN] = None
            elif value in parameters:
                passed[need[0] + value] = None
            elif value[:1] == FILLED:
                passed.update(dict.fromkeys([need[0] + value[1:]] if need[0] in _OF_TRUTH else []))
            elif not holds(need, value):
                return None
    return tuple(sorted(passed))[:MOST_NEEDS]


def _given(fact: FunctionFact, call: CallFact, parameter: str) -> str:
    """What a call gives for a parameter, or its default."""
    if parameter not in fact.parameters:
        return UNKNOWN
    place = fact.parameters.index(parameter) - bound_by(fact, call.symbol)
    for position, value in enumerate(call.given):
        name, sign, named = value.partition("=")
        if value == REST:
            return UNKNOWN
        if sign and name == parameter:
            return named or _SOMETHING
        if not sign and position == place:
            return value or _SOMETHING
    return fact.defaults[fact.parameters.index(parameter)] if fact.defaults else UNKNOWN


def bound_by(fact: FunctionFact, symbol: str) -> int:
    """How many of the first parameters a call of a symbol does not give by itself."""
    if not fact.owner or fact.flags & STATIC:
        return 0
    if fact.name in _CONSTRUCTORS:
        return 0 if symbol.endswith(fact.name) and not symbol.endswith(f"__super__.{fact.name}") else 1
    called_on_class = symbol.endswith(f"{fact.owner.rpartition('.')[2]}.{fact.name}")
    return 0 if called_on_class and not fact.flags & CLASS_METHOD else 1
