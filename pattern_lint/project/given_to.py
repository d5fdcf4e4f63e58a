"""Which functions are given to calls in other modules than their own, for cards that ask it of the whole project."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..query.calls.calls import CallTable
from ..query.functions.by_calls import callbacks_of
from ..query.naming.names import Names, name_set
from .topics import Topic

if TYPE_CHECKING:
    from ..lang.python.module import Module
    from .project import Project


def given_to(names: Names) -> Topic:
    """What calls of some names are given that may be a function of another module."""
    return Topic(_named(names), partial(_told, CallTable([(True, name_set(names))])))


def _named(names: Names) -> str:
    return f"given to {' '.join(names)}"


def _told(table: CallTable[bool], module: Module) -> tuple[str, ...] | None:
    symbols = (symbol for symbol, found in callbacks_of(table, module) if found.holds and not found.when)
    own = f"{module.name}."
    ours = (each for each in symbols if each[: each.find(".")] in module.roots and not each.startswith(own))
    return tuple(dict.fromkeys(ours)) or None


class GivenFunctions:
    """Tells whether a function is given to calls of some names."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[Names, frozenset[str]] = {}

    def are_given(self, function: str, names: Names) -> bool:
        """Whether a function of the project is given to a call of one of some names in another module."""
        if names not in self._known:
            told = self._project.topic(Topic(_named(names), lambda _: None)).values()
            found = (self._project.resolver.resolve(symbol) for each in told for symbol in each)
            self._known[names] = frozenset(each.replace("().", ".") for each in found if each is not None)
        return function in self._known[names]
