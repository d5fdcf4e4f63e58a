"""By what a place in a file is known again after its lines moved: its scope, and its text without its form.

A digest is made of what formatters leave alone. Spaces, comments, line breaks, parentheses, commas, the kind of
quotes, how strings are split and the case of numbers do not count.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable, Sequence
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
        if isinstance(node := scope.node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    )


def mark(span: Span, scopes: Iterable[ScopeLines], lines: Sequence[str]) -> tuple[str, str]:
    """The scope and the digest of a place."""
    if span == TOP:
        names = sorted({name for _, _, name in scopes if "." not in name})
        return WHOLE_FILE, digest(" ".join(names))
    words = normalised(_text(span, lines))
    if words.startswith(_OPENERS):
        words = words.partition(":")[0]  # what follows on the line is the block
    return _scope(span[0], scopes), digest(words)


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


def _scope(line: int, scopes: Iterable[ScopeLines]) -> str:
    """The innermost class or function around a line; one that begins there is around it, too."""
    best = (0, "")
    for first, last, name in scopes:
        if first <= line <= last and first >= best[0]:
            best = (first, name)
    return best[1]


def digest(text: str) -> str:
    """What stands for a text in a mark."""
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=6).hexdigest()
