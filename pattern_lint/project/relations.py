"""What tables bring into queries: relationships that are read row by row, and criteria that hold for all statements."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ..lang.python.module import Module
from .topics import Topic

if TYPE_CHECKING:
    from .project import Project

_LAZY = frozenset({"select", "True", "None"})
"""What `lazy` is where rows are read when somebody looks at them, which is so where nothing is said."""


def relations(module: Module) -> tuple[str, ...]:
    """The names of lazy relationships of a module, each with its class."""
    found: list[str] = []
    for call in module.named_calls.get("relationship", ()):
        parent = module.index.parents.get(call.node)
        target = parent.targets[0] if isinstance(parent, ast.Assign) else getattr(parent, "target", None)
        given = {each.arg: each.value for each in getattr(call.node, "keywords", ())}
        lazy = given.get("lazy", ast.Constant(value="select"))
        is_lazy = isinstance(lazy, ast.Constant) and str(lazy.value) in _LAZY
        if is_lazy and call.scope.kind == "class" and isinstance(target, ast.Name):
            found.append(f"{module.names.qualified(call.scope)}.{target.id}")
    return tuple(found)


RELATIONS = Topic("relations", relations)


def adds_criteria(module: Module) -> bool:
    """Whether a module adds criteria to whatever statement is run."""
    for call in module.named_calls.get("with_loader_criteria", ()):
        for each in module.ancestors(call.node):
            targets = each.targets if isinstance(each, ast.Assign) else []
            if any(isinstance(target, ast.Attribute) and target.attr == "statement" for target in targets):
                return True
    return False


CRITERIA = Topic("criteria", adds_criteria)


def is_lazy(project: Project, model: str, name: str) -> bool:
    """Whether an attribute of a table is a lazy relationship, its own or inherited."""
    lazy = project.lazy_relations
    cls = project.resolver.resolve(model) or model
    return any(f"{each}.{name}" in lazy for each in (cls, *project.resolver.linear(cls)))
