"""What tells an open stream from the path of a file, where code takes either."""

from __future__ import annotations

import ast

from ..lang.python.module import name_of
from ..lang.python.scopes import Scope

_MADE = frozenset({"BytesIO", "StringIO", "SpooledTemporaryFile"})
_STREAMS = _MADE | {"IOBase", "RawIOBase", "BufferedIOBase", "TextIOBase", "BufferedReader", "TextIOWrapper"}
_PATHS = frozenset({"str", "bytes", "Path", "PurePath", "PathLike"})


def is_stream(node: ast.expr, scope: Scope) -> bool:
    """Whether an expression makes an open stream, or is a variable that is given one and nothing else."""
    if isinstance(node, ast.Name):
        bound = scope.bindings.get(node.id, ())
        value = bound[0].value if len(bound) == 1 and bound[0].kind == "assign" else None
        return isinstance(value, ast.Call) and name_of(value.func) in _MADE
    return isinstance(node, ast.Call) and name_of(node.func) in _MADE


def asks_for_stream(test: ast.expr, *, positive: bool) -> tuple[ast.expr, bool] | None:
    """What a condition asks about, and whether that is an open stream where it is true, or false.

    None where it tells neither.
    """
    if not isinstance(test, ast.Call) or len(test.args) != 2 or not isinstance(test.func, ast.Name):
        return None
    asked, said = test.args
    if test.func.id == "hasattr":
        is_method = isinstance(said, ast.Constant) and said.value in ("read", "write", "seek")
        return (asked, False) if is_method and not positive else None
    classes = {name_of(each) for each in (said.elts if isinstance(said, ast.Tuple) else [said])}
    if test.func.id != "isinstance" or not classes:
        return None
    if positive:
        return (asked, True) if classes <= _STREAMS else (asked, False) if classes <= _PATHS else None
    return (asked, False) if classes & _STREAMS else None
