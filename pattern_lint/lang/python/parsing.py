"""From the bytes of a file to its syntax tree, or to why there is none."""

from __future__ import annotations

import ast
import re
import sys
from codecs import lookup

from .text import declared_encoding, decoded, lines_of

_ALONE = re.compile(r"\s*\{\{[^{}\n]+\}\},?\s*")
"""A line that is nothing before it is filled in; what it breaks shows on the next one at times."""
_FILLED_IN = re.compile(r"\s*\{[%#{]|.*\{%-?\s*\w[^\n]*%\}")


class UnreadableError(Exception):
    """A file that cannot be decoded or parsed; says where and why."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.is_template = False
        """Whether it fails at what is filled in before there is a file."""


def parse(source: bytes) -> ast.Module:
    """The syntax tree of a file's bytes, decoded as PEP 263 says, in the syntax of whatever Python."""
    try:
        return ast.parse(source)
    except SyntaxError as error:
        if not error.lineno:
            raise _undecodable(source, error.msg) from None
        line = min(error.lineno, len(lines_of(source)))  # in a few encodings the parser counts lines that are none
        reason = UnreadableError(error.msg, line, max(error.offset or 1, 1))
    except (RecursionError, MemoryError):
        raise UnreadableError("nested too deeply for the parser") from None
    except (ValueError, LookupError) as error:
        raise UnreadableError(str(error)) from None
    return _newer(source, reason)


def _newer(source: bytes, reason: UnreadableError) -> ast.Module:
    """The tree of a file that the parser of this interpreter refuses."""
    from .newer.lowering import lower  # few files need it

    tree, newest = lower(decoded(source))
    if tree is not None:
        return tree
    lines = lines_of(source)[max(reason.line - 2, 0) : reason.line]
    reason.is_template = any(map(_FILLED_IN.match, lines[-1:])) or any(map(_ALONE.fullmatch, lines))
    if newest is not None:
        version = f"3.{newest.feature.minor}"
        reason.message += (
            f"; line {newest.line} looks like the syntax of Python {version} ({newest.feature.what}), and this is "
            f"Python {sys.version.split()[0]}: run pattern-lint under {version} or newer"
        )
    raise reason


def _undecodable(source: bytes, message: str) -> UnreadableError:
    """Why bytes are no text: what the file declares is no encoding, or a byte is wrong in it."""
    encoding, line = declared_encoding(source)
    try:
        source.decode(encoding)
    except UnicodeDecodeError as error:
        place = min(source.count(b"\n", 0, error.start) + 1, len(lines_of(source)))
        column = error.start - source.rfind(b"\n", 0, error.start)
        wrong = f"byte 0x{source[error.start]:02x} is not valid in {encoding.removesuffix('-sig')}"
        return UnreadableError(f"{wrong}; declare the encoding that the file has", place, column)
    except (LookupError, ValueError):
        kind = "unknown encoding" if _is_unknown(encoding) else "no encoding of texts"
        return UnreadableError(f"{kind}: {encoding}; declare the one that the file has", line)
    return UnreadableError(message)


def _is_unknown(encoding: str) -> bool:
    try:
        lookup(encoding)
    except LookupError:
        return True
    return False
