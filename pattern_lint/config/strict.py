"""Turning tables that people wrote into typed values, with every complaint at once.

msgspec converts in one fast pass and stops at the first thing that is wrong. Only then the table is gone
through field by field, to say of each one what is wrong, what may stand there and which known name is near.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from pattern_lint.config.toml_file import Keys
from pattern_lint.problems import closest, listing, nearest, unknown

S = TypeVar("S", bound=msgspec.Struct)

_PLAIN: dict[object, str] = {
    str: "a string",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    None: "nothing",
    type(None): "nothing",
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with the value at a key."""

    keys: Keys
    message: str
    meant: Keys = ()
    """The way to the key that is meant, where it is another one."""


def convert(table: Mapping[str, object], struct: type[S]) -> S | list[Complaint]:
    """The table as the struct, or all that keeps it from being one."""
    try:
        return msgspec.convert(table, struct)
    except msgspec.ValidationError as error:
        complaints = list(_struct_complaints(table, struct, ()))
        return complaints or [Complaint((), str(error))]


def _struct_complaints(table: Mapping[str, object], struct: type[msgspec.Struct], keys: Keys) -> Iterator[Complaint]:
    fields = _fields(struct)
    for key, value in table.items():
        if key in fields:
            yield from _complaints(value, fields[key].type, (*keys, key))
        elif now := former_names(struct).get(key):
            yield Complaint((*keys, key), f"`{key}` is called `{now}` now", (*keys, now))
        elif key in getattr(struct, "needless", "").split(", "):
            yield Complaint((*keys, key), f"`{key}` goes without saying here; leave it out")
        else:
            like = closest(key, fields)
            yield Complaint((*keys, key), unknown("key", key, fields), (*keys, like) if like else ())
    for key, field in fields.items():
        if field.required and key not in table:
            yield Complaint(keys, f"`{key}` is missing; it must be {describe(field.type)}", (*keys, key))


def former_names(struct: type[msgspec.Struct]) -> Mapping[str, str]:
    """The names that keys of a struct had, as its `formerly` tells, each with the key that says it now."""
    told: str = getattr(struct, "formerly", "")
    return dict(pair.split(": ", 1) for pair in told.split(", ") if pair)


def _complaints(value: object, wanted: Any, keys: Keys) -> Iterator[Complaint]:
    if _fits(value, wanted):
        return
    within = list(_complaints_within(value, wanted, keys))
    yield from within or [_complaint(value, wanted, keys)]


def _complaints_within(value: object, wanted: Any, keys: Keys) -> Iterator[Complaint]:
    """Complaints about the parts of a value; none when the value as a whole is of the wrong kind."""
    if isinstance(value, Mapping):
        for choice in _choices(wanted):
            if isinstance(choice, type) and issubclass(choice, msgspec.Struct):
                yield from _struct_complaints(value, choice, keys)
            elif get_origin(choice) is dict:
                key_type, part_type = get_args(choice)
                for key, part in value.items():
                    yield from _complaints(key, key_type, (*keys, key))
                    yield from _complaints(part, part_type, (*keys, key))
    elif isinstance(value, list):
        for choice in _choices(wanted):
            if get_origin(choice) in (list, tuple, set, frozenset):
                for number, part in enumerate(value):
                    yield from _complaints(part, get_args(choice)[0], (*keys, str(number)))


def _complaint(value: object, wanted: Any, keys: Keys) -> Complaint:
    hint = (nearest(value, _literals(wanted)) or _beginning(value, wanted)) if isinstance(value, str) else ""
    return Complaint(keys, f"{_subject(keys)} must be {describe(wanted)}, not {_shown(value)}{hint}")


def _beginning(value: str, wanted: Any) -> str:
    """A question after what a text may have been meant to begin with, where its type says how such texts begin."""
    metas = get_args(wanted)[1:] if get_origin(wanted) is Annotated else ()
    known = [each for meta in metas if isinstance(meta, msgspec.Meta) for each in (meta.extra or {}).get("begins", ())]
    head, colon, _ = value.partition(":")
    return nearest(f"{head}{colon}", known) if f"{head}{colon}" not in known else ""


def _subject(keys: Keys) -> str:
    if len(keys) > 1 and keys[-1].isdecimal():
        return f"entry {int(keys[-1]) + 1} of `{keys[-2]}`"
    return f"`{keys[-1]}`" if keys else "this"


def _fits(value: object, wanted: Any) -> bool:
    """Whether the value can be taken as it is."""
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError:
        return False
    return True


def describe(wanted: Any, *, briefly: bool = False) -> str:
    """What a type lets stand in a file, in words; briefly where its title says enough to those who know it."""
    if get_origin(wanted) is Annotated:
        inner, *marks = get_args(wanted)
        metas = [mark for mark in marks if isinstance(mark, msgspec.Meta)]
        said = [(mark.title if briefly else "") or mark.description for mark in metas]
        return next(filter(None, said), None) or describe(inner, briefly=briefly)
    if literals := _literals(wanted):
        return f"one of {listing(literals)}"
    choices = [choice for choice in _choices(wanted) if choice is not type(None)]
    if len(choices) > 1:
        return " or ".join(describe(choice, briefly=briefly) for choice in choices)
    choice = choices[0] if choices else type(None)
    origin = get_origin(choice)
    if origin is dict or (isinstance(choice, type) and issubclass(choice, msgspec.Struct)):
        return "a table"
    if origin in (list, tuple, set, frozenset):
        return f"a list of {_plural(describe(get_args(choice)[0], briefly=briefly))}"
    if origin is Annotated:
        return describe(choice, briefly=briefly)
    return _PLAIN.get(choice, "a value")


@cache
def _fields(struct: type[msgspec.Struct]) -> dict[str, Any]:
    import msgspec.structs

    return {field.encode_name: field for field in msgspec.structs.fields(struct)}


def _choices(wanted: Any) -> tuple[Any, ...]:
    if get_origin(wanted) in (Union, types.UnionType):
        return get_args(wanted)
    return (wanted,)


def _literals(wanted: Any) -> tuple[str, ...]:
    if get_origin(wanted) is Annotated:
        return _literals(get_args(wanted)[0])
    if get_origin(wanted) is Literal:
        return tuple(map(str, get_args(wanted)))
    if get_origin(wanted) in (Union, types.UnionType):
        parts = [_literals(choice) for choice in get_args(wanted) if choice is not type(None)]
        return tuple(name for part in parts for name in part) if all(parts) else ()
    return ()


def _plural(words: str) -> str:
    if words.startswith("one of "):
        return words.removeprefix("one of ")
    article, _, noun = words.partition(" ")
    return f"{noun}s" if article in ("a", "an") and " " not in noun else words


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Mapping):
        return "a table"
    return "a list" if isinstance(value, list) else str(value)
