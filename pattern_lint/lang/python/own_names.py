"""How things are called by themselves, whatever a module calls them that imports them."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from .module import Module, name_of
from .scopes import Scope

NEW_TYPES = frozenset({"typing.NewType()"})
"""How types are named that `NewType` makes in the same file."""


def own_name(node: ast.expr, module: Module) -> str:
    """The last name that an expression names, without regard to an `as` of its import."""
    written = name_of(node)
    return module.once(_renamed).get(written, written) if isinstance(node, ast.Name) else written


def _renamed(module: Module) -> Mapping[str, str]:
    """The names that imports give by `as`, each with the one that what is imported has by itself."""
    nodes = (node for node, _ in module.of(ast.ImportFrom))
    names = (alias for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names)
    return {alias.asname: alias.name for alias in names if alias.asname}


def is_new_type(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether an expression names a type that `NewType` makes in the file, so that what it is given stays as it is."""
    return "NewType" in module.mentioned and module.symbol(node, scope) in NEW_TYPES
