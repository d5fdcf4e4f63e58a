"""Whether what may be missing is tested before it is taken for granted."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from ..lang.python.catching import is_caught_around
from ..lang.python.logs import is_on_logger
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in, start_of
from .graph import Point, graph_of, point_of

_MAKING_SURE = ("assert", "check", "ensure", "must", "raise_if", "require", "validate", "verify")
"""How helpers begin that fail where something is not as it has to be."""
_TAKING = (ast.Attribute, ast.Subscript)
"""What fails on None."""


def untested_use(module: Module, node: ast.expr, scope: Scope) -> ast.expr | None:
    """The first place at which a value is taken for granted: an attribute or item of it, with no test before."""
    child, user = node, module.index.parents.get(node)
    while isinstance(user, (ast.Await, ast.NamedExpr)) or (isinstance(user, ast.Call) and _waits_for(user, child)):
        child, user = user, module.index.parents.get(user)
    if isinstance(user, _TAKING) and user.value is child:
        return None if _is_expected(user, module, scope) else user
    if isinstance(user, ast.Tuple):
        name, user = _kept_beside_others(child, user.elts, module.index.parents.get(user))
    elif isinstance(user, ast.Call) and name_of(user.func) == "gather":
        waiting = module.index.parents.get(user)
        name, user = _kept_beside_others(child, user.args, module.index.parents.get(waiting) if waiting else None)
    else:
        name = _kept_under(user)
    if not name or not isinstance(user, ast.stmt):
        return None
    names = _standing_for(name, module, scope)
    uses = [each for each in nodes_in(scope.node) if isinstance(each, _TAKING) and _is(each.value, names)]
    return _use_of(name, user, uses, module, scope)


def untested_call(module: Module, node: ast.expr, scope: Scope) -> ast.Call | None:
    """The first call of a value that may be missing, with no test before."""
    user = module.index.parents.get(node)
    if isinstance(user, ast.BoolOp) and isinstance(user.op, ast.Or) and user.values[-1] is node:
        node, user = user, module.index.parents.get(user)
    if isinstance(user, ast.Call) and user.func is node:
        return user
    name = _kept_under(user)
    if not name or not isinstance(user, ast.stmt):
        return None
    nodes = nodes_in(scope.node)
    names = _standing_for(name, module, scope)
    calls = [each for each in nodes if isinstance(each, ast.Call) and _is(each.func, names)]
    idle = [each for each in nodes if isinstance(each, ast.If) and _only_tells(each)]
    use = _use_of(name, user, calls, module, scope, idle)
    return use if isinstance(use, ast.Call) else None


def _standing_for(name: str, module: Module, scope: Scope) -> frozenset[str]:
    """A variable, and those that are set to it once and to nothing else, as long as it is set but once itself."""
    further = _copied(module, scope) if len(scope.bindings.get(name, ())) == 1 else {}
    found, pending = {name}, [name]
    while pending:
        others = [other for other in further.get(pending.pop(), ()) if other not in found]
        found.update(others)
        pending += others
    return frozenset(found)


def _copied(module: Module, scope: Scope) -> Mapping[str, Sequence[str]]:
    """The variables of a function that are set once and to nothing but another one, by that."""
    known = module.once(_copies)
    if scope not in known:
        known[scope] = found = dict[str, list[str]]()
        for name, bound in scope.bindings.items():
            value = bound[0].value if len(bound) == 1 and bound[0].kind in ("assign", "annotated") else None
            if isinstance(value, ast.Name):
                found.setdefault(value.id, []).append(name)
    return known[scope]


def _copies(module: Module) -> dict[Scope, dict[str, list[str]]]:
    return {}


def _kept_under(user: ast.AST | None) -> str:
    if isinstance(user, ast.Assign) and len(user.targets) == 1 and isinstance(user.targets[0], ast.Name):
        return user.targets[0].id
    return user.target.id if isinstance(user, ast.AnnAssign) and isinstance(user.target, ast.Name) else ""


def _waits_for(call: ast.Call, value: ast.expr) -> bool:
    """Whether a call does nothing with a value but wait for it."""
    return name_of(call.func) in ("wait_for", "shield") and call.args[:1] == [value]


def _kept_beside_others(value: ast.AST, row: list[ast.expr], user: ast.AST | None) -> tuple[str, ast.AST | None]:
    """The name that one of several values is kept under which a statement assigns at once, and the statement."""
    targets = user.targets if isinstance(user, ast.Assign) else []
    names = targets[0].elts if len(targets) == 1 and isinstance(targets[0], ast.Tuple) else []
    is_plain = len(names) == len(row) and not any(isinstance(each, ast.Starred) for each in (*names, *row))
    name = names[row.index(value)] if is_plain and isinstance(value, ast.expr) else None
    return (name.id if isinstance(name, ast.Name) else ""), user


def _only_tells(branch: ast.If) -> bool:
    """Whether a branch does nothing but write into the log, and goes on as if there were nothing to tell."""
    told = [each.value for each in branch.body if isinstance(each, ast.Expr) and isinstance(each.value, ast.Call)]
    is_only_that = len(told) == len(branch.body) and not branch.orelse
    return is_only_that and all(name_of(call.func) == "print" or is_on_logger(call.func, "") for call in told)


def _use_of(
    name: str, kept: ast.stmt, uses: Sequence[ast.expr], module: Module, scope: Scope, idle: Sequence[ast.If] = ()
) -> ast.expr | None:
    """The first use with no test before; `idle` tests change nothing."""
    if not uses:
        return None
    names, nodes = _standing_for(name, module, scope), nodes_in(scope.node)
    graph = graph_of(module, scope)
    stops = {*_tests(names, nodes), *_points((b.node for b in scope.bindings.get(name, ())), module, scope)}
    within_reach = graph.reachable(kept, stops - {kept, *idle})
    for use in sorted(uses, key=start_of):
        point = point_of(use, module, scope)
        if (
            point in within_reach
            and point is not kept
            and not (_is_guarded(use, names, module) or _is_expected(use, module, scope))
        ):
            return use
    return None


def _is_expected(use: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a clause or a `suppress` around a use names the error with which it fails on None."""
    statement = next((each for each in module.ancestors(use) if isinstance(each, ast.stmt)), None)
    failing = f"builtins.{'AttributeError' if isinstance(use, ast.Attribute) else 'TypeError'}"
    return statement is not None and is_caught_around(module, statement, failing, scope, by_name=True)


