"""The keys that a method takes from its keyword parameter: each is validated before use, and documented."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...lang.python.catching import builtin_exception, catches
from ...lang.python.constants import constant
from ...lang.python.docstrings import docstring, names
from ...lang.python.logs import LOG_METHODS
from ...lang.python.loops import run_over
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.trial import End, Run
from ...lang.python.truth import Truth
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import nodes_in
from ...query.answers import Condition
from ..site_kind import CONFORMS, UNKNOWN, Judgement

_MAXIMAL_DEPTH = 8
_TAKING = frozenset({"get", "pop", "setdefault"})
_WORD, _COMPOUND = re.compile(r"\w+"), re.compile(r"\w+(?:[.:/-]\w+)+")
_ELSEWHERE = "="
"""What stands before the symbol of a key that another module keeps."""


class Read(NamedTuple):
    """A place where keys are read; one that `needs` them fails when they are missing."""

    node: ast.expr
    keys: tuple[str, ...]
    needs: bool


def validated(module: Module, scope: Scope, parameter: str) -> Iterator[tuple[str, Judgement]]:
    """Runs a method without each of the keys that it needs."""
    reads = [read for read in _reads_of(module, scope, parameter) if read.needs]
    for key in dict.fromkeys(key for read in reads for key in read.keys):
        trial = _Absent(module, scope, key, [read for read in reads if key in read.keys])
        ends = Run(module, scope, trial).outcome()
        place, what = _wrong(trial, ends, key)
        if place is not None:
            said = f"{what}; raise the initialization error when `{_shown(key)}` is not in {parameter}"
            yield key, Judgement("violates", said, place)
        elif trial.is_reached and not any(end.decided and end.node is not None for end in ends):
            yield key, UNKNOWN
        else:
            yield key, CONFORMS


def _wrong(trial: _Absent, ends: Sequence[End], key: str) -> tuple[ast.AST | None, str]:
    """Where a method goes wrong without a key, and how."""
    place = next((end.node for end in ends if end.node in trial.places), None)
    shown = _shown(key)
    if place is not None:
        return place, f"`{shown}` is read without a test that it is there"
    wrong = next((end for end in ends if end.decided and builtin_exception(end.raised or "") is not None), None)
    if wrong is not None:
        return next(iter(trial.places)), f"a missing `{shown}` raises {(wrong.raised or '').rpartition('.')[2]}"
    passed_over = next((node for node in trial.places if _is_passed_over(trial.module, node, trial.scope)), None)
    return passed_over, f"a missing `{shown}` is passed over, and what it is for stays unset"


def documented(module: Module, scope: Scope, parameter: str) -> Iterator[tuple[str, Judgement]]:
    """Looks for each key in the docstring, where it is read first."""
    text = docstring(scope.node)
    seen: set[str] = set()
    for read in _reads_of(module, scope, parameter):
        new = [key for key in read.keys if key not in seen]
        seen.update(new)
        unnamed = [key for key in new if text is None or not _names(text, key)]
        known = [key for key in unnamed if text is None or not key.startswith(_ELSEWHERE)]
        for keys in [known, *([key] for key in unnamed if key not in known)]:
            listed = ", ".join(f"`{_shown(key)}`" for key in keys)
            lack = "has no docstring that names" if text is None else "does not name in its docstring"
            said = f"{scope.qualname} {lack} {listed}; say there what is needed and what is optional"
            when = () if keys is known else (_is_unnamed(keys[0], text or ""),)
            yield from [(keys[0], Judgement("violates", said, read.node, when=when))] if keys else ()
        yield from ((key, CONFORMS) for key in new if key not in unnamed)


def _names(text: str, key: str) -> bool:
    return not key.startswith(_ELSEWHERE) and names(text, key)


def _is_unnamed(key: str, text: str) -> Condition:
    """That no word of a docstring is the key that another module keeps."""
    words = "|".join(map(re.escape, sorted({*_WORD.findall(text), *_COMPOUND.findall(text)})))
    is_named: Condition = ("constant-is", key.removeprefix(_ELSEWHERE), (("matches", f"(?:{words})"),))
    return ("not", "", (is_named,))


def _shown(key: str) -> str:
    """A key as messages show it: by the name of the constant where another module keeps it."""
    return key.rpartition(".")[2] if key.startswith(_ELSEWHERE) else key


def _reads_of(module: Module, scope: Scope, parameter: str) -> list[Read]:
    """What a method reads of its keyword parameter, where that is called so, in the order in which it stands."""
    node = scope.node
    assert isinstance(node, FunctionNode)
    keyword = node.args.kwarg
    if keyword is None or keyword.arg.lstrip("_") != parameter:
        return []
    return sorted(_reads(module, scope, keyword.arg), key=lambda read: module.span(read.node))


def _reads(module: Module, scope: Scope, parameter: str) -> Iterator[Read]:
    for node in nodes_in(scope.node):
        if isinstance(node, ast.Subscript):
            if isinstance(node.ctx, ast.Load) and _is_all(module, node.value, scope, parameter):
                yield Read(node, _keys(module, node.slice, node, scope), True)
        elif isinstance(node, ast.Call) and node.args and _is_taking(module, node.func, scope, parameter):
            needs = isinstance(node.func, ast.Attribute) and node.func.attr == "pop" and len(node.args) == 1
            yield Read(node, _keys(module, node.args[0], node, scope), needs)


def _is_passed_over(module: Module, node: ast.AST, scope: Scope) -> bool:
    """Whether the KeyError of a read is caught by a clause that does nothing about it, except for a line in a log."""
    child, kept = node, frozenset[str]()
    for around in module.ancestors(node):
        if isinstance(around, (ast.Assign, ast.AnnAssign)):
            kept = _targets(around)
        if isinstance(around, ast.Try) and child in around.body:
            handlers = (one for one in around.handlers if catches(module, one.type, "builtins.KeyError", scope))
            handler = next(handlers, None)
            if handler is not None:
                return all(map(_does_nothing, handler.body)) and not _is_set_before(around, kept, scope)
        child = around
    return False


def _does_nothing(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Expr):
        return isinstance(statement, ast.Pass)
    value = statement.value
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Attribute) and value.func.attr in LOG_METHODS
    return isinstance(value, ast.Constant)


def _is_set_before(place: ast.Try, kept: frozenset[str], scope: Scope) -> bool:
    """Whether the method sets what is read before it tries to: then there is a default."""
    stores = (node for node in nodes_in(scope.node) if isinstance(node, (ast.Assign, ast.AnnAssign)))
    return any(node.lineno < place.lineno and not kept.isdisjoint(_targets(node)) for node in stores)


def _targets(node: ast.Assign | ast.AnnAssign) -> frozenset[str]:
    return frozenset(map(unparsed, node.targets if isinstance(node, ast.Assign) else [node.target]))


def _is_taking(module: Module, function: ast.expr, scope: Scope, parameter: str) -> bool:
    if not isinstance(function, ast.Attribute) or function.attr not in _TAKING:
        return False
    return _is_all(module, function.value, scope, parameter)


def _is_all(module: Module, node: ast.expr, scope: Scope, parameter: str) -> bool:
    """Whether an expression is all that is given, under whatever name, or a dict of it."""
    held = constant(module, node, scope) if isinstance(node, ast.Name) else node
    if isinstance(held, ast.Call) and len(held.args) == 1 and module.symbol(held.func, scope) == "builtins.dict":
        held = constant(module, held.args[0], scope)
    return _is_named(held, parameter)


def _is_named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _keys(module: Module, key: ast.expr, place: ast.expr, scope: Scope) -> tuple[str, ...]:
    """The keys that an expression stands for, as the target of a loop over constants too."""
    for around in module.ancestors(place) if isinstance(key, ast.Name) else ():
        loops = around.generators if isinstance(around, (ast.ListComp, ast.SetComp, ast.DictComp)) else [around]
        for loop in loops:
            if isinstance(loop, (ast.For, ast.AsyncFor, ast.comprehension)):
                found = _looped(module, loop, key, scope)
                if found is not None:
                    return found
    return tuple(_named(module, constant(module, key, scope), scope))


def _named(module: Module, node: ast.expr, scope: Scope) -> Iterator[str]:
    """The key that an expression is: a text, or a constant of another module."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    symbol = module.symbol(node, scope) if isinstance(node, (ast.Name, ast.Attribute)) else None
    if symbol is not None and "(" not in symbol and symbol.partition(".")[0] in module.roots:
        yield f"{_ELSEWHERE}{symbol}"


