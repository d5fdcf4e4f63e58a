"""What becomes of a value: whether anybody uses it, and whether a `with` enters it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ..lang.python.module import Module, name_of
from ..lang.python.scopes import Scope
from ..lang.python.walking import children_of, nodes_in

_ENTERING = ("enter_context", "enter_async_context", "closing", "aclosing")
_PASSING = (ast.Await, ast.NamedExpr, ast.IfExp, ast.BoolOp)
"""Expressions that hand a value on as it is."""
_TESTING = (ast.If, ast.While, ast.UnaryOp, ast.Compare, ast.Assert, ast.FormattedValue)
"""What only looks whether there is a value, or how it is written."""
_ASKING = (ast.Attribute, ast.Compare, ast.If, ast.While, ast.For, ast.AsyncFor, ast.UnaryOp)
"""What asks something of a value, and gives it to nobody."""


def is_used(module: Module, node: ast.expr, scope: Scope, *, is_coroutine: bool = False) -> bool:
    """Whether a value is more than made: somebody stores it, hands it on, asks something of it or waits for it.

    Who asks whether a coroutine is true makes no use of it: it always is.
    """
    if is_coroutine and isinstance(module.index.parents.get(node), ast.Await):
        return True  # whatever becomes of what it gives
    user = _user(module, node)
    while isinstance(user, (ast.ListComp, ast.SetComp)):
        user = _user(module, user)
    if isinstance(user, ast.Expr):
        return _is_awaited(module, node)
    if is_coroutine and isinstance(user, _TESTING):
        named = list(_named_on_the_way(module, node))
        return any(_is_read(name, scope, is_coroutine=True) for name in named)
    names = assigned_names(user)
    return names is None or any(_is_read(name, scope, is_coroutine=is_coroutine) for name in names)


def _named_on_the_way(module: Module, node: ast.expr) -> Iterator[str]:
    """The names that a value is given where it stands."""
    for parent in module.ancestors(node):
        if isinstance(parent, ast.NamedExpr):
            yield parent.target.id
        if not isinstance(parent, _PASSING):
            return


def is_entered(module: Module, node: ast.expr, scope: Scope) -> bool:
    """Whether a `with` enters a value: at once, by the name that it is given, or through an exit stack."""
    user = _user(module, node)
    if isinstance(user, ast.withitem):
        return True
    if isinstance(user, ast.Call):
        function = user.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        return name in _ENTERING
    names = assigned_names(user) or ()
    return bool(names) and any(
        isinstance(item.context_expr, ast.Name) and item.context_expr.id in names
        for each, home in module.of(ast.With, ast.AsyncWith)
        if isinstance(each, (ast.With, ast.AsyncWith)) and home.lies_in(scope)
        for item in each.items
    )


def is_managed(module: Module, node: ast.expr, scope: Scope) -> bool:
    """Whether a `with` enters a value, somebody else gets hold of it, or a `finally` closes it."""
    if is_entered(module, node, scope):
        return True
    user = _user(module, node)
    if isinstance(user, ast.Attribute):
        return False
    names = assigned_names(_naming(module, node) if isinstance(user, _ASKING) else user)
    if names is None or scope.kind in ("module", "class") or not scope.globals.isdisjoint(names):
        return True
    uses: list[ast.AST] = []
    for each in nodes_in(scope.node):
        if any(_reads(child, names) for child in children_of(each)):
            if not isinstance(each, (*_ASKING, ast.AsyncFor)):
                return True
            uses.append(each)
    asked = [use for use in uses if isinstance(use, (ast.Attribute, ast.AsyncFor))]
    return not asked or any(_ends_in_finally(use, module) for use in asked)


def fills_class(module: Module, node: ast.expr, scope: Scope) -> bool:
    """Whether a value is taken apart for what makes an object: `Order(**data)`."""
    user = _user(module, node)
    names = assigned_names(user) or ()
    given = [user] if isinstance(user, ast.keyword) else []
    if names:
        calls = (each for each in nodes_in(scope.node) if isinstance(each, ast.Call))
        given = [each for call in calls for each in call.keywords if _reads(each.value, names)]
    filled = (module.index.parents.get(each) for each in given if each.arg is None)
    return any(isinstance(call, ast.Call) and name_of(call.func)[:1].isupper() for call in filled)


def _reads(node: ast.AST, names: Sequence[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names and isinstance(node.ctx, ast.Load)


def _ends_in_finally(use: ast.Attribute | ast.AsyncFor, module: Module) -> bool:
    child: ast.AST = use
    for parent in module.ancestors(use):
        if isinstance(parent, (ast.Try, ast.TryStar)) and child in parent.finalbody:
            return True
        child = parent
    return isinstance(use, ast.Attribute) and use.attr == "__aexit__"


def _is_awaited(module: Module, node: ast.expr) -> bool:
    """Whether somebody waits for a value, or for what it may be the value of."""
    for parent in module.ancestors(node):
        if isinstance(parent, ast.Await):
            return True
        if not isinstance(parent, _PASSING):
            return False
    return False


def _user(module: Module, node: ast.expr) -> ast.AST | None:
    """What a value is handed to."""
    child: ast.AST = node
    for parent in module.ancestors(node):
        if isinstance(parent, (ast.With, ast.AsyncWith)):
            return next((item for item in parent.items if item.context_expr is child), parent)
        if not isinstance(parent, _PASSING):
            return parent
        child = parent
    return None


def _naming(module: Module, node: ast.expr) -> ast.AST | None:
    """What gives a name to a value on its way to what asks something of it."""
    around = (parent for parent in module.ancestors(node))
    return next((each for each in around if not isinstance(each, (ast.Await, ast.IfExp, ast.BoolOp))), None)


def assigned_names(user: ast.AST | None) -> list[str] | None:
    """The local names that a value is given; None where it goes somewhere else."""
    if isinstance(user, ast.Assign):
        targets = user.targets
    elif isinstance(user, (ast.AnnAssign, ast.NamedExpr)):
        targets = [user.target]
    else:
        return None
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return names if len(names) == len(targets) else None


def _is_read(name: str, scope: Scope, *, is_coroutine: bool) -> bool:
    """Whether a local name is read anywhere; names of a module or class are there for others, too."""
    if scope.kind in ("module", "class") or name in scope.globals:
        return True
    users = (each for each in nodes_in(scope.node) if not (is_coroutine and isinstance(each, _TESTING)))
    return any(_reads(child, (name,)) for each in users for child in children_of(each))
