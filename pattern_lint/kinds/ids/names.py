"""Which names are ids, whose ids they are, and which functions make ids."""

from __future__ import annotations

import re
from collections.abc import Iterable

ID_NAMES = ("id", "*_id")
GENERATORS = ("generate_*_id", "_generate_*_id", "*generate_id")
ENVELOPES = (
    "Event",
    "*Event",
    "*Envelope",
    "*EventDTO",
    "*EventDto",
    "*EventMessage",
    "*EventMetadata",
    "*EventHeader",
    "*EventHeaders",
    "*EventModel",
    "*EventRecord",
)

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+[0-9]*|[A-Z]+[0-9]*|[0-9]+")
_COMMANDS = frozenset(
    "accept activate add amend approve archive assign cancel check close complete confirm create delete disable edit "
    "enable execute expire fetch find get link list load lock modify move open patch pause place process query read "
    "reject release remove replace request reset restore resume retry revoke save send start stop submit sync track "
    "transfer trigger unlink update upsert validate verify view".split()
)
"""First words of classes that ask for something to be done to an object which has its id already."""


def words(name: str) -> tuple[str, ...]:
    """The words of a name in any spelling, in lower case."""
    return tuple(word.lower() for word in _WORD.findall(name))


def entity_words(class_name: str, suffixes: Iterable[str]) -> tuple[str, ...]:
    """The words of a class's name without those that only say what kind of class it is."""
    simple = class_name.rpartition(".")[2]
    for suffix in suffixes:
        if simple.endswith(suffix) and simple != suffix:
            return words(simple.removesuffix(suffix))
    return words(simple)


def is_exactly_own(field: str, entity: tuple[str, ...]) -> bool:
    """Whether a field is the class's own id by its whole name: `id`, `trade_plan_id` of TradePlan."""
    return field == "id" or tuple(field.split("_")[:-1]) == entity


def is_partly_own(field: str, entity: tuple[str, ...]) -> bool:
    """Whether a field is the class's own id by the end of its name: `plan_id` of TradePlan, not of UpdatePlan."""
    about = tuple(field.split("_")[:-1])
    if not about or about != entity[-len(about) :] or len(about) >= len(entity):
        return False
    return entity[0] not in _COMMANDS and not entity[-len(about) - 1].endswith("ed")


def is_own_if_made(field: str, entity: tuple[str, ...]) -> bool:
    """Whether a field is the class's own id if the class makes it: `run_id` of RunAnchor, made by a factory."""
    about = tuple(field.split("_")[:-1])
    return bool(about) and about == entity[: len(about)]


def kind_of_generator(name: str) -> tuple[str, ...]:
    """What a generator makes ids of, by its name: `generate_trade_plan_id` of trade plans; empty for `generate_id`."""
    found = words(name)
    return found[found.index("generate") + 1 : -1] if "generate" in found else ()
