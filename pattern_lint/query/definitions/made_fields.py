"""Fields that are made by calls of which only a card knows that they make some, such as those of Django."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ...lang.python.bound import has_arguments_already
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ..naming.names import Asked, Name, NameSet, last_name, name_set
from .fields import Field, known_makers


def unknown_makers(names: Iterable[Name]) -> NameSet:
    """Those of the names of a card that are not known to make fields whatever a card says."""
    return name_set(tuple(name for name in names if last_name(name) not in known_makers()))


def made_in(scope: Scope, module: Module, makers: NameSet) -> Iterator[Field]:
    """The fields of a class that such calls make."""
    for name, bindings in scope.bindings.items():
        bound = bindings[0]
        made = bound.value
        if isinstance(made, ast.Call) and bound.kind in ("assign", "annotated"):
            asked = Asked(module.symbol(made.func, scope), name_of(made.func))
            if makers.match(asked, module.roots).holds:
                is_open = has_arguments_already(module, made.func, scope)
                yield Field(name, bound.node, bound.annotation, made, (made,), is_open, False, ())
