"""Files of keys and values, in whatever language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TypeAlias

from ..config.toml_file import Keys
from .unit import Unit

Table: TypeAlias = dict[str, object]
DEEPEST = 50
"""Keys that lie deeper are reported where those above them stand."""


class Keyed(Unit):
    """A file of tables, keys and values."""

    @cached_property
    def table(self) -> Table:
        """All that the file says."""
        raise NotImplementedError

    @cached_property
    def root(self) -> object:
        """The same, or a list where the file has several tables one after the other."""
        return self.table

    @cached_property
    def _lines(self) -> Mapping[Keys, int]:
        """The line on which each key stands."""
        raise NotImplementedError

    def line_of(self, keys: Keys) -> int:
        """The line on which a key stands, or else the nearest table around it that is there."""
        keys = keys[:DEEPEST]
        while keys and keys not in self._lines:
            keys = keys[:-1]
        return self._lines[keys] if keys else 1