def _tests(names: Set[str], nodes: Iterable[ast.AST]) -> Iterator[Point]:
    """The points at which one of some names is asked about."""
    for node in nodes:
        asked = node.test if isinstance(node, (ast.If, ast.While, ast.Assert)) else None
        asked = node.subject if isinstance(node, ast.Match) else asked
        asked = node.value if isinstance(node, ast.Expr) and makes_sure(node.value) else asked
        if asked is not None and _asks_for(asked, names) and not _is_taken_first(asked, names):
            yield node


def makes_sure(node: ast.expr) -> bool:
    """Whether a call is of a helper that fails where something is not as it has to be."""
    call = node.value if isinstance(node, ast.Await) else node
    name = name_of(call.func).lstrip("_") if isinstance(call, ast.Call) else ""
    return name.startswith(_MAKING_SURE)


def _points(nodes: Iterable[ast.AST], module: Module, scope: Scope) -> Iterator[Point]:
    for node in nodes:
        point = point_of(node, module, scope)
        if point is not None:
            yield point


def _is_guarded(use: ast.expr, names: Set[str], module: Module) -> bool:
    """Whether the expression around a use asks first: `x and x.y`, `x.y if x else None`, a filter."""
    child: ast.AST = use
    for parent in module.ancestors(use):
        if isinstance(parent, ast.stmt):
            return False
        if isinstance(parent, ast.IfExp) and child is not parent.test and _asks_for(parent.test, names):
            return True
        if isinstance(parent, ast.BoolOp):
            earlier = parent.values[: next(i for i, value in enumerate(parent.values) if value is child)]
            if any(_asks_for(value, names) for value in earlier):
                return True
        child = parent
    return False


def _asks_for(node: ast.expr, names: Set[str]) -> bool:
    """Whether an expression holds what some names stand for, and not only a part of it, which has to be there then."""
    parts = nodes_in(node)
    taken = {each.value for each in parts if isinstance(each, _TAKING)}
    return any(_is(each, names) and each not in taken for each in parts)


def _is_taken_first(node: ast.expr, names: Set[str]) -> bool:
    """Whether the first that an expression does with what some names stand for is to take a part of it."""
    parts = nodes_in(node)
    first = min((each for each in parts if isinstance(each, ast.Name) and _is(each, names)), key=start_of, default=None)
    return any(isinstance(each, _TAKING) and each.value is first for each in parts)


def _is(node: ast.AST, names: Set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names
