"""TOML: the values of keys, and where they stand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cached_property

from ..config.toml_file import Keys, places
from .keyed import DEEPEST, Keyed, Table
from .notes import Note
from .python.marks import ScopeLines
from .python.parsing import UnreadableError

_PLACE = re.compile(r" ?\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")
_COMMENT = re.compile(
    r'''"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|(?P<comment>\#[^\n]*)''', re.DOTALL
)


class Settings(Keyed):
    """A file of tables, keys and values."""

    def __init__(self, path: str, label: str, source: bytes) -> None:
        super().__init__(path, label, source)
        try:
            self._table: Table = tomllib.loads(self.text)
        except RecursionError:
            raise UnreadableError("nested too deeply") from None
        except ValueError as error:
            raise self._unreadable(str(error)) from None

    def _unreadable(self, said: str) -> UnreadableError:
        found = _PLACE.search(said)
        reason = f"this is not valid TOML: {said[: found.start()] if found is not None else said}"
        if found is not None and found["line"]:
            return UnreadableError(reason, int(found["line"]), int(found["column"]))
        return UnreadableError(reason, len(self.text.rstrip("\n").split("\n")))

    @cached_property
    def table(self) -> Table:
        return self._table

    @cached_property
    def _lines(self) -> dict[Keys, int]:
        found: dict[Keys, int] = {}
        for line, keys in places(self.text):
            for length in range(min(len(keys), DEEPEST), 0, -1):
                if keys[:length] in found:
                    break
                found[keys[:length]] = line
        return found

    @cached_property
    def scopes(self) -> tuple[ScopeLines, ...]:
        """The tables that have a heading of their own."""
        heads = [(line, keys) for line, keys in places(self.text) if self.lines[line - 1].lstrip().startswith("[")]
        ends = [*(line - 1 for line, _ in heads[1:]), len(self.lines)]
        return tuple((line, end, ".".join(keys)) for (line, keys), end in zip(heads, ends, strict=False))

    def comments(self) -> Iterator[Note]:
        for match in _COMMENT.finditer(self.text):
            if match["comment"]:
                yield self.note(match.start(), match[0])


def read(path: str, label: str, source: bytes) -> Settings:
    """The unit of a file."""
    return Settings(path, label, source)
