"""Regular expressions in options: which they are, and which of them do not compile or take for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, TypeAlias, get_args, get_origin

import msgspec

_MARK = "is-expression"
_WHAT = "a regular expression"
_ENDLESS = (
    "takes for ever on texts with `{again}` again and again, as what it repeats can be read in several ways; write it "
    "so that there is one, such as `[a-z]+` for `(?:[a-z]+)+`, or keep what was found: `(?>...)`, `++`"
)
Expression: TypeAlias = Annotated[str, msgspec.Meta(title=_WHAT, description=_WHAT, extra={_MARK: 0})]
Grouping: TypeAlias = Annotated[str, msgspec.Meta(title=_WHAT, description=_WHAT, extra={_MARK: 1})]
"""One of which a group is asked for."""


def wrong_expressions(options: msgspec.Struct) -> Iterator[tuple[tuple[str, ...], str]]:
    """The regular expressions in options and in what lies in them that are none: the way to each, and what is wrong."""
    for name, encoded, groups in _fields(type(options)):
        value = getattr(options, name)
        for key, each in _parts(value):
            if isinstance(each, msgspec.Struct):
                yield from (((encoded, *key, *keys), said) for keys, said in wrong_expressions(each))
            elif groups is not None and isinstance(each, str) and each and (said := _fault(each, groups)):
                yield (encoded, *key), said


def _parts(value: object) -> Iterator[tuple[tuple[str, ...], object]]:
    """A value, or what a collection of such holds, with the way there."""
    if isinstance(value, dict):
        yield from (((str(key), *inner), part) for key, each in value.items() for inner, part in _parts(each))
    elif isinstance(value, tuple):
        yield from ((inner, part) for each in value for inner, part in _parts(each))
    else:
        yield (), value


def _fault(expression: str, groups: int) -> str:
    try:
        found = re.compile(expression).groups
    except re.error as error:
        return f"`{expression}` is no regular expression: {error}"
    if found < groups:
        return f"`{expression}` has no group; put what is asked for into round brackets"
    from .endless import endless_part  # only those who write expressions pay for it

    again = endless_part(expression)
    return f"`{expression}` {_ENDLESS.format(again=again)}" if again else ""


@cache
def _fields(struct: type[msgspec.Struct]) -> tuple[tuple[str, str, int | None], ...]:
    """The fields of a struct in which an expression may lie, each with the name that people write, and how many groups
    an expression in it must have; None for what is none itself."""
    import msgspec.structs

    fields = ((each, _marked(each.type)) for each in msgspec.structs.fields(struct))
    return tuple(
        (each.name, each.encode_name, groups) for each, groups in fields if groups is not None or _is_nested(each.type)
    )


def _is_nested(type_: Any) -> bool:
    """Whether structs may lie in a value of a type."""
    inner = get_args(type_)
    return any(map(_is_nested, inner)) if inner else isinstance(type_, type) and issubclass(type_, msgspec.Struct)


def _marked(type_: Any) -> int | None:
    if get_origin(type_) is Annotated:
        metas = (each for each in get_args(type_) if isinstance(each, msgspec.Meta))
        return next((found for meta in metas if (found := (meta.extra or {}).get(_MARK)) is not None), None)
    return next((found for part in get_args(type_) if (found := _marked(part)) is not None), None)
