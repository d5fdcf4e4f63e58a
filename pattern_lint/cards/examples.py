"""The examples of a card and the marks in them, apart from how they are read from Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

ExampleKind = Literal["conforms", "violates", "fixed", "known-miss", "known-noise"]

_CODE = r"[A-Z]{2,6}\d{3,4}"
_MARK = re.compile(rf"(?:#|//|<!--|/\*|--|;)\s*expect(?P<codes>\s*:.*|\s+{_CODE}.*)")
_CODES = re.compile(rf"\s*:\s*(?P<codes>{_CODE}(?:\s*,\s*{_CODE})*)\s*(?=$|#|-->|\*/|//)")
"""What follows the codes may only be another comment, or the end of this one."""


@dataclass(frozen=True, slots=True)
class ExampleFile:
    """One file of an example; `line` is where its first line stands in the card."""

    name: str
    text: str
    line: int

    @property
    def source(self) -> str:
        """The text as checks see it: JSON has no comments, so that marks are none of it."""
        if not self.name.endswith(".json"):
            return self.text
        return "\n".join(_MARK.split(line, maxsplit=1)[0].rstrip() for line in self.text.split("\n"))


@dataclass(frozen=True, slots=True)
class Example:
    """What stands below one heading: a small project and what is to be said about it."""

    kind: ExampleKind
    title: str
    line: int
    files: tuple[ExampleFile, ...]


def expectations(example: Example) -> list[tuple[str, int, str]]:
    """File name, line (in the file's own text) and code of every `expect:` mark in the example."""
    return [
        (file.name, number, code) for file in example.files for number, codes in _marks(file) for code in codes or ()
    ]


def without_marks(text: str) -> str:
    """The text of an example as its code would stand without the tool: marks are gone, and lines that were one."""
    lines = [_MARK.split(line, maxsplit=1)[0].rstrip() if _MARK.search(line) else line for line in text.split("\n")]
    marked = [bool(_MARK.search(line)) for line in text.split("\n")]
    return "\n".join(line for line, was_marked in zip(lines, marked, strict=True) if line or not was_marked)


def unreadable_marks(example: Example) -> list[int]:
    """The lines, in the card, of marks that begin like one and name no codes: they would be lost."""
    return [file.line + number - 1 for file in example.files for number, codes in _marks(file) if codes is None]


def _marks(file: ExampleFile) -> Iterator[tuple[int, tuple[str, ...] | None]]:
    if "expect" not in file.text:
        return
    for number, line in enumerate(file.text.split("\n"), 1):
        if mark := _MARK.search(line):
            codes = _CODES.match(mark["codes"])
            yield number, _split(codes["codes"]) if codes else None


def _split(codes: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in codes.split(","))
