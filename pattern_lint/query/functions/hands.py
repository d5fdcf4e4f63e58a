"""In whose hands something ends up that a function acquires, so that it is ended whatever happens.

Good hands are a `with`, a `finally`, something that is made to keep what it is given, the caller, and an object that
keeps it as an attribute: whether that one ends it is for its class to show.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from ...flow.ties import attributes_behind
from ...lang.python.answers import Answers
from ...lang.python.assigning import targets_of
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in
from ..calls.given import named_in
from ..naming import shown
from ..naming.meant import MeantNames
from .app_held import slot_of
from .enders import Enders

_COLLECTING = ("append", "add", "setdefault", "appendleft", "put_nowait")
_HANDING_OVER = ("register", "set", "add", "attach", "bind", "provide", "override", "put")
_HOLDING = ast.withitem | ast.AsyncWith | ast.With | ast.Return | ast.Yield
_COLLECTIONS = ast.Tuple | ast.List | ast.Dict | ast.Set
_PASSING = ast.Await | _COLLECTIONS | ast.ListComp | ast.SetComp | ast.DictComp | ast.BoolOp | ast.Starred
"""Expressions that hand on what stands in them, or something of which it is a part."""
_LENDING = ("contextlib.contextmanager", "contextlib.asynccontextmanager")
_FUNCTIONS = FunctionNode | ast.Lambda


class Hands(NamedTuple):
    """Whether somebody is sure to end something; None where it cannot be known."""

    are_good: bool | None
    attribute: str = ""
    """The attribute of self that keeps it, whose class has to end it."""
    slot: str = ""
    """The name under which an application keeps it, whose parts have to end it."""


_GOOD, _UNKNOWN, _NOBODY = Hands(True), Hands(None), Hands(False)


def kept_and_ended(module: Module, enders: Enders, tear_down: tuple[str, ...]) -> Iterator[tuple[Scope, str]]:
    """The attributes of self that classes end, or mention where they take themselves apart."""
    yield from _of_self(_given(module, enders))
    yield from module.once(_entered)
    parents, apart = module.index.parents, module.once(_taken_apart(tear_down))
    used = [each for each in apart if not _is_only_looked_at(each[1], parents)]
    yield from _of_self(each for each in used if not enders.never_run(parents.get(each[1]), module, each[0]))
    for scope in dict.fromkeys(each[0] for each in (apart if "getattr" in module.named_calls else ())):
        if scope.owner is not None:
            yield from ((scope.owner, f"self.{text}") for text in _looked_up(scope))


def _is_only_looked_at(part: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> bool:
    """Whether something is asked whether it is there, or forgets what it holds, and nothing of it is ended by that."""
    parent = parents.get(part)
    if isinstance(parent, ast.Compare):
        return all(isinstance(each, (ast.Is, ast.IsNot)) for each in parent.ops)
    if isinstance(parent, ast.Attribute):
        return parent.attr == "clear"
    is_not = isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not)
    return is_not or (isinstance(parent, (ast.If, ast.While, ast.IfExp)) and parent.test is part)


def _looked_up(scope: Scope) -> Iterator[str]:
    """The texts of a method that asks itself for attributes by texts."""
    calls = [each for each in scope.calls if name_of(each.func) == "getattr" and each.args and _is_self(each.args[0])]
    constants = (each for each in nodes_in(scope.node) if isinstance(each, ast.Constant)) if calls else ()
    yield from (each.value for each in constants if isinstance(each.value, str))


def _of_self(parts: Iterable[tuple[Scope, ast.AST]]) -> Iterator[tuple[Scope, str]]:
    """What is an attribute of self, or a variable that stands for one or an element of it, each with its class."""
    for scope, part in parts:
        if scope.owner is not None:
            behind = attributes_behind(part.id, scope) if isinstance(part, ast.Name) else [part]
            own = (each for each in behind if isinstance(each, ast.Attribute) and _is_self(each.value))
            yield from ((scope.owner, f"self.{each.attr}") for each in own)


def _given(module: Module, enders: Enders) -> Iterator[tuple[Scope, ast.expr]]:
    """What a call ends, or takes over: itself, or the method that ends it."""
    release, keepers = enders.release, enders.keepers
    for call in (*release.calls(module), *keepers.calls(module)):
        scope, function = call.scope, call.node.func
        ends = scope.owner is not None and release.has(function, module, scope)
        if ends and enders.never_run(function, module, scope):
            continue
        if ends and isinstance(function, ast.Attribute):
            yield scope, function.value
        if ends or (scope.owner is not None and keepers.has(function, module, scope)):
            yield from ((scope, each) for each in named_in(call.node) if not release.has(each, module, scope))
    for call, method in release.given(module):
        if call.scope.owner is not None and release.has(method, module, call.scope):
            yield call.scope, method.value


def _entered(module: Module) -> list[tuple[Scope, str]]:
    entered = (
        (scope, item.context_expr)
        for node, scope in module.of(ast.With, ast.AsyncWith)
        if isinstance(node, (ast.With, ast.AsyncWith))
        for item in node.items
    )
    return list(_of_self(entered))


@lru_cache(maxsize=64)
def _taken_apart(tear_down: tuple[str, ...]) -> Callable[[Module], list[tuple[Scope, ast.AST]]]:
    """What is mentioned in the methods of some names, which take a class down."""
    names = MeantNames(tear_down)

    def look(module: Module) -> list[tuple[Scope, ast.AST]]:
        functions = module.index.functions
        meant = names.shown(shown.functions, module)
        methods = [scope for scope in functions if scope.is_method and scope.name in meant] if meant else []
        parts = ((scope, part) for scope in methods for part in nodes_in(scope.node))
        return [each for each in parts if isinstance(each[1], ast.Attribute) and isinstance(each[1].ctx, ast.Load)]

    return look


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


class Holders:
    """Tells who holds what one function acquires."""

    def __init__(self, module: Module, enders: Enders, scope: Scope) -> None:
        function = scope.function
        assert function is not None
        self._module = module
        self._enders = enders
        self._scope = scope
        self._function = function.node
        self._parents = module.index.parents
        self._of_names: Answers[str, Hands] = Answers()

    def of_value(self, node: ast.AST) -> Hands:
        """Who holds what an expression gives."""
        parent = self._parents.get(node)
        while isinstance(parent, _PASSING) or (isinstance(parent, ast.IfExp) and node is not parent.test):
            if name := _name_beside_others(node, targets_of(self._parents.get(parent)), self._scope):
                return self.of_name(name)
            node, parent = parent, self._parents.get(parent)
        if isinstance(parent, ast.NamedExpr):
            return self.of_name(parent.target.id)
        is_given = isinstance(parent, ast.Lambda) and parent.body is node
        if is_given or isinstance(parent, ast.AsyncFor) or _is_held(parent, self._function, self._module):
            return _GOOD
        if isinstance(parent, (ast.Assign, ast.AnnAssign)):
            held = [self._of_target(target) for target in _targets(parent)]
            return next((hands for hands in held if hands != _NOBODY), _NOBODY)
        call = self._parents.get(parent) if isinstance(parent, ast.keyword) else parent
        if isinstance(call, ast.Call):
            return self._of_taker(call) or _UNKNOWN
        return _NOBODY if isinstance(parent, (ast.Attribute, ast.Expr)) else _UNKNOWN

    def of_name(self, name: str) -> Hands:
        """Who holds what a local name stands for; that it is handed back to itself says nothing."""
        return self._of_names.of(name, self._find) or _NOBODY

    def _find(self, name: str) -> Hands:
        if name in self._scope.globals:
            return _UNKNOWN
        best = next(map(self._of_target, _given_besides(name, self._scope, self._parents)), _NOBODY)
        mentions = self._module.once(_mentions)(self._function).get(name, ())
        for node, parent in mentions:
            hands = self._of_mention(node, parent)
            if hands.are_good:
                return hands
            best = hands if hands != _NOBODY else best
        methods = [parent for _, parent in mentions if isinstance(parent, ast.Attribute)] if best.slot else []
        is_ended = any(self._enders.release.has(each, self._module, self._scope) for each in methods)
        return _UNKNOWN if is_ended else best

    def _of_mention(self, node: ast.Name, parent: ast.AST | None) -> Hands:
        if isinstance(parent, ast.Attribute):
            return _GOOD if self._is_ended_by(parent) else _NOBODY
        if isinstance(parent, ast.Call):
            return self._of_taker(parent) or self._of_borrower(parent)
        if isinstance(parent, (ast.For, ast.AsyncFor)):
            return _GOOD if self._always_runs(parent) else _NOBODY
        if _is_held(parent, self._function, self._module):
            return _GOOD
        if isinstance(parent, (ast.Assign, ast.AnnAssign)):
            others = [target for target in _targets(parent) if not isinstance(target, ast.Name)]
            return self._of_target(others[0]) if others else _UNKNOWN
        return self.of_value(parent) if isinstance(parent, _COLLECTIONS) else _NOBODY

    def _of_target(self, target: ast.expr) -> Hands:
        if slot := slot_of(target):
            return Hands(False, slot=slot)
        while isinstance(target, ast.Subscript):
            target = target.value
        if isinstance(target, ast.Name):
            hands = self.of_name(target.id)
            return _UNKNOWN if hands == _NOBODY and _is_parameter(target.id, self._scope) else hands
        is_own = isinstance(target, ast.Attribute) and _is_self(target.value)
        return Hands(False, name_of(target)) if is_own else _UNKNOWN

    def _of_taker(self, call: ast.Call) -> Hands | None:
        """Who holds what is given to a call that ends it, keeps it, or puts it into a collection."""
        if self._enders.keepers.has(call.func, self._module, self._scope):
            return _GOOD
        if self._enders.release.has(call.func, self._module, self._scope) and self._always_runs(call):
            return _GOOD
        if isinstance(call.func, ast.Attribute) and call.func.attr in _COLLECTING:
            return self._of_target(call.func.value)
        return None

    def _of_borrower(self, call: ast.Call) -> Hands:
        """What is made of something may keep it, and so may who is named so; others only borrow it."""
        if self._always_runs(call):
            return _GOOD
        name = name_of(call.func)
        constructs = name in ("cls", "__init__") or name.lstrip("_")[:1].isupper()
        if constructs and isinstance(self._parents.get(call), (ast.Return, ast.Yield)):
            return _GOOD
        return _UNKNOWN if constructs or name.startswith(_HANDING_OVER) else _NOBODY

    def _is_ended_by(self, method: ast.Attribute) -> bool:
        """Whether a method ends its object: always called, handed on, or called by a function that is handed on."""
        if not self._enders.release.has(method, self._module, self._scope):
            return False
        if self._enders.never_run(method, self._module, self._scope):
            return False
        call = self._parents.get(method)
        if not (isinstance(call, ast.Call) and call.func is method) or self._always_runs(method):
            return True
        around = next(each for each in self._module.ancestors(method) if isinstance(each, _FUNCTIONS))
        return around is not self._function

    def _always_runs(self, node: ast.AST) -> bool:
        """Whether a node stands in a `finally`."""
        child = node
        for parent in self._module.ancestors(node):
            if isinstance(parent, (ast.Try, ast.TryStar)) and child in parent.finalbody:
                return True
            if parent is self._function:
                return False
            child = parent
        return False


def _name_beside_others(node: ast.AST, targets: Sequence[ast.expr], scope: Scope) -> str:
    """The name that a value gets of several which a statement assigns at once."""
    rows = (each.elts for each in targets if isinstance(each, (ast.Tuple, ast.List)))
    names = (each.id for row in rows for each in row if isinstance(each, ast.Name))
    return next((name for name in names if any(each.value is node for each in scope.bindings.get(name, ()))), "")


def _is_parameter(name: str, scope: Scope) -> bool:
    """Whether a name only stands for what a function is given, so that its caller has what is put there."""
    return {binding.kind for binding in scope.bindings.get(name, ())} == {"param"}


def _given_besides(name: str, scope: Scope, parents: Mapping[ast.AST, ast.AST]) -> Iterator[ast.expr]:
    """What gets the same as a name in the same statement: `self.pool = pool = Pool()`."""
    values = (each.value for each in scope.bindings.get(name, ()) if each.value is not None)
    for statement in map(parents.get, values):
        yield from (each for each in targets_of(statement) if isinstance(each, ast.Attribute | ast.Subscript))


def _is_held(node: ast.AST | None, function: ast.AST, module: Module) -> bool:
    """Whether a `with` or the caller holds what stands in a node; what a context manager lends comes back to it."""
    if isinstance(node, ast.Yield):
        return function not in module.once(_lending)
    return isinstance(node, _HOLDING)


def _lending(module: Module) -> frozenset[ast.AST]:
    """The functions that decorators of contextlib make context managers."""
    return frozenset(
        scope.node
        for scope in module.index.functions
        if isinstance(scope.node, FunctionNode)
        and any(module.symbol(each, scope.parent or scope) in _LENDING for each in scope.node.decorator_list)
    )


def _targets(node: ast.Assign | ast.AnnAssign) -> Collection[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else [node.target]


def _mentions(module: Module) -> Callable[[ast.AST], Mapping[str, list[tuple[ast.Name, ast.AST | None]]]]:
    """Where a function reads names, by name, each with the node around it; the index keeps none for names."""
    parents = module.index.parents

    @cache
    def of(function: ast.AST) -> Mapping[str, list[tuple[ast.Name, ast.AST | None]]]:
        found: dict[str, list[tuple[ast.Name, ast.AST | None]]] = {}
        for outer in nodes_in(function):
            through = isinstance(outer, (ast.keyword, ast.Starred, ast.Await))
            for child in ast.iter_child_nodes(outer):
                if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load):
                    found.setdefault(child.id, []).append((child, parents.get(outer) if through else outer))
        return found

    return of
