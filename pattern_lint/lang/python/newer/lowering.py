"""The syntax tree of a source that the interpreter cannot parse, because a newer Python wrote it."""

from __future__ import annotations

import ast
import sys
from typing import NamedTuple

from .buffer import Buffer, NotLoweredError
from .scanner import Scan
from .strings import read_strings
from .syntax import Seen
from .tree import mend


class Lowered(NamedTuple):
    """What became of a source: its tree, or None, and the newest syntax that it has."""

    tree: ast.Module | None
    newest: Seen | None


def lower(text: str) -> Lowered:
    """Read a text in the syntax of a newer Python than the one that runs this."""
    buffer = Buffer(text.replace("\r\n", "\n").replace("\r", "\n").encode(errors="surrogatepass"))
    tree = None
    try:
        Scan(buffer, read_strings).run(0)
        if buffer.seen:
            tree = mend(ast.parse(buffer.lowered.decode(errors="surrogatepass")), buffer)
    except (NotLoweredError, SyntaxError, ValueError, RecursionError, MemoryError):
        tree = None
    newer = [seen for seen in buffer.seen if seen.feature.minor > sys.version_info.minor]
    return Lowered(tree, max(newer, key=lambda seen: (seen.feature.minor, -seen.line), default=None))
