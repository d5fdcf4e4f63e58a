"""Under which circumstances a call runs: in which branches it stands, and what it hands over.

What decides a branch is written as short texts, because there are as many of them as there are calls. A value is
"0" (false), "1" (true), "-" (None), "~" (an open stream), the name of a parameter that is handed on, or empty where it
is not known. A need is a letter and a parameter: "t" it is true, "f" it is false, "n" it is None, "v" it is anything
else, "s" it is an open stream, "p" it is none.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias

from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..lang.python.walking import nodes_in
from . import facts as f
from .fullness import MOST_BINDINGS, count_asked, is_as_true, kept_from
from .open_streams import asks_for_stream, is_stream

FALSE, TRUE, NONE, STREAM, UNKNOWN = "0", "1", "-", "~", ""
REST = "*"
"""Stands for arguments that are unpacked: any parameter may be among them."""
FILLED = "+"
"""How a value begins that is as true as a parameter, whatever else it is."""

Needs: TypeAlias = tuple[str, ...]
Circumstance: TypeAlias = tuple[int, Needs]
"""Flags of a `CallFact`, and what parameters have to be."""

MOST_NEEDS = 4
NO_STREAM = "p"

_HOLDS = {
    "t": TRUE + STREAM,
    "f": FALSE + NONE,
    "n": NONE,
    "v": FALSE + TRUE + STREAM,
    "s": STREAM,
    NO_STREAM: FALSE + TRUE + NONE,
}
_ONE_SIDED = frozenset({ast.Raise, ast.ExceptHandler})
_BRANCHES = frozenset({ast.If, ast.IfExp, ast.BoolOp, ast.Raise, ast.ExceptHandler, ast.match_case})
_ENDS = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_DONE = re.compile(
    r"(^|_)(loaded|initiali[sz]ed|inited|ready|set_?up|started|configured|cached|imported|registered|populated|done)$"
)
_COLLECTIONS = frozenset({ast.List, ast.Tuple, ast.Set})
NOTHING: Circumstance = (0, ())
"""A call that each run makes."""


def value_of(node: Any, scope: Scope | None) -> str:
    """What an expression is, as far as that decides branches."""
    cls = node.__class__
    if cls is ast.Name or cls is ast.Call:
        if cls is ast.Name and scope is not None and _is_parameter(node, scope):
            return str(node.id)
        return STREAM if scope is not None and is_stream(node, scope) else UNKNOWN
    if cls is ast.Constant:
        return NONE if node.value is None else TRUE if node.value else FALSE
    if cls in _COLLECTIONS:
        return UNKNOWN if node.elts else FALSE
    return FALSE if cls is ast.Dict and not node.keys else UNKNOWN


def _is_parameter(name: ast.Name, scope: Scope) -> bool:
    """Whether a name still is what the caller gave where it stands."""
    bound = scope.bindings.get(name.id)
    if bound is None or bound[0].kind != "param" or len(bound) > MOST_BINDINGS:
        return False
    return all(getattr(binding.node, "lineno", 0) > name.lineno for binding in bound[1:])


def defaults(arguments: ast.arguments) -> tuple[str, ...]:
    """What each parameter is where nobody gives it."""
    positional = (*arguments.posonlyargs, *arguments.args)
    values: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    values += [*arguments.defaults, *arguments.kw_defaults]
    return tuple([UNKNOWN if value is None else value_of(value, None) for value in values])


def holds(need: str, value: str) -> bool:
    """Whether a value may be what is needed."""
    return value not in (FALSE, TRUE, NONE, STREAM) or value in _HOLDS[need[0]]


class Circumstances:
    """Answers for the calls of one module."""

    def __init__(self, module: Module) -> None:
        self._parents = module.index.parents
        self._leaving: dict[ast.AST, list[_Leaving]] = {}
        for node, scope in module.of(ast.If):
            assert isinstance(node, ast.If)
            if not node.orelse and isinstance(node.body[-1], _ENDS):
                self._add(self._parents[node], node, scope)
        self._known: dict[tuple[ast.AST, int, int], Circumstance] = {}
        nodes = module.index.nodes
        self.branching = {_running(scope) for branch in _BRANCHES for _, scope in nodes.get(branch, ())}
        """The scopes in which not all runs take the same way."""

    def of(self, call: ast.AST, scope: Scope) -> Circumstance:
        """The flags of a `CallFact` that tell how rarely a call runs, and what it needs.

        What holds in a branch is worked out once for all that stands in it.
        """
        if scope not in self.branching:  # as in most functions
            return NOTHING
        parents, leaving, known, outermost = self._parents, self._leaving, self._known, scope.node
        way: list[tuple[tuple[ast.AST, int, int], ast.AST]] = []
        found = NOTHING
        node, parent = call, parents.get(call)
        while parent is not None and node is not outermost:
            if parent.__class__ in _BRANCHES or parent in leaving:
                left = self._left_before(parent, node) if parent in leaving else 0
                key = (parent, _side(parent, node), left)
                if key in known:
                    found = known[key]
                    break
                way.append((key, node))
            node, parent = parent, parents.get(parent)
        for key, node in reversed(way):
            found = known[key] = self._within(found, key, node, scope)
        return found

    def _add(self, block: ast.AST, node: ast.If, scope: Scope) -> None:
        lists = self._leaving.setdefault(block, [])
        if not lists or node.lineno > lists[-1].last:
            statements = _list_with(block, node)
            lists.append(_Leaving(statements))
        lists[-1].add(node, scope)

    def _left_before(self, block: ast.AST, node: ast.AST) -> int:
        """The line of the last `if ...: return` in front of a statement, in the same list; 0 where there is none."""
        line = getattr(node, "lineno", 0)
        for leaving in self._leaving.get(block, ()):
            if leaving.first <= line <= leaving.last:
                return leaving.before(line)
        return 0

    def _within(self, outer: Circumstance, key: tuple[ast.AST, int, int], node: ast.AST, scope: Scope) -> Circumstance:
        block, side, line = key
        found = _joined(outer, _of_branch(block, side, node, scope)) if block.__class__ in _BRANCHES else outer
        for leaving in self._leaving.get(block, ()) if line else ():
            if leaving.first <= line <= leaving.last:
                found = _joined(found, leaving.behind[line])
        return found


def _running(scope: Scope) -> Scope:
    """The scope whose code runs the body of a class."""
    while scope.kind == "class" and scope.parent is not None:
        scope = scope.parent
    return scope


class _Leaving:
    """The statements of one list that leave it early."""

    def __init__(self, statements: list[ast.stmt]) -> None:
        self.first = statements[0].lineno
        self.last = statements[-1].end_lineno or 0
        self._statements = statements
        self._lines: list[int] = []
        self.behind: dict[int, Circumstance] = {}
        """What holds behind the statement of a line."""

    @cached_property
    def _filled(self) -> Mapping[str, int]:
        return _last_filled(self._statements)

    def add(self, node: ast.If, scope: Scope) -> None:
        once = isinstance(node.body[-1], ast.Return) and any(
            _DONE.search(name) or self._filled.get(name, 0) > (node.end_lineno or 0)
            for name in _unset(node.test, scope, positive=False)
        )
        before = self.behind[self._lines[-1]] if self._lines else (0, ())
        now = (f.ONCE if once else 0, _needs(node.test, scope, positive=False))
        self.behind[node.lineno] = _joined(before, now)
        self._lines.append(node.lineno)

    def before(self, line: int) -> int:
        position = bisect_left(self._lines, line)
        return self._lines[position - 1] if position else 0


def _joined(outer: Circumstance, inner: Circumstance) -> Circumstance:
    needs = outer[1] + tuple(need for need in inner[1] if need not in outer[1]) if inner[1] else outer[1]
    return outer[0] | inner[0], needs[:MOST_NEEDS]


def _side(parent: ast.AST, node: ast.AST) -> int:
    """In which part of a statement or expression a node stands: 0 in the one that always runs."""
    if parent.__class__ in _ONE_SIDED:
        return 1
    if isinstance(parent, ast.If):
        if node is parent.test:
            return 0
        return 2 if parent.orelse and getattr(node, "lineno", 0) >= parent.orelse[0].lineno else 1
    if isinstance(parent, ast.IfExp):
        return 0 if node is parent.test else 1 if node is parent.body else 2
    if isinstance(parent, ast.BoolOp):
        return next((place for place, part in enumerate(parent.values[:MOST_NEEDS]) if part is node), MOST_NEEDS)
    return 0 if isinstance(parent, ast.match_case) and node is parent.guard else 1


def _of_branch(parent: ast.AST, side: int, node: ast.AST, scope: Scope) -> Circumstance:
    if isinstance(parent, ast.Raise):
        return f.RAISED, ()
    if isinstance(parent, ast.ExceptHandler):
        return f.SOMETIMES, ()
    if side == 0:
        return 0, ()
    needs: Needs = ()
    if isinstance(parent, (ast.If, ast.IfExp)):
        positive = side == 1
        if isinstance(parent, ast.If) and _ends_process(parent.body if positive else parent.orelse):
            return f.ONCE, ()
        if isinstance(parent, ast.If) and _fills(_unset(parent.test, scope, positive=positive), parent, side):
            return f.ONCE, ()
        needs = _needs(parent.test, scope, positive=positive)
    elif isinstance(parent, ast.BoolOp):
        positive = isinstance(parent.op, ast.And)
        needs = tuple(need for part in parent.values[:side] for need in _needs(part, scope, positive=positive))
    return (0 if needs else f.SOMETIMES), needs


def _needs(test: ast.expr, scope: Scope, *, positive: bool) -> Needs:
    """What parameters have to be for a condition to be true, or false."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _needs(test.operand, scope, positive=not positive)
    if isinstance(test, ast.BoolOp):
        if isinstance(test.op, ast.And) is not positive:
            return ()
        return tuple(need for part in test.values for need in _needs(part, scope, positive=positive))
    if isinstance(test, ast.Name):
        return ("t" + test.id if positive else "f" + test.id,) if is_as_true(test, scope) else ()
    if test.__class__ is ast.Attribute:
        kept = kept_from(test, scope) if scope.name == "__init__" else ""
        return (("t" if positive else "f") + kept,) if kept else ()
    compared, asked = _compared_with_none(test), asks_for_stream(test, positive=positive)
    about = compared or asked
    if about is None:
        name, is_true = count_asked(test) or (None, False)
        return (
            (("t" if positive is is_true else "f") + name.id,) if name is not None and is_as_true(name, scope) else ()
        )
    if not isinstance(about[0], ast.Name) or not _is_parameter(about[0], scope):
        return ()
    letter = ("n" if about[1] is positive else "v") if compared is not None else "s" if about[1] else NO_STREAM
    return (letter + about[0].id,)


