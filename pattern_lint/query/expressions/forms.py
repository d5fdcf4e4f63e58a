"""What an expression makes: a collection that can be changed, a text, or a lambda."""

from __future__ import annotations

import ast

from ...flow.inherited import function_called
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...lang.python.ways import choices

_FORMS: dict[str, tuple[type[ast.expr], ...]] = {
    "dict": (ast.Dict, ast.DictComp),
    "list": (ast.List, ast.ListComp),
    "set": (ast.Set, ast.SetComp),
    "text": (ast.JoinedStr,),
    "lambda": (ast.Lambda,),
}
_BY_CALL = frozenset({"dict", "list", "set"})
"""What a call of that name makes."""


def is_a(form: str, node: ast.expr, module: Module, scope: Scope) -> bool | None:
    """Whether an expression is of a form, be it all that a function of the file gives; of other calls nothing is known
    but that dict() makes a dict."""
    held = _is_a(form, node)
    function = function_called(module.symbol(node.func, scope) or "", module) if isinstance(node, ast.Call) else None
    if held or function is None or function in module.generators:
        return held
    given = [part for value in module.returned.get(function, ()) for part, _ in choices(value, module, function)]
    return True if given and all(_is_a(form, part) for part in given) else held


def _is_a(form: str, node: ast.expr) -> bool | None:
    if isinstance(node, _FORMS[form]):
        return True
    if isinstance(node, ast.Constant):
        return form == "text" and isinstance(node.value, str)
    if isinstance(node, ast.Call):
        return form in _BY_CALL and isinstance(node.func, ast.Name) and node.func.id == form
    if isinstance(node, ast.BinOp):
        sides = [_is_a(form, node.left), _is_a(form, node.right)]
        return True if True in sides else None
    return None
