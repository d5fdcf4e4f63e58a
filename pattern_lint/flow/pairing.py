"""Two methods of which the second ends what the first begins, such as `__enter__` and `__exit__`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatchcase

from ..lang.python.blocks import is_empty_body
from ..lang.python.module import name_of
from ..lang.python.scopes import FunctionNode
from ..lang.python.walking import nodes_in

_OPENING = ("*connect*", "open*", "_open*", "*acquire*", "create_*", "*Session", "*Client", "*Connection", "*Pool")
_BEGINNING = ("start*", "_start*", "begin*", "*subscribe*", "Popen", "*socket*")


def leaves_open(begin: FunctionNode, end: FunctionNode) -> bool:
    """Whether the second method does nothing about what the first opens: it neither asks it nor anything of its own."""
    if is_empty_body(begin.body) or any(isinstance(each, ast.Raise) for each in end.body):
        return False
    opened = set(_opened(begin))
    return bool(opened) and not any(name in opened or is_called for name, is_called in _touched(end))


def _opened(method: FunctionNode) -> Iterator[str]:
    """The attributes that keep what a method opens; the method that does it where it is one of the object itself."""
    for node in nodes_in(method):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and _opens(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (name for target in targets if (name := _own(target, method)) is not None)
        elif isinstance(node, ast.Call) and _own(node.func, method) is not None and _is_opening(name_of(node.func)):
            yield name_of(node.func)


def _opens(value: ast.expr) -> bool:
    return any(isinstance(node, ast.Call) and _is_opening(name_of(node.func)) for node in nodes_in(value))


def _is_opening(name: str) -> bool:
    return any(fnmatchcase(name, glob) for glob in (*_OPENING, *_BEGINNING))


def _touched(method: FunctionNode) -> Iterator[tuple[str, bool]]:
    """The attributes of the object that a method speaks of, each with whether it is called; what it hands on counts."""
    for node in nodes_in(method):
        if isinstance(node, ast.Call):
            called = node.func
            given = [*node.args, *(word.value for word in node.keywords)]
            yield "", _own(called, method) is not None or any(_is_self(each, method) for each in given)
            yield "", isinstance(called, ast.Attribute) and isinstance(called.value, ast.Call)  # `super().__exit__()`
        elif isinstance(node, ast.Attribute):
            yield _own(node, method) or "", False


def _own(node: ast.expr, method: FunctionNode) -> str | None:
    """The name of an attribute of the object itself."""
    return node.attr if isinstance(node, ast.Attribute) and _is_self(node.value, method) else None


def _is_self(node: ast.expr, method: FunctionNode) -> bool:
    own = (*method.args.posonlyargs, *method.args.args)[:1]
    return isinstance(node, ast.Name) and bool(own) and node.id == own[0].arg
