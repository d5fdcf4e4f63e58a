"""Tables of classes by their names, from which factories choose."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..lang.python.module import Module, name_of
from ..lang.python.scopes import Scope
from .lookups import is_class_name, looked_up, parts_of
from .values import constant_of


def is_table(value: ast.Dict) -> bool:
    """Whether a dict has classes by their names."""
    keys = [key for key in value.keys if key is not None]
    return len(keys) > 1 and all(
        isinstance(constant_of(key), str)
        and isinstance(each, ast.Name | ast.Attribute)
        and is_class_name(name_of(each))
        for key, each in zip(keys, value.values, strict=False)
    )


def chosen_from(module: Module) -> Iterator[tuple[ast.Dict, Scope]]:
    """The tables out of which a module calls what it finds, and those of factory classes."""
    used = {name_of(table) for node, _ in looked_up(module) for table in parts_of(node)[:1] if table is not None}
    for node, scope in module.of(ast.Assign, ast.AnnAssign):
        value = getattr(node, "value", None)
        if isinstance(value, ast.Dict) and is_table(value):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            names = {name_of(target) for target in targets if isinstance(target, ast.expr)}
            if names & used or (scope.owner is not None and "Factory" in scope.owner.name):
                yield value, scope
