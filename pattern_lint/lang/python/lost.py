"""An except clause, or a `suppress(...)`, that loses its error, with what is around it."""

from __future__ import annotations

import ast
from typing import NamedTuple

from .handling import Words
from .module import Module
from .scopes import Scope


class Case(NamedTuple):
    """An except clause, or a call of `suppress`, that loses its error."""

    module: Module
    clause: ast.ExceptHandler | ast.Call
    statement: ast.stmt
    """The try or with statement that it belongs to."""
    guarded: list[ast.stmt]
    scope: Scope
    words: Words
    catches_all: bool
    """Whether it catches every error, not those that it names."""
