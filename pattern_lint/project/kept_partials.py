"""The variables of modules that keep a partial, which may have been given what a call of it does not say."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from ..lang.python.module import Module, name_of
from .modules import handed_on
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

_PARTIAL = "partial"


def partials_in(module: Module) -> tuple[str, ...] | None:
    """The names of the variables of a module that keep a partial."""
    if _PARTIAL not in module.mentioned:
        return None
    kept = (
        name
        for name, bound in module.scope.bindings.items()
        if any(isinstance(each.value, ast.Call) and name_of(each.value.func) == _PARTIAL for each in bound)
    )
    return tuple(sorted(kept)) or None


KEPT_PARTIALS = Topic("kept-partials", partials_in)


def is_kept_partial(project: Project, symbol: str, _: tuple[Any, ...]) -> bool:
    """Whether a symbol names a variable that keeps a partial, through whatever modules it is handed on."""
    ways = handed_on(symbol, project.modules)
    return any(name in (home["topics"].get(KEPT_PARTIALS.name) or ()) for home, name in ways)
