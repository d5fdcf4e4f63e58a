"""A module's header: the summary and the tags in its docstring."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

from .module import Module

_TAG = re.compile(r"\s*@(?P<name>[A-Za-z][\w-]*)\s*:(?P<text>.*)$")
_BULLET = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s+(?P<text>\S.*)$")
_OPENING = re.compile(r"""\s*[rRuUbB]{0,2}(\"{3}|'{3}|"|')""")
_REMARK = re.compile(r"(?:^|\s)#(?:\s.*)?$")


@dataclass(slots=True)
class Tag:
    """One `@name:` of a header with the text beside it and the lines below it."""

    name: str
    line: int
    column: int
    text: str
    below: list[str] = field(default_factory=list)

    @property
    def bullets(self) -> list[str]:
        return [match["text"].strip() for line in self.below if (match := _BULLET.match(line))]

    @property
    def content(self) -> str:
        """Everything that the tag says, as one text."""
        return " ".join([self.text, *(line.strip() for line in self.below)]).strip()


@dataclass(slots=True)
class Header:
    """What a module's docstring says of the module."""

    line: int
    column: int
    summary: str
    tags: dict[str, Tag]


def header_of(module: Module) -> Header | None:
    """The header of a module; None where it has no docstring."""
    return module.once(_header)


def _header(module: Module) -> Header | None:
    body = module.tree.body
    first = body[0] if body else None
    if not isinstance(first, ast.Expr) or not isinstance(first.value, ast.Constant):
        return None
    if not isinstance(first.value.value, str):
        return None
    lines = module.first_lines(first.end_lineno or first.lineno)[first.lineno - 1 :]
    opening = _OPENING.match(lines[0])
    if opening is not None:
        lines[0] = lines[0][opening.end() :]
        lines[-1] = lines[-1].rstrip().removesuffix(opening[1])
    summary, tags = _read(lines, first.lineno)
    return Header(first.lineno, module.span(first)[1], summary, tags)


def _read(lines: list[str], first: int) -> tuple[str, dict[str, Tag]]:
    summary = ""
    tags: dict[str, Tag] = {}
    current: Tag | None = None
    for number, line in enumerate(lines, first):
        bare = _REMARK.sub("", line)
        found = _TAG.match(bare)
        if found:
            column = len(line) - len(line.lstrip()) + 1
            current = tags.setdefault(found["name"], Tag(found["name"], number, column, found["text"].strip()))
        elif current is not None:
            current.below.append(bare)
        elif not summary:
            summary = bare.strip()
    return summary, tags
