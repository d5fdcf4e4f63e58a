"""Figures that a function computes itself: as what it gives back under its own name, or under names that it assigns."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ...flow.computed import computed_names, gives_computed
from ...lang.python.module import Module
from ...lang.python.scopes import Scope

if TYPE_CHECKING:
    from .kind import Options


def of_figures(options: Options, scope: Scope, module: Module) -> list[tuple[ast.AST | None, str]]:
    """The figures that a function computes, with where; no place for a function that only has the name of one."""

    def is_figure(name: str) -> bool:
        return _fits(name, options.never_computes) and not _fits(name, options.but_computes)

    if is_figure(scope.name):
        return [(scope.node if gives_computed(module, scope) else None, scope.name)]
    return [(node, name) for name, node in computed_names(scope) if is_figure(name)]


def _fits(name: str, globs: Sequence[str]) -> bool:
    return any(fnmatchcase(name.lower(), glob) for glob in globs)
