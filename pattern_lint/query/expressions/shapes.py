"""Whether a text of which parts are not known can be of a form: an f-string with holes, for example.

The regular expression is laid out as states and steps, and all states that a text may lead to are kept at once. A hole
leads to whatever lies ahead. So the answer is the same for each way of filling the holes, and takes no tries.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, TypeAlias

Piece: TypeAlias = str | None
"""A part of a text; None where it may be anything."""
_MOST = 5_000
"""How many states an expression has at most that is laid out."""
_parser: Any = importlib.import_module("re._parser")


class _UnknownError(Exception):
    """The expression asks for something that no state can tell."""


def may_match(expression: str, pieces: Sequence[Piece]) -> bool | None:
    """Whether a text may match as a whole, whatever fills its holes; None where that cannot be told."""
    states = _laid_out(expression)
    if states is None:
        return None
    current = states.closed({0})
    for piece in pieces:
        if piece is None:
            current = states.ahead(current)
        for letter in piece or "":
            current = states.after(current, letter)
    return states.end in current


@cache
def _laid_out(expression: str) -> _States | None:
    try:
        return _States(_parser.parse(expression))
    except (_UnknownError, RecursionError):
        return None


class _States:
    """The states of an expression, the first of which is 0."""

    def __init__(self, parsed: Any) -> None:
        self._steps: list[list[tuple[Callable[[str], bool], int]]] = [[]]
        self._free: list[list[int]] = [[]]
        self._ignores_case = bool(parsed.state.flags & re.IGNORECASE)
        self.end = self._sequence(parsed, 0)

    def closed(self, states: Iterable[int]) -> frozenset[int]:
        """Some states, and those to which a step leads that takes no letter."""
        return self._reached(states, lambda state: self._free[state])

    def ahead(self, states: Iterable[int]) -> frozenset[int]:
        """All to which any letters may lead."""
        return self._reached(states, lambda state: [*self._free[state], *(to for _, to in self._steps[state])])

    def after(self, states: Iterable[int], letter: str) -> frozenset[int]:
        """The states to which a letter leads."""
        letters = {letter, letter.lower(), letter.upper()} if self._ignores_case else {letter}
        steps = (step for state in states for step in self._steps[state])
        return self.closed(to for takes, to in steps if any(map(takes, letters)))

    def _reached(self, states: Iterable[int], onward: Callable[[int], Iterable[int]]) -> frozenset[int]:
        found: set[int] = set()
        pending = list(states)
        while pending:
            state = pending.pop()
            if state not in found:
                found.add(state)
                pending += onward(state)
        return frozenset(found)

    def _new(self) -> int:
        if len(self._steps) >= _MOST:
            raise _UnknownError
        self._steps.append([])
        self._free.append([])
        return len(self._steps) - 1

    def _sequence(self, parts: Iterable[Any], start: int) -> int:
        for operation, argument in parts:
            start = self._part(str(operation), argument, start)
        return start

    def _part(self, operation: str, argument: Any, start: int) -> int:
        if operation == "AT":
            return start
        if operation == "SUBPATTERN":
            return self._sequence(argument[-1], start)
        if operation == "BRANCH":
            end = self._new()
            for branch in argument[1]:
                self._free[self._sequence(branch, self._from(start))].append(end)
            return end
        if operation in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            return self._repeated(argument, start)
        takes, end = _taking(operation, argument), self._new()
        self._steps[start].append((takes, end))
        return end

    def _from(self, start: int) -> int:
        state = self._new()
        self._free[start].append(state)
        return state

    def _repeated(self, argument: Any, start: int) -> int:
        least, most, repeated = argument
        for _ in range(least):
            start = self._sequence(repeated, start)
        if str(most) == "MAXREPEAT":
            first = self._from(start)
            self._free[self._sequence(repeated, first)].append(first)
            return self._from(first)
        end = self._new()
        self._free[start].append(end)
        for _ in range(int(most) - least):
            start = self._sequence(repeated, start)
            self._free[start].append(end)
        return end


def _taking(operation: str, argument: Any) -> Callable[[str], bool]:
    """What tells whether a part of an expression takes a letter."""
    if operation == "ANY":
        return lambda letter: letter != "\n"
    if operation == "LITERAL":
        return lambda letter: ord(letter) == argument
    if operation == "NOT_LITERAL":
        return lambda letter: ord(letter) != argument
    if operation == "RANGE":
        return lambda letter: argument[0] <= ord(letter) <= argument[1]
    if operation == "CATEGORY":
        category = re.compile(_CATEGORIES[str(argument)])
        return lambda letter: category.match(letter) is not None
    if operation == "IN":
        is_negated = str(argument[0][0]) == "NEGATE"
        choices = [_taking(str(kind), of) for kind, of in argument[is_negated:]]
        return lambda letter: any(takes(letter) for takes in choices) is not is_negated
    raise _UnknownError


_CATEGORIES = {
    "CATEGORY_DIGIT": r"\d",
    "CATEGORY_NOT_DIGIT": r"\D",
    "CATEGORY_SPACE": r"\s",
    "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_WORD": r"\W",
}
