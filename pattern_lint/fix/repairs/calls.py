"""Repairs of calls, decorators and the headers of classes."""

from __future__ import annotations

import ast
import io
import tokenize

from ..place import Found, Place, insert
from ..source import Edit

_ALONE = (ast.Expr, ast.Assign, ast.AnnAssign, ast.Return, ast.keyword)
"""What a call may stand in so that `await` before it means the call and nothing more."""

_LEFT_OUT = (
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
)
_FEWEST = 3
"""Tokens of a call: what is called, and two parentheses."""


def argument(place: Place, written: str) -> list[Edit]:
    """A call, a decorator or a class gets an argument with a name, or another value for the one that it has."""
    found = _called(place)
    if found is None:
        return _of_class(place, written)
    if not isinstance(found.node, ast.Call):
        return [insert(place.ends(found.node)[1], f"({written})")]
    name, _, value = (part.strip() for part in written.partition("="))
    for keyword in found.node.keywords:
        if keyword.arg == name:
            return [Edit(*place.ends(keyword.value), value)]
    arguments = [*found.node.args, *found.node.keywords]
    if any(isinstance(each, ast.GeneratorExp) for each in arguments[:1]):
        return []
    if any(each.arg is None for each in found.node.keywords):
        return []
    return _appended(place, found.node, written)


def _of_class(place: Place, written: str) -> list[Edit]:
    """An argument of a class, behind its bases; not where something in the class may say another thing of it."""
    name = written.partition("=")[0].strip()
    for found in place.of(ast.ClassDef):
        assert isinstance(found.node, ast.ClassDef)
        given = [*found.node.bases, *(keyword.value for keyword in found.node.keywords)]
        if given and name not in place.written(found.node):
            return [insert(max(place.ends(each)[1] for each in given), f", {written}")]
    return []


def rename(place: Place, name: str) -> list[Edit]:
    """What is called has another last name."""
    found = _called(place)
    called = getattr(found.node, "func", found.node) if found is not None else None
    if not isinstance(called, ast.Attribute) or called.attr == name:
        return []
    end = place.ends(called)[1]
    return [Edit(end - len(called.attr), end, name)]


def awaited(place: Place) -> list[Edit]:
    """A call of a coroutine function is awaited."""
    found = _called(place)
    if found is None or not isinstance(found.node, ast.Call) or found.scope.function is not found.scope:
        return []
    around = place.module.index.parents.get(found.node)
    if isinstance(found.scope.node, ast.AsyncFunctionDef) and isinstance(around, _ALONE):
        return [insert(place.ends(found.node)[0], "await ")]
    return []


def _called(place: Place) -> Found | None:
    """The call at the place, or the decorator without arguments."""
    for call, scope, *_ in (*place.module.calls, *place.module.decorations):
        if call.lineno == place.span[0] and place.module.span(call) == place.span:
            return Found(call, scope)
    return None


def _appended(place: Place, call: ast.Call, written: str) -> list[Edit]:
    """An argument behind all others: as they are laid out, and with a comma behind it where they have one."""
    start, end = place.ends(call)
    text = place.text(start, end)
    tokens = _significant(text)
    if len(tokens) < _FEWEST:
        return []
    before, last = tokens[-2:]
    at = start + _behind(before, text)
    if before.type == tokenize.OP and before.string == "(":
        return [insert(at, written)]
    if before.string != ",":
        return [insert(at, f", {written}")]
    if before.start[0] == last.start[0]:
        return [insert(at, f" {written}")]
    line = place.text(place.source.line_around(at)[0], at)
    indent = line[: len(line) - len(line.lstrip())]
    return [insert(at, f"\n{indent}{written},")]


def _significant(text: str) -> list[tokenize.TokenInfo]:
    """The tokens of a call, without comments and ends of lines; none where they cannot be read."""
    try:
        return [each for each in tokenize.generate_tokens(io.StringIO(text).readline) if each.type not in _LEFT_OUT]
    except (tokenize.TokenError, SyntaxError):  # the call stays as it is
        return []


def _behind(token: tokenize.TokenInfo, text: str) -> int:
    """Where the text behind a token begins."""
    line, column = token.end
    return sum(len(each) + 1 for each in text.split("\n")[: line - 1]) + column
