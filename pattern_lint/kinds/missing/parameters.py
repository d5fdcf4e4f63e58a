"""Parameters that default to None: a method that keeps one raises first when it is None."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...lang.python.constants import constant
from ...lang.python.docstrings import calls_optional, docstring
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.trial import End, Run
from ...lang.python.truth import Truth
from ...lang.python.walking import nodes_in
from ..site_kind import CONFORMS, UNKNOWN, Judgement

_GUARDING = re.compile(r"_*(require|ensure|check|validate|verify|guard|assert|demand|need|must|expect|refuse)")
_FALSE_OF_NONE = frozenset({"builtins.isinstance", "builtins.callable", "builtins.hasattr", "builtins.issubclass"})


def refused(module: Module, scope: Scope, _: str) -> Iterator[tuple[str, Judgement]]:
    """Runs a method with each of its parameters missing that it keeps."""
    for name in _defaulting_to_none(scope):
        verdict = _judged(module, scope, name)
        if isinstance(verdict, ast.stmt):
            said = (
                f"{scope.qualname} keeps `{name}` without raising when it is None; raise the "
                f"initialization error first, or call the parameter optional in the docstring"
            )
            yield name, Judgement("violates", said, module.span(verdict))
        elif verdict is not None:
            yield name, CONFORMS if verdict else UNKNOWN


def _defaulting_to_none(scope: Scope) -> Iterator[str]:
    node = scope.node
    assert isinstance(node, FunctionNode)
    positional = (*node.args.posonlyargs, *node.args.args)
    defaults = node.args.defaults
    pairs = [*zip(positional[len(positional) - len(defaults) :], defaults, strict=True)]
    pairs += [(arg, given) for arg, given in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if given]
    for arg, default in pairs:
        if isinstance(default, ast.Constant) and default.value is None:
            yield arg.arg


def _judged(module: Module, scope: Scope, name: str) -> ast.stmt | bool | None:
    """The statement that keeps the parameter unguarded; otherwise whether that is known. None: it is not kept."""
    stores = [node for node in nodes_in(scope.node) if _is_store(module, node, scope, name)]
    if not stores:
        return None
    text = docstring(scope.node)
    if text is not None and calls_optional(text, name):
        return True
    trial = _Missing(module, scope, name)
    ends = Run(module, scope, trial).outcome()
    refuses, runs_through = any(end.decided for end in ends), any(end.node is None for end in ends)
    if trial.kept is None and (refuses or not runs_through):
        return True
    if refuses and runs_through:
        return False
    first = trial.kept or min(stores, key=module.span)
    assert isinstance(first, ast.stmt)
    return first


class _Missing:
    """The parameter is None."""

    def __init__(self, module: Module, scope: Scope, name: str) -> None:
        self._module = module
        self._scope = scope
        self._name = name
        self.kept: ast.AST | None = None

    def decides(self, node: ast.expr, truth: Truth) -> bool | None:
        if self._is_it(node, truth):
            return False
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return self._compared(node.left, node.ops[0], node.comparators[0], truth)
        if isinstance(node, ast.Call) and node.args and self._is_it(node.args[0], truth):
            return False if self._module.symbol(node.func, self._scope) in _FALSE_OF_NONE else None
        return None

    def meets(self, node: ast.AST, truth: Truth) -> End | None:
        if isinstance(node, ast.Call) and self._is_guarded_by(node):
            return End(node, None, True)
        if isinstance(node, (ast.NamedExpr, ast.Assign, ast.AnnAssign)) and self._rebinds(node):
            return End(node, None, True)
        if self.kept is None and _is_store(self._module, node, self._scope, self._name):
            self.kept = node
        return None

    def _is_it(self, node: ast.expr, truth: Truth) -> bool:
        node = truth.element(node)
        while isinstance(node, ast.NamedExpr):
            node = node.value
        if not isinstance(node, ast.Name) or node.id == self._name:
            return isinstance(node, ast.Name)
        held = constant(self._module, node, self._scope)
        return isinstance(held, ast.Name) and held.id == self._name

    def _compared(self, left: ast.expr, operator: ast.cmpop, right: ast.expr, truth: Truth) -> bool | None:
        if _is_none(left) and isinstance(operator, (ast.In, ast.NotIn)):
            members = any(self._is_it(member, truth) for member in truth.elements(right))
            return isinstance(operator, ast.In) if members else None
        if _is_none(left):
            left, right = right, left
        if not (_is_none(right) and self._is_it(left, truth)):
            return None
        return (
            isinstance(operator, (ast.Is, ast.Eq))
            if isinstance(operator, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq))
            else None
        )

    def _rebinds(self, node: ast.NamedExpr | ast.Assign | ast.AnnAssign) -> bool:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(target, ast.Name) and target.id == self._name for target in targets)

    def _is_guarded_by(self, call: ast.Call) -> bool:
        """Whether a helper is called with the parameter that raises when it is None, as far as can be seen."""
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        if not any(isinstance(node, ast.Name) and node.id == self._name for value in given for node in nodes_in(value)):
            return False
        symbol = self._module.symbol(call.func, self._scope) or ""
        home = f"{self._module.name}."
        if not symbol.startswith(home):
            return symbol.partition(".")[0] in self._module.roots and _speaks_of_guarding(symbol)
        helper = symbol.removeprefix(home).replace("().", ".", 1)
        if "." in helper and helper.rpartition(".")[0].endswith(".__super__"):
            return True
        known = [scope for scope in self._module.index.functions if scope.qualname == helper]
        return any(_raises(self._module, scope) for scope in known) if known else _speaks_of_guarding(symbol)


def _speaks_of_guarding(symbol: str) -> bool:
    return _GUARDING.match(symbol.rpartition(".")[2]) is not None


def _raises(module: Module, scope: Scope) -> bool:
    """Whether a function raises, itself or by a helper of its own."""
    if any(inner is scope for _, inner in module.of(ast.Raise, ast.Assert)):
        return True
    return any(_speaks_of_guarding(module.symbol(call.func, scope) or "") for call in scope.calls)


def _is_store(module: Module, node: ast.AST, scope: Scope, name: str) -> bool:
    """Whether a statement makes the parameter an attribute of the object, or an item of one."""
    if isinstance(node, ast.Assign):
        return any(_stores(module, target, node.value, scope, name) for target in node.targets)
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        return _stores(module, node.target, node.value, scope, name)
    return False


def _stores(module: Module, target: ast.expr, value: ast.expr, scope: Scope, name: str) -> bool:
    if isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
        pairs = zip(target.elts, value.elts, strict=False)
        return any(_stores(module, inner, part, scope, name) for inner, part in pairs)
    if isinstance(value, ast.Call) and len(value.args) == 2 and module.symbol(value.func, scope) == "typing.cast":
        value = value.args[1]
    held = value if isinstance(value, ast.Name) and value.id == name else constant(module, value, scope)
    return isinstance(held, ast.Name) and held.id == name and _is_own(module, target, scope)


def _is_own(module: Module, target: ast.expr, scope: Scope) -> bool:
    while isinstance(target, ast.Subscript):
        target = target.value
    if not isinstance(target, ast.Attribute) or not isinstance(target.value, ast.Name):
        return False
    node = scope.node
    assert isinstance(node, FunctionNode)
    first = (*node.args.posonlyargs, *node.args.args)[:1]
    return bool(first) and first[0].arg == target.value.id


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
