"""Which regular expressions take for ever on some texts.

One that repeats what may be a letter, two of them and so on, as `(?:[A-Z]+[a-z]*)+` does, can take a row of letters
apart in as many ways as there are sets of them. So can one that repeats a choice of which two branches mean the same.
Python tries all these ways before it gives up: forty letters take hours, and only the end of the process stops it.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from typing import Any

_parser: Any = importlib.import_module("re._parser")
_compiler: Any = importlib.import_module("re._compiler")
_constants: Any = importlib.import_module("re._constants")
_FINAL = (_constants.ATOMIC_GROUP, _constants.POSSESSIVE_REPEAT, _constants.ASSERT, _constants.ASSERT_NOT)
"""What finds its text in one way and does not look for another one later."""
_OF_CATEGORY = {"DIGIT": "0", "SPACE": " ", "WORD": "a_0"}
_ANY = "a0 ."
_MANY = 10
"""Who repeats something up to so many times repeats it without an end."""


def endless_part(expression: str) -> str:
    """A text that the expression takes apart in ever more ways the more often it stands there; empty where nobody
    knows of one."""
    try:
        tree = _parser.parse(expression)
    except re.error:
        return ""
    flags: int = tree.state.flags
    return next((found for body in _repeated(tree) for found in _ambiguous(body, flags)), "")


def _repeated(tree: Any) -> Iterator[Any]:
    """What an expression repeats without an end and may give back."""
    for operator, given in tree:
        if operator in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            _, most, body = given
            if most >= _MANY:
                yield body
        yield from (body for part in _parts(given) for body in _repeated(part))


def _parts(given: Any) -> Iterator[Any]:
    """The expressions within a part of one."""
    if isinstance(given, _parser.SubPattern):
        yield given
    elif isinstance(given, (tuple, list)):
        for each in given:
            yield from _parts(each)


def _ambiguous(body: Any, flags: int) -> Iterator[str]:
    """Texts of one letter that are what is repeated, and twice so both at once and one by one; or that two branches of
    what is repeated mean."""
    samples = sorted(set(_samples(body)))
    once, twice = (_compiled(body, flags, times) for times in (1, 2))
    if once is not None and twice is not None:
        at_once = (sample for sample in samples if once.fullmatch(sample) and once.fullmatch(sample * 2))
        yield from (sample for sample in at_once if twice.fullmatch(sample * 2))
    for branches in _choices(body):
        compiled = [_compiled(branch, flags) for branch in branches]
        for sample in samples:
            if sum(each is not None and each.fullmatch(sample) is not None for each in compiled) > 1:
                yield sample


def _choices(tree: Any) -> Iterator[list[Any]]:
    """The branches between which an expression chooses, where another one may be tried later."""
    for operator, given in tree:
        if operator is _constants.BRANCH:
            yield given[1]
        if operator not in _FINAL:
            yield from (branches for part in _parts(given) for branches in _choices(part))


def _compiled(tree: Any, flags: int, times: int = 1) -> re.Pattern[str] | None:
    repeated = _parser.SubPattern(tree.state, [(_constants.MAX_REPEAT, (times, times, tree))])
    try:
        compiled: re.Pattern[str] = _compiler.compile(repeated, flags)
    except (re.error, IndexError):  # it speaks of a group that stands elsewhere
        return None
    return compiled


def _samples(tree: Any) -> Iterator[str]:
    """Letters that stand for those that an expression speaks of."""
    for operator, given in tree:
        if operator in (_constants.LITERAL, _constants.NOT_LITERAL):
            yield chr(given) if operator is _constants.LITERAL else _other_than(chr(given))
        elif operator is _constants.RANGE:
            yield from map(chr, given)
        elif operator is _constants.CATEGORY:
            yield from next((letters for name, letters in _OF_CATEGORY.items() if str(given).endswith(f"_{name}")), "")
        elif operator is _constants.ANY:
            yield from _ANY
        elif operator is _constants.IN:
            yield from _samples(given) if given[0][0] is not _constants.NEGATE else _ANY
        else:
            yield from (letter for part in _parts(given) for letter in _samples(part))


def _other_than(letter: str) -> str:
    return "a" if letter != "a" else "b"
