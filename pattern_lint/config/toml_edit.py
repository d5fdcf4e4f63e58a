"""Adding to a TOML file and leaving every other byte of it as it is.

tomlkit keeps the form of what it read, but who edits other people's files had better make sure: an edit
counts only when it is one insertion, in the line ends of the file, that adds the value and nothing else.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from pattern_lint.config.toml_file import Keys, key_line

_LINE_END = re.compile(r"\r?\n")


class CannotEditError(Exception):
    """The file is built in a way that does not let the value be added safely."""


def append_table(text: str, keys: Keys, values: Mapping[str, object]) -> str:
    """The text with a new table at its end; a missing line end stays missing."""
    block = tomlkit.dumps(_nested(keys, dict(values)))
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    new = f"{text}{gap}{block}"
    return _checked(text, new, keys, dict(values))


def add_to_list(text: str, keys: Keys, value: str) -> str:
    """The text with a value at the end of a list; tables on the way and the list itself may be missing."""
    present = _value(tomllib.loads(text), keys)
    if present is not None and not isinstance(present, list):
        raise CannotEditError
    header = f"[{'.'.join(keys[:-1])}]"
    headline = key_line(text, keys[:-1])
    lines = text.split("\n")
    if present is None and lines[headline - 1].partition("#")[0].strip() == header and headline < len(lines):
        # below the header, because tomlkit would add it after comments that are about the next table
        lines.insert(headline, f'{keys[-1]} = ["{value}"]')
        new = "\n".join(lines)
    else:
        new = _with_tomlkit(text, keys, value, is_there=present is not None)
    return _checked(text, new, keys, [*(present or []), value])


def _with_tomlkit(text: str, keys: Keys, value: str, *, is_there: bool) -> str:
    try:
        document = tomlkit.parse(text)
        table: Any = document
        depth = 0
        while depth < len(keys) - 1 and keys[depth] in table:
            table = table[keys[depth]]
            depth += 1
        if is_there:
            table[keys[-1]].append(value)
        else:
            table.add(keys[depth], _nested(keys[depth + 1 :], [value]))
        return document.as_string()
    except (TOMLKitError, AttributeError, TypeError, ValueError, RecursionError) as error:
        raise CannotEditError from error


def _nested(keys: Keys, value: Any) -> Any:
    for key in reversed(keys):
        value = {key: value}
    return value


def _value(table: Any, keys: Keys) -> Any:
    for key in keys:
        if not isinstance(table, dict):
            raise CannotEditError
        if key not in table:
            return None
        table = table[key]
    return table


def _checked(old: str, new: str, keys: Keys, value: object) -> str:
    """The new text in the line ends of the old one, when it is the old one with the value put in."""
    start = _common_start(old, new)
    rest = _common_start(old[start:][::-1], new[start:][::-1])
    if start + rest != len(old):
        raise CannotEditError
    piece = new[start : len(new) - rest]
    if old and not old.endswith("\n") and start == len(old):
        piece = piece.rstrip()
    line_end = "\r\n" if "\r\n" in old else "\n"
    result = old[:start] + _LINE_END.sub(line_end, piece) + old[start:]
    try:
        is_right = tomllib.loads(result) == _with_value(tomllib.loads(old), keys, value)
    except (tomllib.TOMLDecodeError, AttributeError, TypeError):  # the way to the value is no table
        is_right = False
    if not is_right:
        raise CannotEditError
    return result


def _common_start(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def _with_value(table: dict[str, Any], keys: Keys, value: object) -> dict[str, Any]:
    result = copy.deepcopy(table)
    inner = result
    for key in keys[:-1]:
        inner = inner.setdefault(key, {})
    inner[keys[-1]] = value
    return result
