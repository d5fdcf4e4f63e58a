"""Figures that a function computes itself: as what it gives back under its own name, or under names that it assigns."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from ...config.globs import fnmatchcase, looks_like
from ...flow.computed import computed_names, gives_computed
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..site_kind import CONFORMS, Judgement, Site

if TYPE_CHECKING:
    from .options import Options


def figures_in(options: Options, scope: Scope, module: Module) -> list[tuple[ast.AST | None, str]]:
    """The figures that a function computes, with where; no place for a function that only has the name of one."""

    def is_figure(name: str) -> bool:
        return _is_figure(name.lower(), options.never_computes, options.but_computes)

    if is_figure(scope.name):
        return [(scope.node if gives_computed(module, scope, is_figure) else None, scope.name)]
    found = {node: name for name, node in computed_names(module, scope, is_figure)}
    return [(node, name) for node, name in found.items() if not any(each in found for each in module.ancestors(node))]


@lru_cache(maxsize=10_000)
def _is_figure(name: str, globs: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return looks_like(globs)(name) and not looks_like(others)(name)


def of_figures(options: Options, site: Site) -> Iterator[Judgement]:
    """Whether a function leaves figures to somebody else."""
    for place, name in figures_in(options, site.scope, site.module) if options.never_computes else ():
        said = f"{site.words['function']} computes {name} itself"
        yield Judgement("violates", said, place, words={"name": name}) if place is not None else CONFORMS


def is_any_like(names: Sequence[str], globs: Sequence[str]) -> bool:
    """Whether one of some names matches one of some globs."""
    return any(fnmatchcase(name, glob) for name in names for glob in globs)