def _compared_with_none(test: ast.expr) -> tuple[ast.expr, bool] | None:
    """What a condition compares with None, and whether it asks that it is None."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    right = test.comparators[0]
    if not isinstance(right, ast.Constant) or right.value is not None:
        return None
    if isinstance(test.ops[0], (ast.Is, ast.Eq)):
        return test.left, True
    return (test.left, False) if isinstance(test.ops[0], (ast.IsNot, ast.NotEq)) else None


def _unset(test: ast.expr, scope: Scope, *, positive: bool) -> Sequence[str]:
    """What is kept beyond the call, by name, and not there when a condition is true, or false."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _unset(test.operand, scope, positive=not positive)
    if isinstance(test, ast.BoolOp):
        if isinstance(test.op, ast.And) is not positive:
            return ()
        return [name for part in test.values for name in _unset(part, scope, positive=positive)]
    if isinstance(test, ast.NamedExpr):
        return _unset(test.value, scope, positive=positive)
    compared = _compared_with_none(test)
    if compared is not None:
        return _kept(compared[0], scope) if compared[1] is positive else ()
    return () if positive else _kept(test, scope)


def _kept(node: ast.expr, scope: Scope) -> Sequence[str]:
    """The name of an attribute, or of what its module or class keeps; what is kept by key is made for each key."""
    if isinstance(node, ast.Attribute):
        return (node.attr,)
    if isinstance(node, ast.Name):
        home = scope.home(node.id)
        return (node.id,) if home is not None and home.kind in ("module", "class") else ()
    is_asked = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "hasattr"
    name = node.args[-1] if isinstance(node, ast.Call) and is_asked and node.args else None
    return (name.value,) if isinstance(name, ast.Constant) and isinstance(name.value, str) else ()


