"""Atomic writes: what a function writes to a temporary file that it then moves to its place.

Two forms are told apart. A file made by `tempfile` is the documented form; a file of the function's own making
(`path.with_suffix(".tmp")`) does the same for readers, and a card may judge it otherwise.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Literal, TypeAlias

from ...lang.python.module import Module
from ...lang.python.scopes import Binding, Scope
from ...lang.python.walking import nodes_in

Form: TypeAlias = Literal["tempfile", "own", ""]

_MOVES = frozenset({"os.replace", "os.rename", "shutil.move", "aiofiles.os.replace", "aiofiles.os.rename"})
_MOVING_METHODS = frozenset({"replace", "rename"})
_HANDLES = frozenset(
    {
        "pathlib.Path",
        "builtins.str",
        "builtins.open",
        "os.fdopen",
        "os.fspath",
        "pathlib.Path().open",
    }
)
_TEMPORARY_NAME = re.compile(r"(^|[._])(tmp|temp|temporary|staging|staged|partial|scratch)(?=\d|[._]|$)", re.IGNORECASE)
_TEMPORARY_TEXT = re.compile(r"(^|[._-])(tmp|temp|part|partial|new|swp|swap)([._-]|$)|~$", re.IGNORECASE)


class Staging:
    """The temporary files of one function."""

    def __init__(self, module: Module, scope: Scope) -> None:
        self._module = module
        self._scope = scope

    def form(self, call: ast.Call) -> Form:
        """Which form of atomic write a call is part of; empty where it is part of none."""
        if not any(self._form_of(source) for source in self._moved):
            return ""
        return "tempfile" if self._is_tempfile(call) else self._form_of(call)

    def _form_of(self, node: ast.expr) -> Form:
        """The form to which what an expression mentions belongs; the documented one where it mentions both."""
        own = _names_temporary(node)
        for name in _mentions(node):
            form = self._names.get(name)
            if form == "tempfile":
                return form
            own = own or form == "own" or bool(_TEMPORARY_NAME.search(name))
        return "own" if own else ""

    @cached_property
    def _moved(self) -> list[ast.expr]:
        """What the function moves to another place, itself or by handing the move to a thread."""
        return [source for call in self._scope.calls for source in self._sources(call)]

    def _sources(self, call: ast.Call) -> Iterator[ast.expr]:
        for position, argument in enumerate((call.func, *call.args)):
            rest = call.args[position:]
            if rest and self._module.symbol(argument, self._scope) in _MOVES:
                yield rest[0]
            elif isinstance(argument, ast.Attribute) and argument.attr in _MOVING_METHODS and len(rest) == 1:
                yield argument.value

    @cached_property
    def _names(self) -> dict[str, Form]:
        """The names that stand for a temporary file, its path or its handle."""
        found: dict[str, Form] = {}
        bindings = list(self._bindings())
        for name, value in bindings:
            if self._is_tempfile(value):
                found[name] = "tempfile"
            elif _TEMPORARY_NAME.search(name) or _names_temporary(value):
                found[name] = "own"
        for name, value in bindings:
            made_of = {found[part] for part in _mentions(value) if part in found}
            if made_of and name not in found and self._is_handle(value):
                found[name] = "tempfile" if "tempfile" in made_of else "own"
        for name, bound in self._scope.bindings.items():
            if bound[0].kind == "param" and _TEMPORARY_NAME.search(name):
                found.setdefault(name, "own")
        for name, value in bindings:
            if found.get(name) == "own" and any(found.get(part) == "tempfile" for part in _mentions(value)):
                found[name] = "tempfile"
        return found

    def _bindings(self) -> Iterator[tuple[str, ast.expr]]:
        values = ((name, _value(binding)) for name, bound in self._scope.bindings.items() for binding in bound)
        given = [(name, value) for name, value in values if value is not None]
        yield from sorted(given, key=lambda entry: (entry[1].lineno, entry[1].col_offset))

    def _is_tempfile(self, node: ast.expr) -> bool:
        if not isinstance(node, ast.Call):
            return False
        symbol = self._module.symbol(node.func, self._scope)
        return symbol is not None and symbol.startswith(("tempfile.", "aiofiles.tempfile."))

    def _is_handle(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Attribute):
            return node.attr == "name"
        return isinstance(node, ast.Call) and self._module.symbol(node.func, self._scope) in _HANDLES


def _value(binding: Binding) -> ast.expr | None:
    if binding.value is None and isinstance(binding.node, ast.Assign):
        return binding.node.value
    return binding.value if binding.kind in ("assign", "annotated", "with", "other") else None


def _names_temporary(node: ast.expr) -> bool:
    """Whether an expression makes a path that says it is temporary: `path.with_suffix(".tmp")`."""
    return isinstance(node, (ast.Call, ast.BinOp, ast.JoinedStr)) and any(
        isinstance(part, ast.Constant) and isinstance(part.value, str) and _TEMPORARY_TEXT.search(part.value)
        for part in nodes_in(node)
    )


def _mentions(node: ast.expr) -> Iterator[str]:
    """The names and own attributes that an expression uses."""
    for part in nodes_in(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            yield f"{part.value.id}.{part.attr}"
