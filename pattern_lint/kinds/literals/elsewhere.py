"""Constants of other modules that calls are given: whether they are what a card demands of what is written out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...config.globs import fnmatchcase
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...lang.python.ways import choices
from ...query.answers import Answer, every, on_condition, opposite, some
from ...query.calls.calls import Called, asked_of
from ...query.naming.names import last_name, name_set
from .options import Options


def named_in(node: ast.expr, module: Module, scope: Scope, *, begun: bool = False) -> Iterator[tuple[ast.expr, Scope]]:
    """What names something in a value, by each way in which it comes about, in a collection that it is, or, where
    `begun` is true, at the beginning of a text that is put together."""
    for choice, home in choices(node, module, scope):
        inner = choice.value if isinstance(choice, ast.Starred) else choice
        items = inner.elts if isinstance(inner, (ast.List, ast.Tuple, ast.Set)) else []
        for each in (*items, *(_first_parts(inner) if begun else ())):
            yield from named_in(each, module, home, begun=begun)
        if isinstance(inner, (ast.Name, ast.Attribute)):
            yield inner, home


def _first_parts(text: ast.expr) -> Iterator[ast.expr]:
    if isinstance(text, ast.BinOp) and isinstance(text.op, ast.Add):
        yield text.left
    first = text.values[0] if isinstance(text, ast.JoinedStr) and text.values else None
    yield from [first.value] if isinstance(first, ast.FormattedValue) else []


def constant_elsewhere(node: ast.expr, options: Options, module: Module, scope: Scope) -> str:
    """The constant of another module that is named, unless its own name says what it is for: there it is looked at."""
    symbol = module.symbol(node, scope) if isinstance(node, (ast.Name, ast.Attribute)) else None
    if symbol is None or symbol[: symbol.find(".")] not in module.roots or "()" in symbol:
        return ""
    name = last_name(symbol)
    is_known_there = options.at == "value" and any(fnmatchcase(name.lower(), glob) for glob in options.named)
    return "" if symbol.startswith(f"{module.name}.") or is_known_there else symbol


def is_as_demanded(options: Options, symbol: str) -> Answer:
    """Whether a constant is what the card demands, or none that it is about."""
    wanted = [_is(symbol, ("matches", options.value.matches))] if options.value is not None else []
    wanted += [_is(symbol, ("one_of", options.besides))] if options.besides else []
    wanted += [_is(symbol, ("matches", options.not_matches))] if options.not_matches else []
    return some([*wanted, *([opposite(_is(symbol, ("matches", options.matches)))] if options.matches else [])])


def _is(symbol: str, demand: tuple[str, object]) -> Answer:
    return on_condition(("constant-is", symbol, (demand,)))


def position_of(options: Options, call: Called, module: Module) -> int | None:
    """The place of the argument that a card means among those that a call is given by position."""
    said = (place for name, place in options.positions.items() if is_one((name,), call, module))
    return next(said, options.position)


def is_one(names: tuple[str, ...], call: Called, module: Module) -> bool:
    """Whether a call may be of one of some names."""
    return bool(name_set(names).match(asked_of(call), module.roots).holds)


def taken_as_meant(options: Options, call: Called, place: int | None, found: Answer, module: Module) -> Answer:
    """Whether a call is one that is `found`, and of no function of the project that takes something else there."""
    symbol = call.symbol or ""
    is_ours = isinstance(call.node, ast.Call) and symbol[: symbol.find(".")] in module.roots
    if not (options.unless_parameter and is_ours and place is not None and place < len(getattr(call.node, "args", ()))):
        return found
    other = on_condition(("called-parameter", symbol, (call.name, place, options.unless_parameter)))
    return every([found, opposite(other)])
