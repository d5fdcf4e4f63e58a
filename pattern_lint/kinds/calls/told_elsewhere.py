"""What constants and dicts of other modules tell of arguments, and what lets a function do without one."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...query.answers import Answer, on_condition, some
from ...query.naming.forms import spelled
from ...query.values.values import OF_CONSTANTS

if TYPE_CHECKING:
    from .arguments import Argument


def in_dicts(dicts: Sequence[str], names: Sequence[str], wanted: Argument, *, is_right_without: bool) -> Answer:
    """Whether dicts of other modules hold an argument as it must be, or none where that is right as well."""
    forbidden = (("never", wanted.never), ("not_symbol", wanted.not_symbol))
    demands = (*_of_constant(wanted), *((field, tuple(map(spelled, each))) for field, each in forbidden if each))
    asked = (tuple(names), wanted.none_is_absent, demands, is_right_without)
    return some(on_condition(("holds-key", each, asked)) for each in dicts)


def by_itself(symbol: str, names: Sequence[str], wanted: Argument) -> Iterator[Answer]:
    """What lets a function of the project do without an argument."""
    if wanted.unless_default:
        yield on_condition(("has-default", symbol, ("", wanted.unless_default, "")))
    if wanted.if_taken:
        yield on_condition(("not", "", (("parameter", symbol, tuple(names)),)))


def is_constant_elsewhere(value: ast.expr, wanted: Argument, module: Module, scope: Scope) -> Answer:
    """Whether a constant of another module is as it must be."""
    symbol, demands = module.symbol(value, scope) or "", _of_constant(wanted)
    is_ours = symbol[: symbol.find(".")] in module.roots and "()" not in symbol
    return on_condition(("constant-is", symbol, demands)) if is_ours and demands else Answer(None)


def _of_constant(wanted: Argument) -> tuple[tuple[str, object], ...]:
    demands = [(field, value) for field in OF_CONSTANTS if (value := getattr(wanted, field)) not in (None, (), "")]
    return (*demands, ("is_none", False)) if wanted.none_is_absent else tuple(demands)