def _looped(
    module: Module, loop: ast.For | ast.AsyncFor | ast.comprehension, key: ast.expr, scope: Scope
) -> tuple[str, ...] | None:
    truth = Truth(module, scope, _Nothing())
    found: list[str] = []
    target, over = run_over(loop)
    for element in truth.elements(over):
        with truth.within(target, element):
            value = truth.element(key)
        if value is key:
            return None
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            found.append(value.value)
    return tuple(dict.fromkeys(found))


class _Nothing:
    """No assumption."""

    def decides(self, node: ast.expr, truth: Truth) -> bool | None:
        return None


class _Absent:
    """The key is not there."""

    def __init__(self, module: Module, scope: Scope, key: str, reads: list[Read]) -> None:
        node = scope.node
        assert isinstance(node, FunctionNode) and node.args.kwarg is not None
        self.module = module
        self.scope = scope
        self._key = key
        self._parameter = node.args.kwarg.arg
        self.places: dict[ast.AST, None] = {read.node: None for read in reads}
        self.is_reached = False

    def decides(self, node: ast.expr, truth: Truth) -> bool | None:
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return self._compared(node.left, node.ops[0], node.comparators[0], truth)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) and self._is_all(node.right):
            return self._holds(node.left, truth)
        if isinstance(node, ast.Call):
            return self._called(node, truth)
        return None

    def meets(self, node: ast.AST, truth: Truth) -> End | None:
        if node in self.places and not self._is_another(node, truth):
            self.is_reached = True
            return End(node, "builtins.KeyError", True)
        return End(node, None, True) if isinstance(node, ast.Call) and self._is_checked_by(node, truth) else None

    def _is_another(self, node: ast.AST, truth: Truth) -> bool:
        """Whether a loop reads another key at present."""
        key = node.slice if isinstance(node, ast.Subscript) else node.args[0] if isinstance(node, ast.Call) else None
        held = truth.element(key) if key is not None else None
        return isinstance(held, ast.Constant) and held.value not in (self._key, ...)

    def _compared(self, left: ast.expr, operator: ast.cmpop, right: ast.expr, truth: Truth) -> bool | None:
        if isinstance(right, ast.Constant) and right.value is None and self._is_taken(left, truth):
            return {ast.Is: True, ast.Eq: True, ast.IsNot: False, ast.NotEq: False}.get(type(operator))
        if isinstance(operator, (ast.In, ast.NotIn)) and self._is_all(right) and self._is_key(left, truth):
            return isinstance(operator, ast.NotIn)
        if isinstance(operator, (ast.GtE, ast.Gt)):
            left, right = right, left
        elif not isinstance(operator, (ast.LtE, ast.Lt)):
            return None
        return False if self._is_all(right) and self._holds(left, truth) else None

    def _is_taken(self, node: ast.expr, truth: Truth) -> bool:
        """Whether an expression is what `get` gives for the key, and so None."""
        node = node.value if isinstance(node, ast.NamedExpr) else node
        held = constant(self.module, node, self.scope)
        if not isinstance(held, ast.Call) or not _is_taking(self.module, held.func, self.scope, self._parameter):
            return False
        return len(held.args) == 1 and self._is_key(held.args[0], truth)

    def _called(self, node: ast.Call, truth: Truth) -> bool | None:
        function = node.func
        if not isinstance(function, ast.Attribute) or len(node.args) != 1:
            return None
        if self._is_taken(node, truth):
            return False
        if function.attr == "__contains__" and self._is_all(function.value) and self._is_key(node.args[0], truth):
            return False
        if self._is_all(node.args[0]) and self._holds(function.value, truth):
            return {"difference": True, "issubset": False}.get(function.attr)
        if function.attr == "issuperset" and self._is_all(function.value) and self._holds(node.args[0], truth):
            return False
        return None

    def _holds(self, node: ast.expr, truth: Truth) -> bool | None:
        """Whether a collection of required keys has the key; one that is not known is taken to have it."""
        return True if any(self._is_key(element, truth) for element in truth.elements(node)) else None

    def _is_key(self, node: ast.expr, truth: Truth) -> bool:
        value = constant(self.module, truth.element(node), self.scope)
        return truth.is_any(node) or self._key in _named(self.module, value, self.scope)

    def _is_all(self, node: ast.expr) -> bool:
        """Whether an expression is the keys that there are: the parameter, its keys(), or a set of it."""
        for _ in range(_MAXIMAL_DEPTH):
            held = constant(self.module, node, self.scope)
            if not isinstance(held, ast.Call):
                return _is_named(held, self._parameter)
            if isinstance(held.func, ast.Attribute) and held.func.attr == "keys" and not held.args:
                node = held.func.value
            elif len(held.args) == 1:
                node = held.args[0]
            else:
                return False
        return False

    def _is_checked_by(self, call: ast.Call, truth: Truth) -> bool:
        """Whether a helper of the project is handed all that there is, and the key or nothing that names one."""
        given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg is not None)]
        whole = [value for value in given if _is_all(self.module, value, self.scope, self._parameter)]
        if not whole:
            return False
        symbol = self.module.symbol(call.func, self.scope)
        if (
            symbol is None
            or symbol.partition(".")[0] not in self.module.roots
            or symbol.rpartition(".")[2][:1].isupper()
        ):
            return False
        others = [value for value in given if value not in whole]
        return not others or any(
            self._is_key(value, truth)
            or (not _is_text(constant(self.module, value, self.scope)) and self._holds(value, truth))
            for value in others
        )


def _is_text(node: ast.expr) -> bool:
    """Whether something is one key, and no collection of keys."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
