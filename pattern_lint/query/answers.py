"""Answers of one file: yes, no or not known, and yes on a condition that the joined project settles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias

Condition: TypeAlias = tuple[str, str, tuple[Any, ...]]
"""(what is asked, about what, with which names), as plain data; `project/conditions.py` knows the answers."""


class Answer(NamedTuple):
    """Whether something holds; None where it cannot be known."""

    holds: bool | None
    when: tuple[Condition, ...] = ()
    """What must be true in the joined project for it to hold."""


YES = Answer(holds=True)
NO = Answer(holds=False)
UNKNOWN = Answer(holds=None)


def answer(holds: bool | None) -> Answer:
    """An answer that hangs on nothing else."""
    return UNKNOWN if holds is None else YES if holds else NO


def on_condition(condition: Condition) -> Answer:
    """Yes, if the joined project says so."""
    return Answer(True, (condition,))


def every(answers: Iterable[Answer]) -> Answer:
    """Whether all of them hold."""
    holds: bool | None = True
    when: list[Condition] = []
    for given in answers:
        if given.holds is False:
            return NO
        if given.holds is None:
            holds = None
        if given.when:
            when += given.when
    if when:
        return Answer(holds, tuple(dict.fromkeys(when)) if len(when) > 1 else tuple(when))
    return YES if holds else UNKNOWN


def some(answers: Iterable[Answer]) -> Answer:
    """Whether one of them holds."""
    is_open = False
    choices: list[tuple[Condition, ...]] = []
    for given in answers:
        if given.holds and not given.when:
            return YES
        if given.holds is None:
            is_open = True
        elif given.holds:
            choices.append(given.when)
    if not choices:
        return UNKNOWN if is_open else NO
    if is_open:
        choices.append((("open", "", ()),))
    if len(choices) == 1:
        return Answer(True, choices[0])
    return on_condition(("any", "", tuple(("all", "", when) for when in dict.fromkeys(choices))))


def opposite(given: Answer) -> Answer:
    """Whether it does not hold."""
    if given.holds and given.when:
        return on_condition(("not", "", given.when))
    return answer(None if given.holds is None else not given.holds)


def surely(given: Answer) -> Answer:
    """An answer that is no where the project does not show what it hangs on."""
    is_open = ("not", "", (("unknown", "", given.when),))
    return given._replace(when=(*given.when, is_open)) if given.holds and given.when else given
