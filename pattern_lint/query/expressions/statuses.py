"""Names that stand for the status of an answer, as `HTTPStatus.CREATED` and `status.HTTP_201_CREATED` do for 201."""

from __future__ import annotations

import re
from functools import cache

from .constants import UNKNOWN_CONSTANT

_NUMBER = re.compile(r"HTTP_(\d{3})(_\w+)?")


def status_of(symbol: str | None) -> object:
    """The number of a status; the mark of unknown constants for other names."""
    owner, _, name = (symbol or "").removesuffix(".value").rpartition(".")
    if owner == "http.HTTPStatus":
        return _numbers().get(name, UNKNOWN_CONSTANT)
    number = _NUMBER.fullmatch(name)
    return int(number[1]) if number is not None else UNKNOWN_CONSTANT


@cache
def _numbers() -> dict[str, int]:
    from http import HTTPStatus

    return {name: member.value for name, member in HTTPStatus.__members__.items()}