def _fills(names: Sequence[str], node: ast.If, side: int) -> bool:
    """Whether a branch fills what is not there."""
    if not names:
        return False
    filled = _last_filled(node.body if side == 1 else node.orelse)
    return any(_DONE.search(name) or name in filled for name in names)


def _last_filled(statements: Iterable[ast.stmt]) -> Mapping[str, int]:
    """The names and attributes that statements assign to, and the last line where they do."""
    found: dict[str, int] = {}
    for statement in statements:
        for node in nodes_in(statement):
            if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
                for target in node.targets if isinstance(node, ast.Assign) else (node.target,):
                    found[_filled(target)] = node.lineno
    return found


def _filled(target: ast.expr) -> str:
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def _ends_process(statements: list[ast.stmt]) -> bool:
    last = statements[-1]
    ends = last.value if isinstance(last, ast.Expr) else None
    name = ends.func if isinstance(ends, ast.Call) else None
    if isinstance(name, ast.Attribute):
        return isinstance(name.value, ast.Name) and (name.value.id, name.attr) in (("sys", "exit"), ("os", "_exit"))
    return isinstance(name, ast.Name) and name.id in ("exit", "quit")


def _list_with(block: ast.AST, node: ast.stmt) -> list[ast.stmt]:
    """The list of a compound statement in which a statement stands."""
    for field in ("body", "orelse", "finalbody"):
        statements = getattr(block, field, None)
        if isinstance(statements, list) and node in statements:
            return statements
    return [node]
