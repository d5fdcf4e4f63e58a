"""By what a place in a file is known again after its lines moved: its scope, and its text without its form.

A digest is made of what formatters leave alone. Spaces, comments, line breaks, parentheses, commas, the kind of
quotes, how strings are split and the case of numbers do not count.
"""

from __future__ import annotations

import ast
import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .module import Span
    from .scopes import Scope

ScopeLines = tuple[int, int, str]
"""The first and last line of a class or function, and its qualified name."""

WHOLE_FILE = "*"
TOP: Span = (1, 1, 1, 1)
"""Where a finding is shown that is about a file as a whole."""

_TOKEN = re.compile(
    r"""
    (?P<string>(?i:\b[a-z]{1,2})?(?:\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}
      |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))
    | (?P<left_out>\s+|\\\n|\#[^\n]*|[(),;])
    | (?P<number>\.?\d[\w.]*)
    | \w+ | [^\w\s]
    """,
    re.VERBOSE | re.DOTALL,
)
_INTRICATE = re.compile(r"""["'#\\]""")
"""What only the full expression can tell apart; most places are without it."""
_PLAIN_TOKEN = re.compile(r"\.?\d[\w.]*|\w+|[^\w\s(),;]")
_NUMBER = re.compile(r"\.?\d")
_STRING = re.compile(r"(\w*)(\"{3}|'{3}|\"|')(.*)\2", re.DOTALL)
_OPENERS = ("except :", "try :", "else :", "finally :")
_ESCAPED_QUOTE = re.compile(r"\\(['\"])")


def scope_lines(scopes: Iterable[Scope]) -> tuple[ScopeLines, ...]:
    """The classes and functions of a file, each with the lines that it takes up."""
    return tuple(
        (node.lineno, node.end_lineno or node.lineno, scope.qualname)
        for scope in scopes
        if isinstance(node := scope.node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
    )


class Scopes:
    """Finds the innermost of a file's classes and functions around a line."""

    def __init__(self, scopes: Iterable[ScopeLines]) -> None:
        self._scopes = sorted(scopes, key=lambda scope: scope[0])
        self._outer: list[int] = []
        """The place of the scope around each; -1 where there is none."""
        around = [-1]
        for place, (first, _, _) in enumerate(self._scopes):
            while around[-1] >= 0 and self._scopes[around[-1]][1] < first:
                around.pop()
            self._outer.append(around[-1])
            around.append(place)

    def at(self, line: int) -> str:
        """The name of the innermost scope; one that begins on the line is around it, too."""
        place = bisect_right(self._scopes, line, key=lambda scope: scope[0]) - 1
        while place >= 0 and self._scopes[place][1] < line:
            place = self._outer[place]
        return self._scopes[place][2] if place >= 0 else ""

    @cached_property
    def digest(self) -> str:
        """What stands for a file as a whole: the names that it defines."""
        return digest(" ".join(sorted({name for _, _, name in self._scopes if "." not in name})))


def mark(span: Span, scopes: Scopes, lines: Sequence[str]) -> tuple[str, str]:
    """The scope and the digest of a place."""
    if span == TOP:
        return WHOLE_FILE, scopes.digest
    words = normalised(_text(span, lines))
    if words.startswith(_OPENERS):
        words = words.partition(":")[0]  # what follows on the line is the block
    return scopes.at(span[0]), digest(words)


def normalised(text: str) -> str:
    """The words and signs of a piece of source, without what formatting may change."""
    if not _INTRICATE.search(text):
        return " ".join([word.lower() if _NUMBER.match(word) else word for word in _PLAIN_TOKEN.findall(text)])
    words: list[str] = []
    in_string = False
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "left_out":
            in_string = in_string and not token[0].startswith((",", ";"))
        elif kind == "string":
            words.append(_string(token[0], words.pop() if in_string else ""))
            in_string = True
        else:
            words.append(token[0].lower() if kind == "number" else token[0])
            in_string = False
    return " ".join(words)


def _string(written: str, before: str) -> str:
    """A string without its quotes, behind the one that it continues."""
    found = _STRING.fullmatch(written)
    prefix, content = (found[1].lower().replace("u", ""), found[3]) if found is not None else ("", written)
    if "r" not in prefix:
        content = _ESCAPED_QUOTE.sub(r"\1", content)
    return f"{before}{content}" if before else f'"{prefix}"{content}'


def _text(span: Span, lines: Sequence[str]) -> str:
    line, column, end_line, end_column = span
    found = list(lines[line - 1 : end_line])
    if found:
        found[-1] = found[-1][: end_column - 1]
        found[0] = found[0][column - 1 :]
    return "\n".join(found)


def digest(text: str) -> str:
    """What stands for a text in a mark."""
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=6).hexdigest()
