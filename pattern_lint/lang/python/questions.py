"""Functions that answer a question with yes or no, and those that ask what an error says."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ...knowledge.excuses import in_docstrings, named
from .assigning import targets_of
from .module import Module, name_of
from .scopes import FunctionNode, Scope
from .unparsed import unparsed
from .walking import nodes_in, own_nodes, start_of

_PLAIN = (
    *("builtins.", "inspect.is", "ipaddress.", "re.", "urllib.parse.", "base64.", "binascii.", "keyword."),
    "ctypes.windll.",
)
_OF_TEXTS = frozenset("casefold endswith isdigit lower lstrip partition rstrip split startswith strip upper".split())
_REACHING_OUT = frozenset(f"builtins.{name}" for name in "open input exec eval compile __import__".split())
_TELLING = frozenset({"all", "any", "bool", "callable", "hasattr", "isinstance", "issubclass"})


def answers_truth(function: Scope) -> bool:
    """Whether a function answers yes or no wherever it answers."""
    answers = [each.value for each in own_nodes(function) if isinstance(each, ast.Return)]
    return bool(answers) and all(map(_is_truth, answers))


def asks(function: Scope, *, of_life: bool = False) -> bool:
    """Whether the name of a function is that of a question, or its docstring begins as one does; or whether it asks if
    something answers at all, so that any failure is a no."""
    if of_life:
        return named().liveness.fullmatch(function.name.strip("_")) is not None
    text = ast.get_docstring(function.node) if isinstance(function.node, FunctionNode) else None
    return bool(named().predicates.match(function.name) or in_docstrings().question.match(text or ""))


def sets_yes_or_no(guarded: Sequence[ast.stmt], otherwise: ast.stmt) -> bool:
    """Whether code ends by saying yes, and what stands for it says no: `HAS_FORKS = True`, `HAS_FORKS = False`."""
    said = [each for each in guarded if _sets(each, to=True)]
    told = {unparsed(target) for each in said for target in targets_of(each)}
    return _sets(otherwise, to=False) and not told.isdisjoint(map(unparsed, targets_of(otherwise)))


def sets_preset_yes(guarded: Sequence[ast.stmt], otherwise: ast.stmt, scope: Scope) -> bool:
    """Whether code ends by saying yes to what was no before, and nothing is done where it fails."""
    said = guarded[-1]
    said = said.body[-1] if isinstance(said, ast.If) and not said.orelse else said
    names = [each.id for each in targets_of(said) if isinstance(each, ast.Name)] if _sets(said, to=True) else []
    before = [
        start_of(bound.node)[0] for name in names for bound in scope.bindings.get(name, ()) if _is_no(bound.value)
    ]
    return isinstance(otherwise, ast.Pass) and any(line < said.lineno for line in before)


def _is_no(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


def _sets(node: ast.stmt, *, to: bool) -> bool:
    return isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value is to


def only_reckons(module: Module, guarded: Sequence[ast.stmt], scope: Scope) -> bool:
    """Whether code only looks at values and takes them apart, so that what it cannot take apart is a no."""
    nodes = [node for statement in guarded for node in nodes_in(statement)]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    return not any(isinstance(node, ast.Await) for node in nodes) and all(
        name_of(call.func) in _OF_TEXTS or _is_plain(module.symbol(call.func, scope) or "", module) for call in calls
    )


def _is_plain(symbol: str, module: Module) -> bool:
    """Whether a function is known to do nothing but look at what it is given, or is another distribution's parser."""
    if symbol.startswith(_PLAIN):
        return symbol not in _REACHING_OUT
    name = symbol.rpartition(".")[2]
    return (name.startswith("parse_") or "decode" in name) and symbol.partition(".")[0] not in module.roots


def asks_of_error(guarded: Sequence[ast.stmt], scope: Scope) -> bool:
    """Whether code only finds out what an error says that happened before, as the body of an answer tells it: the
    function is named for that, or what the code sets in the end."""
    told = [scope.name, *(each.id for each in targets_of(guarded[-1]) if isinstance(each, ast.Name))]
    return any(map(named().told_errors.fullmatch, told))


def _is_truth(node: ast.expr | None) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, bool)
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not)
    if isinstance(node, ast.BoolOp):
        return all(map(_is_truth, node.values))
    if isinstance(node, ast.IfExp):
        return _is_truth(node.body) and _is_truth(node.orelse)
    called = name_of(node.func) if isinstance(node, ast.Call) else ""
    return isinstance(node, ast.Compare) or called in _TELLING or called.lower().startswith("is")
