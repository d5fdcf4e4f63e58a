"""What functions promise of what they give: something, or perhaps nothing."""

from __future__ import annotations

import ast

from ..lang.python.annotations import admits_none, may_lack
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import FunctionNode, Scope
from .facts import GIVES, MAY_LACK

_COLLECTIONS = (ast.List, ast.ListComp, ast.Dict, ast.DictComp, ast.Set, ast.SetComp, ast.Tuple)
_GIVING_ALL = frozenset({"all", "dict", "fetchall", "list", "set", "sorted", "tuple"})


def promised(module: Module, scope: Scope, node: FunctionNode) -> int:
    """The flags of a function that tell whether it may give None, by its annotation or by what it surely gives back."""
    if node.returns is not None:
        return MAY_LACK if may_lack(node.returns) else 0 if admits_none(node.returns) else GIVES
    if node.body[-1].__class__ is not ast.Return:
        return 0
    values = module.returned.get(scope)
    return GIVES if values and all(map(_is_collection, values)) else 0


def _is_collection(node: ast.expr) -> bool:
    """Whether a value is surely a collection: written out, or what gives all that there is."""
    if isinstance(node, ast.Call):
        return name_of(node.func) in _GIVING_ALL
    return isinstance(node, _COLLECTIONS)
