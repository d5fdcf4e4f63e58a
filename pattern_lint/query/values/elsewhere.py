"""What other modules of the project keep under a name, as far as a value is asked for it: the join knows."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from ...lang.python.constants import constant
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ..answers import NO, UNKNOWN, YES, Answer, every, on_condition, some
from ..expressions.constants import UNKNOWN_CONSTANT, constant_of
from ..expressions.holes import fillers
from ..expressions.parts import is_given, parts_within
from ..expressions.pieces import pieces_of
from ..naming.forms import spelled
from ..naming.names import Asked, Names, name_set

_GIVING_ANYTHING = frozenset({"builtins", "importlib", "operator"})
"""Whose functions may give whatever they are told to look up."""


def own_name_of(node: ast.AST, module: Module, scope: Scope) -> str:
    """What a name or attribute is called that may be a constant of another module of the project; else nothing."""
    symbol = module.symbol(node, scope) if isinstance(node, (ast.Name, ast.Attribute)) else None
    is_kept = symbol is not None and "()" not in symbol and _is_ours(symbol, module)
    return symbol if is_kept and symbol is not None and not symbol.startswith(f"{module.name}.") else ""


def is_constant_elsewhere(node: ast.expr, demands: Mapping[str, object], module: Module, scope: Scope) -> Answer:
    """Whether something that another module keeps is a constant as demanded."""
    symbol = own_name_of(node, module, scope)
    return on_condition(("constant-is", symbol, tuple(demands.items()))) if symbol and demands else UNKNOWN


def is_kept_constant(node: ast.expr, module: Module, scope: Scope) -> Answer:
    """Whether something is a constant of another module, or a text that is put together of nothing but constants."""
    if symbol := own_name_of(node, module, scope):
        return on_condition(("keeps-constant", symbol, ()))
    pieces = pieces_of(node)
    holes = fillers(node) if pieces is not None else []
    if pieces is None or len(holes) != pieces.count(None):
        return NO
    return every(NO if hole is None else _is_constant(hole, module, scope) for hole in holes)


def _is_constant(node: ast.expr, module: Module, scope: Scope) -> Answer:
    is_known = constant_of(constant(module, node, scope)) is not UNKNOWN_CONSTANT
    return YES if is_known else is_kept_constant(node, module, scope)


def names_or_calls(names: Names, symbol: str | None, module: Module) -> Answer:
    """Whether something is one of some names, or what a call of one gives that another module keeps."""
    found = name_set(names).match(Asked(symbol), module.roots)
    if found == NO and symbol is not None and _is_ours(symbol, module) and "()" not in symbol:
        return on_condition(("is-or-is-made-by", symbol, tuple(map(spelled, names))))
    return found


def contains(names: Names, node: ast.expr, module: Module, scope: Scope) -> Answer:
    """Whether an expression names one of some things; what a call of the project or a parameter holds is not known."""
    wanted, found = name_set(names), list[Answer]()
    for part, home in parts_within(node, module, scope):
        if isinstance(part, ast.Call):
            symbol = module.symbol(part.func, home) or ""
            is_known = _is_of_library(symbol, module)
            found += [] if is_known else [_gives_anything(symbol) if _is_ours(symbol, module) else UNKNOWN]
        elif isinstance(part, (ast.Name, ast.Attribute)):
            own = own_name_of(part, module, home)
            kept = on_condition(("holds-one", own, tuple(map(spelled, names)))) if own else NO
            is_one = wanted.match(Asked(module.symbol(part, home)), module.roots)
            found += [UNKNOWN] if is_given(part, home) else [is_one, kept]
    return some(found)


def _is_ours(symbol: str, module: Module) -> bool:
    return symbol[: symbol.find(".")] in module.roots


def _gives_anything(symbol: str) -> Answer:
    """Whether a call may hold anything, as one of a function of the project does; methods that a class has from a
    library give what they are called on."""
    return on_condition(("all", "", (("own-function", symbol, ()), ("open", "", ()))))


def _is_of_library(symbol: str, module: Module) -> bool:
    """Whether a function of others is called, which gives what it is given, or something of its own."""
    root = symbol.partition(".")[0]
    return bool(root) and root not in module.roots and root not in _GIVING_ANYTHING and "()" not in symbol
