"""Methods of which a class has both or none, and of which the second ends what the first begins."""

from __future__ import annotations

from typing import NamedTuple

from ...flow.pairing import leaves_open
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ..answers import UNKNOWN, Answer, answer, every, on_condition, some
from ..definitions.interfaces import is_interface


class Paired(NamedTuple):
    """Whether two methods of a class belong together as they should."""

    held: Answer
    said: str
    """What to say of the class where they do not."""
    place: FunctionNode
    name: str
    """The method that is missing, or does not do its part."""


def _of_heirs(missing: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What must be true of a class for its heirs to have what it lacks."""
    return ("abstract", ()), ("member-of-family", (missing,))


def is_paired(pair: tuple[str, str], scope: Scope, module: Module) -> Paired | None:
    """Whether a class has both of two methods, or is an interface; None where it defines neither itself."""
    own = {child.name: child.node for child in scope.children if isinstance(child.node, FunctionNode)}
    first, second = (own.get(name) for name in pair)
    if first is not None and second is not None:
        said = f".{pair[1]} does nothing about what {pair[0]} opens"
        return Paired(answer(not leaves_open(first, second, own)), said, second, pair[1])
    there = first or second
    if there is None:
        return None
    missing = pair[1] if second is None else pair[0]
    inherited = on_condition(("method", module.names.qualified(scope), (missing, (), None)))
    by_heirs = [on_condition((each, module.names.qualified(scope), names)) for each, names in _of_heirs(missing)]
    held = UNKNOWN if missing in scope.bindings else some([inherited, is_interface(scope, module), every(by_heirs)])
    return Paired(held, f" has {there.name} and no {missing}", there, missing)
