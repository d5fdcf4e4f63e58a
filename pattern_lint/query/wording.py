"""Messages of cards: a sentence of the card's own, with what was found in braces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from string import Formatter

from ..problems import listing, nearest

_SAID = "said"
"""Stands in a message for what would be said without it."""


def complaints(template: str, known: Iterable[str]) -> Iterator[str]:
    """What is wrong with a message: braces that do not close, or that hold what nobody fills in."""
    names = sorted({*known, _SAID})
    try:
        fields = [field for _, field, _, _ in Formatter().parse(template) if field is not None]
    except ValueError as error:
        yield f"the braces of this message do not fit: {error}; write {{{{ for a brace that is meant as one"
        return
    for field in fields:
        if field not in names:
            yield f"{{{field}}} is not filled in{nearest(field, names)} Known are {listing(names)}."


def worded(template: str, default: str, words: Mapping[str, str]) -> str:
    """The message of a finding: the card's own where it has one."""
    return template.format_map({**words, _SAID: default}) if template else default
