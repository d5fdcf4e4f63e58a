"""JSON: the values of keys, and where they stand.

Much that is called so is none, as it has comments or is a template; that is noted, and has no keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property

from ..config.toml_file import Keys
from .keyed import DEEPEST, Keyed, Table

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|\n')


class Data(Keyed):
    """A file of objects."""

    @cached_property
    def table(self) -> Table:
        try:
            found = json.loads(self.text)
        except (ValueError, RecursionError) as error:
            self.notes.append(f"this is not JSON: {error}")
            return {}
        return found if isinstance(found, dict) else {"": found}

    @cached_property
    def _lines(self) -> dict[Keys, int]:
        return dict(self._places())

    def _places(self) -> Iterator[tuple[Keys, int]]:
        """Each key with its line; the entries of a list are numbered."""
        line, text = 1, ""
        above: list[str | int] = []
        for match in _TOKEN.finditer(self.text):
            token = match[0]
            if token == "\n":
                line += 1
            elif token == ":" and above:
                above[-1] = text
                if len(above) <= DEEPEST:
                    yield tuple(map(str, above)), line
            elif token in "{[":
                above.append("" if token == "{" else 0)
            elif token in "}]":
                above[-1:] = []
            elif token == "," and above and isinstance(above[-1], int):
                above[-1] += 1
            elif token[0] == '"':
                text = token[1:-1]


def read(path: str, label: str, source: bytes) -> Data:
    """The unit of a file."""
    return Data(path, label, source)
