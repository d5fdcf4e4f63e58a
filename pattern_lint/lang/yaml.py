"""YAML: the values of keys, and where they stand, as its grammar tells them.

What the grammar does not take, such as a template, is noted, and has no keys. A value that stands elsewhere in the file
(`*name`) is one that nobody knows here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from textwrap import dedent
from typing import TYPE_CHECKING

from ..config.toml_file import Keys
from .keyed import DEEPEST, Keyed, Table
from .notes import Note

if TYPE_CHECKING:
    from ast_grep_py import SgNode

_COMMENT = re.compile(r"(?:^|(?<=\s))#")
_TABLES = frozenset({"block_mapping", "flow_mapping"})
_PAIRS = frozenset({"block_mapping_pair", "flow_pair"})
_LISTS = frozenset({"block_sequence", "flow_sequence"})
_ASIDE = frozenset({"comment", "anchor", "tag"})
_ELSEWHERE = "${elsewhere}"
"""What stands for a value that is not known where it is used."""


class Data(Keyed):
    """A file of tables and lists, in one document or several."""

    def comments(self) -> Iterator[Note]:
        for number, line in enumerate(self.lines, 1):
            if found := _COMMENT.search(line):
                yield Note(number, found.start() + 1, line[found.start() :], alone=not line[: found.start()].strip())

    @cached_property
    def table(self) -> Table:
        return self.root if isinstance(self.root, dict) else {"": self.root}

    @cached_property
    def root(self) -> object:
        return self._read[0]

    @cached_property
    def _lines(self) -> Mapping[Keys, int]:
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[object, Mapping[Keys, int]]:
        """What the file says, a list where it has several documents, and the line of each key."""
        from ast_grep_py import SgRoot

        root, reading = SgRoot(self.text, "yaml").root(), _Reading()
        if root.kind() == "ERROR" or root.find(kind="ERROR") is not None:
            self.notes.append("the grammar of YAML does not take this")
            return {}, {}
        documents = [each for each in root.children() if each.kind() == "document"]
        if len(documents) == 1:
            return reading.value(documents[0], ()), reading.lines
        return [reading.value(each, (str(number),)) for number, each in enumerate(documents)], reading.lines


class _Reading:
    """Reads what the nodes of a tree say."""

    def __init__(self) -> None:
        self.lines: dict[Keys, int] = {}

    def value(self, node: SgNode | None, way: Keys) -> object:
        """What a node says, of which `way` are the keys around; what lies too deep says nothing."""
        if node is None or len(way) > DEEPEST:
            return None
        kind = node.kind()
        if kind in _TABLES:
            return self._table(node, way)
        if kind in _LISTS:
            items = [each for each in node.children() if each.is_named() and each.kind() not in _ASIDE]
            return [self._item(each, (*way, str(number))) for number, each in enumerate(items)]
        if kind in _SCALARS:
            return _SCALARS[kind](node.text())
        if kind == "alias":
            return _ELSEWHERE
        held = [each for each in node.children() if each.is_named() and each.kind() not in _ASIDE]
        return self.value(held[-1], way) if held else None

    def _item(self, node: SgNode, way: Keys) -> object:
        self.lines[way] = _line(node)
        return self.value(node, way)

    def _table(self, node: SgNode, way: Keys) -> Table:
        found: Table = {}
        for pair in (each for each in node.children() if each.kind() in _PAIRS):
            key = self.value(pair.field("key"), way)
            inner = (*way, str(key))
            self.lines[inner] = _line(pair)
            found[str(key)] = self.value(pair.field("value"), inner)
        return found


def _line(node: SgNode) -> int:
    return node.range().start.line + 1


def _number(text: str) -> object:
    plain = text.replace("_", "")
    for read in (lambda: int(plain, 0), lambda: int(plain), lambda: float(plain)):
        try:
            return read()
        except ValueError:
            continue
    return text


def _double_quoted(text: str) -> str:
    try:
        return str(json.loads(text))
    except ValueError:
        return text[1:-1]


_SCALARS: Mapping[str, Callable[[str], object]] = {
    "string_scalar": lambda text: " ".join(text.split()),
    "timestamp_scalar": str,
    "integer_scalar": _number,
    "float_scalar": _number,
    "boolean_scalar": lambda text: text.lower() == "true",
    "null_scalar": lambda _: None,
    "double_quote_scalar": _double_quoted,
    "single_quote_scalar": lambda text: text[1:-1].replace("''", "'"),
    "block_scalar": lambda text: dedent(text.partition("\n")[2]).rstrip("\n"),
}
"""What the sorts of values say."""


def read(path: str, label: str, source: bytes) -> Data:
    """The unit of a file."""
    return Data(path, label, source)
