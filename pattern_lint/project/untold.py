"""Names that modules give to generic types of which they do not tell what these hold, for other modules to speak of."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..lang.python.module import Module
from ..query.values.types import is_annotated, name_type, untold_in
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

_SPELLED = frozenset({ast.Name, ast.Attribute, ast.Subscript, ast.BinOp})
"""What annotations are written as."""


def untold_names(module: Module) -> dict[str, tuple[str, ...]]:
    """The types that names of a module stand for, those left out that are told what they hold.

    What an annotation says beside the type may be who fills it, so a name of such a one tells nothing.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, bound in module.scope.bindings.items():
        value = bound[0].value if len(bound) == 1 and bound[0].kind in ("assign", "annotated") else None
        if value.__class__ in _SPELLED and not is_annotated(value, module, module.scope):
            assert value is not None
            found[name] = tuple(untold_in(value, module, module.scope))
    return {name: symbols for name, symbols in found.items() if symbols}


UNTOLD = Topic("untold", untold_names)


def is_untold(project: Project, symbol: str, names: Sequence[str]) -> bool:
    """Whether a name of a module stands for one of some types that is not told what it holds."""
    behind = (each for step in project.texts.way(symbol) for each in project.untold_names.get(step, ()))
    return any(name_type(tuple(names), each) for each in behind)
