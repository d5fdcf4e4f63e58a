"""INI: sections with keys, as configparser and its like read them. What is no key is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from ..config.toml_file import Keys
from .keyed import Keyed, Table
from .notes import Note
from .python.marks import ScopeLines

_SECTION = re.compile(r"\[(?P<name>[^\]]+)\]")
_KEY = re.compile(r"(?P<key>[^\s=:#;\[][^=:]*?)\s*[=:]\s*(?P<value>.*)")
_COMMENT = re.compile(r"(?:^|(?<=\s))[#;]")


class Sections(Keyed):
    """A file of sections."""

    @cached_property
    def table(self) -> Table:
        table: Table = {}
        for keys, (_, value) in self._read.items():
            section = table.setdefault(keys[0], {})
            if isinstance(section, dict) and len(keys) > 1:
                section[keys[1]] = value
        return table

    @cached_property
    def _lines(self) -> dict[Keys, int]:
        return {keys: line for keys, (line, _) in self._read.items()}

    @cached_property
    def _read(self) -> dict[Keys, tuple[int, str]]:
        """Each section and key with its line and value; what is indented goes on with the value above."""
        found: dict[Keys, tuple[int, str]] = {}
        above: Keys = ()
        for number, line in enumerate(self.lines, 1):
            text = _COMMENT.split(line, maxsplit=1)[0].rstrip()
            if not text.strip():
                continue
            if section := _SECTION.match(text):
                above = (section["name"].strip(),)
                found.setdefault(above, (number, ""))
            elif text[0].isspace() and len(above) > 1:
                first, value = found[above]
                found[above] = (first, f"{value}\n{text.strip()}".strip())
            elif above and (key := _KEY.match(text.strip())):
                above = (above[0], key["key"].lower())
                found[above] = (number, key["value"])
        return found

    @cached_property
    def scopes(self) -> tuple[ScopeLines, ...]:
        heads = [(line, keys[0]) for keys, line in self._lines.items() if len(keys) == 1]
        ends = [*(line - 1 for line, _ in heads[1:]), len(self.lines)]
        return tuple((line, end, name) for (line, name), end in zip(heads, ends, strict=False))

    def comments(self) -> Iterator[Note]:
        for number, line in enumerate(self.lines, 1):
            if found := _COMMENT.search(line):
                start = found.start()
                yield Note(number, start + 1, f"# {line[start + 1 :].strip()}", alone=not line[:start].strip())


def read(path: str, label: str, source: bytes) -> Sections:
    """The unit of a file."""
    return Sections(path, label, source)
